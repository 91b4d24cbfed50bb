// Package first backs off from failures, but redials a lost connection at once.
package first

import (
	"context"
	"log"
	"math/rand/v2"
	"time"

	gorilla "github.com/gorilla/websocket"
)

func serve(conn *gorilla.Conn) {
	defer conn.Close()
	for {
		if _, _, err := conn.ReadMessage(); err != nil {
			return
		}
	}
}

func reset(url string) {
	wait := time.Second
	for {
		conn, _, err := gorilla.DefaultDialer.Dial(url, nil) // want `wsbackoff/first`
		if err != nil {
			log.Println(err)
			time.Sleep(wait/2 + rand.N(wait))
			wait = min(2*wait, time.Minute)
			continue
		}
		wait = time.Second
		serve(conn)
	}
}

func dial(url string) *gorilla.Conn {
	wait := time.Second
	for {
		conn, _, err := gorilla.DefaultDialer.Dial(url, nil)
		if err == nil {
			return conn
		}
		time.Sleep(wait/2 + rand.N(wait))
		wait = min(2*wait, time.Minute)
	}
}

// The inner loop backs off, the outer one does not.
func run(url string) {
	for {
		conn := dial(url) // want `wsbackoff/first`
		serve(conn)
	}
}

// The reader's goroutine tells that the connection is lost.
func signalled(url string) {
	lost := make(chan struct{}, 1)
	lost <- struct{}{}
	for range lost {
		conn := dial(url) // want `wsbackoff/first`
		go func() {
			serve(conn)
			lost <- struct{}{}
		}()
	}
}

type client struct {
	url  string
	conn *gorilla.Conn
}

// The reader reconnects.
func (c *client) connect() {
	c.conn = dial(c.url) // want `wsbackoff/first`
	go c.read()
}

func (c *client) read() {
	for {
		_, _, err := c.conn.ReadMessage()
		if err != nil {
			c.connect()
			return
		}
	}
}

// The function that takes back what was to run when the context ends does not wait.
func watched(ctx context.Context, url string) error {
	failures := 0
	for {
		conn, _, err := gorilla.DefaultDialer.DialContext(ctx, url, nil) // want `wsbackoff/first`
		if err != nil {
			log.Println(err)
			wait := min(time.Second<<min(failures, 6), time.Minute)
			failures++
			select {
			case <-ctx.Done():
				return ctx.Err()
			case <-time.After(wait/2 + rand.N(wait)):
				continue
			}
		}
		failures = 0
		stop := context.AfterFunc(ctx, func() { conn.Close() })
		serve(conn)
		stop()
	}
}

// What ends is asked for by the method that dials.
type stopper struct {
	url  string
	stop chan struct{}
}

func newStopper(url string) *stopper { return &stopper{url, make(chan struct{})} }

func (s *stopper) run() {
	for {
		conn := s.connect() // want `wsbackoff/first`
		if conn == nil {
			return
		}
		serve(conn)
	}
}

func (s *stopper) connect() *gorilla.Conn {
	wait := time.Second
	for {
		conn, _, err := gorilla.DefaultDialer.Dial(s.url, nil)
		if err == nil {
			return conn
		}
		select {
		case <-s.stop:
			return nil
		case <-time.After(wait/2 + rand.N(wait)):
		}
		wait = min(2*wait, time.Minute)
	}
}

// What waits after a failed dial cannot be seen.
func unseen(url string, pause func(time.Duration) error) error {
	for {
		conn, _, err := gorilla.DefaultDialer.Dial(url, nil) // want `wsbackoff/first`
		if err != nil {
			if err := pause(time.Second); err != nil {
				return err
			}
			continue
		}
		serve(conn)
	}
}
