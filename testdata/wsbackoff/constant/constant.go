// Package constant waits the same after every failure.
package constant

import (
	"context"
	"log"
	"time"

	"github.com/coder/websocket"
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

func sleeps(url string) {
	for {
		conn, _, err := gorilla.DefaultDialer.Dial(url, nil)
		if err != nil {
			log.Println(err)
			time.Sleep(5 * time.Second) // want `wsbackoff/constant`
			continue
		}
		serve(conn)
		time.Sleep(time.Second)
	}
}

func selects(ctx context.Context, url string) error {
	for {
		conn, _, err := websocket.Dial(ctx, url, nil)
		if err == nil {
			for err == nil {
				_, _, err = conn.Read(ctx)
			}
		}
		log.Println(err)
		select {
		case <-time.After(3 * time.Second): // want `wsbackoff/constant`
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

type client struct {
	url   string
	delay time.Duration
	conn  *gorilla.Conn
}

// A configured value.
func (c *client) connect() {
	for {
		conn, _, err := gorilla.DefaultDialer.Dial(c.url, nil)
		if err == nil {
			c.conn = conn
			return
		}
		time.Sleep(c.delay) // want `wsbackoff/constant`
	}
}

// A timer that starts its own function again.
func (c *client) later() {
	conn, _, err := gorilla.DefaultDialer.Dial(c.url, nil)
	if err != nil {
		time.AfterFunc(time.Second, c.later) // want `wsbackoff/constant`
		return
	}
	serve(conn)
}

// A ticker.
func (c *client) ticking() {
	ticker := time.NewTicker(10 * time.Second)
	defer ticker.Stop()
	var conn *gorilla.Conn
	var err error
	for range ticker.C { // want `wsbackoff/constant`
		if conn != nil {
			continue
		}
		conn, _, err = gorilla.DefaultDialer.Dial(c.url, nil)
		if err != nil {
			log.Println(err)
		}
	}
}

func pause(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

// A helper that waits as long as it is told.
func helped(ctx context.Context, url string) error {
	for {
		conn, _, err := gorilla.DefaultDialer.DialContext(ctx, url, nil)
		if err == nil {
			serve(conn)
		}
		if err := pause(ctx, time.Second); err != nil { // want `wsbackoff/constant`
			return err
		}
	}
}
