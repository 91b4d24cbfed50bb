// Package app dials through package lib.
package app

import (
	"context"
	"log"
	"time"

	"github.com/gorilla/websocket"

	"github.com/wsvet/wsvet/testdata/wsbackoff/across/backoff"
	"github.com/wsvet/wsvet/testdata/wsbackoff/across/lib"
)

func hasty(url string) *websocket.Conn {
	for {
		if conn, err := lib.Connect(url); err == nil { // want `wsbackoff/none`
			return conn
		}
	}
}

// What waits in package lib is judged by its body.
func patient(url string) *websocket.Conn {
	for {
		if conn, err := lib.Patient(url); err == nil {
			return conn
		}
	}
}

func steady(url string) *websocket.Conn {
	for {
		if conn, err := lib.Steady(url); err == nil { // want `wsbackoff/constant`
			return conn
		}
	}
}

// Insist backs off, but what it connects is lost, too.
func insist(ctx context.Context, url string, handle func([]byte)) error {
	for {
		conn, err := lib.Insist(ctx, url) // want `wsbackoff/first`
		if err != nil {
			return err
		}
		if err := lib.Serve(conn, handle); err != nil {
			log.Print(err)
		}
	}
}

func run(url string, handle func([]byte)) {
	for {
		if err := lib.Run(url, handle); err != nil {
			log.Print(err)
		}
		time.Sleep(time.Second) // want `wsbackoff/constant`
	}
}

func runAgain(url string, handle func([]byte)) {
	for {
		if err := lib.Run(url, handle); err != nil { // want `wsbackoff/none`
			log.Print(err)
		}
	}
}

// A client of package lib: what it counts is no wait.
func client(ctx context.Context, url string, handle func([]byte)) {
	c := lib.New(url)
	for ctx.Err() == nil {
		if err := c.Connect(); err != nil { // want `wsbackoff/none`
			c.Failed()
			backoff.Note(ctx)
			continue
		}
		c.Listen(handle)
		time.Sleep(backoff.Full(time.Second))
	}
}

// What connects only where it has to is no dial.
func heartbeat(c *lib.Client) {
	for range time.Tick(time.Second) {
		if err := c.Write(nil); err != nil {
			log.Print(err)
		}
	}
}

func rested(ctx context.Context, url string, handle func([]byte)) {
	c := lib.New(url)
	for ctx.Err() == nil {
		if err := c.Connect(); err == nil {
			c.Listen(handle)
		}
		c.Failed()
		c.Rest() // want `wsbackoff/nojitter`
	}
}

// The wait of package backoff, without its jitter and with it.
func growing(url string) *websocket.Conn {
	b := &backoff.Growing{Min: time.Second, Max: time.Minute}
	for {
		conn, err := lib.Connect(url)
		if err == nil {
			b.Reset()
			return conn
		}
		time.Sleep(b.Duration()) // want `wsbackoff/nojitter`
	}
}

func jittered(url string) *websocket.Conn {
	b := backoff.Growing{Min: time.Second, Max: time.Minute, Jitter: time.Second}
	for {
		conn, err := lib.Connect(url)
		if err == nil {
			return conn
		}
		time.Sleep(b.Duration())
	}
}

func spread(url string) *websocket.Conn {
	var b backoff.Spread
	for {
		conn, err := lib.Connect(url)
		if err == nil {
			return conn
		}
		time.Sleep(b.Next())
	}
}

func optional(url string, random bool) *websocket.Conn {
	plain, maybe := backoff.Option{}, backoff.Option{Random: random}
	for {
		conn, err := lib.Connect(url)
		if err == nil {
			return conn
		}
		select {
		case <-time.After(plain.Next()): // want `wsbackoff/nojitter`
			continue
		default:
		}
		time.Sleep(maybe.Next())
	}
}

func fixed(url string) *websocket.Conn {
	for {
		conn, err := lib.Connect(url)
		if err == nil {
			return conn
		}
		time.Sleep(backoff.Fixed()) // want `wsbackoff/constant`
	}
}

// What a server asks for when it refuses is another matter.
type refused struct{ RetryAfter time.Duration }

func (*refused) Error() string { return "come back later" }

func longer(url string) *websocket.Conn {
	b := &backoff.Growing{Min: time.Second}
	for {
		conn, err := lib.Connect(url)
		if err == nil {
			return conn
		}
		var wait time.Duration
		if r, ok := err.(*refused); ok {
			wait = r.RetryAfter
		}
		wait = backoff.Max(wait, b.Duration())
		<-time.After(wait) // want `wsbackoff/nojitter`
	}
}

func asked(url string) *websocket.Conn {
	for {
		conn, err := lib.Connect(url)
		if err == nil {
			return conn
		}
		r, ok := err.(*refused)
		if !ok {
			return nil
		}
		time.Sleep(r.RetryAfter)
	}
}

func told(ctx context.Context, url string) *websocket.Conn {
	for {
		conn, err := lib.Connect(url)
		if err == nil {
			return conn
		}
		if err := backoff.Sleep(ctx, time.Second); err != nil { // want `wsbackoff/constant`
			return nil
		}
	}
}

func paused(url string) *websocket.Conn {
	for {
		conn, err := lib.Connect(url)
		if err == nil {
			return conn
		}
		backoff.Pause() // want `wsbackoff/constant`
	}
}

func counted(url string) *websocket.Conn {
	for n := 0; ; n++ {
		conn, err := lib.Connect(url)
		if err == nil {
			return conn
		}
		backoff.Attempt(n) // want `wsbackoff/nojitter`
	}
}

func full(ctx context.Context, url string) *websocket.Conn {
	for {
		conn, err := lib.Connect(url)
		if err == nil {
			return conn
		}
		if err := backoff.Sleep(ctx, backoff.Full(time.Minute)); err != nil {
			return nil
		}
	}
}
