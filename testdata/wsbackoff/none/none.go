// Package none redials at once after a dial has failed.
package none

import (
	"context"
	"errors"
	"log"
	"os"
	"time"

	"github.com/coder/websocket"
	gorilla "github.com/gorilla/websocket"
)

func serve(conn *gorilla.Conn) error {
	defer conn.Close()
	for {
		if _, _, err := conn.ReadMessage(); err != nil {
			return err
		}
	}
}

// A continue that skips the wait at the end.
func skipped(url string) {
	for {
		conn, _, err := gorilla.DefaultDialer.Dial(url, nil) // want `wsbackoff/none`
		if err != nil {
			log.Println(err)
			continue
		}
		serve(conn)
		time.Sleep(time.Second)
	}
}

// Neither a failure nor a loss is waited for.
func never(url string) {
	for {
		conn, _, err := gorilla.DefaultDialer.Dial(url, nil) // want `wsbackoff/none`
		if err != nil {
			log.Println(err)
			continue
		}
		if err := serve(conn); err != nil {
			log.Println(err)
		}
	}
}

// A select with a default does not wait.
func polled(ctx context.Context, url string) {
	for {
		select {
		case <-ctx.Done():
			return
		default:
		}
		conn, _, err := websocket.Dial(ctx, url, nil) // want `wsbackoff/none`
		if err != nil {
			log.Println(err)
			continue
		}
		for {
			if _, _, err := conn.Read(ctx); err != nil {
				break
			}
		}
	}
}

// A goto.
func again(url string) *gorilla.Conn {
retry:
	conn, _, err := gorilla.DefaultDialer.Dial(url, nil) // want `wsbackoff/none`
	if err != nil {
		goto retry
	}
	return conn
}

// The dial is several calls away, and the result says whether it failed.
type client struct {
	url  string
	conn *gorilla.Conn
}

func (c *client) dial() (err error) {
	c.conn, _, err = gorilla.DefaultDialer.Dial(c.url, nil)
	return
}

func (c *client) connect() bool {
	if err := c.dial(); err != nil {
		log.Println(err)
		return false
	}
	return true
}

func (c *client) run() {
	for {
		if !c.connect() { // want `wsbackoff/none`
			continue
		}
		serve(c.conn)
	}
}

// A function that calls itself.
func (c *client) recursive() {
	if err := c.dial(); err != nil { // want `wsbackoff/none`
		c.recursive()
		return
	}
	serve(c.conn)
}

// A goroutine that starts itself again.
func (c *client) background() {
	if err := c.dial(); err != nil { // want `wsbackoff/none`
		go c.background()
		return
	}
	serve(c.conn)
}

// The dial's context would end during a wait behind it.
func limited(ctx context.Context, url string) (err error) {
	for ctx.Err() == nil {
		ctx, cancel := context.WithTimeout(ctx, time.Second)
		conn, _, err := websocket.Dial(ctx, url, nil) // want `wsbackoff/none`
		cancel()
		if err != nil {
			log.Println(err)
			continue
		}
		for err == nil {
			_, _, err = conn.Read(context.Background())
		}
	}
	return nil
}

// The result has no name where the wait stands.
func named(quit chan bool, url string) (err error) {
	for {
		select {
		case <-quit:
			return
		default:
		}
		conn, _, err := gorilla.DefaultDialer.Dial(url, nil) // want `wsbackoff/none`
		if err != nil {
			log.Println(err)
			continue
		}
		log.Println(serve(conn))
	}
}

// A signal, an error that the package has.
func interrupted(quit chan os.Signal, url string) error {
	for {
		select {
		case <-quit:
			return errQuit
		default:
		}
		conn, _, err := gorilla.DefaultDialer.Dial(url, nil) // want `wsbackoff/none`
		if err != nil {
			log.Println(err)
			continue
		}
		log.Println(serve(conn))
	}
}

var errQuit = errors.New("quit")

// The context is none of the function's own parameters.
func given(options struct{ ctx context.Context }, url string) {
	for {
		conn, _, err := websocket.Dial(options.ctx, url, nil) // want `wsbackoff/none`
		if err != nil {
			log.Println(err)
			continue
		}
		for err == nil {
			_, _, err = conn.Read(options.ctx)
		}
	}
}

// What ends is called otherwise where the wait stands.
func shadowed(ctx context.Context, url string) *websocket.Conn {
	for {
		ctx, cancel := context.WithTimeout(ctx, time.Second)
		conn, _, err := websocket.Dial(ctx, url, nil)
		cancel()
		if err == nil {
			return conn
		}
		time.Sleep(time.Second) // want `wsbackoff/constant`
	}
}

// The dial is in the head of the loop, whose body is empty.
func (c *client) head() {
	for c.dial() != nil { // want `wsbackoff/none`
	}
}
