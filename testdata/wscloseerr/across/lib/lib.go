// Package lib reads for others.
package lib

import (
	"fmt"
	"log"
	"time"

	"github.com/gorilla/websocket"
)

type Client struct{ conn *websocket.Conn }

func Dial(url string) (*Client, error) {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil)
	if err != nil {
		return nil, err
	}
	return &Client{conn}, nil
}

// Next returns the error of the read.
func (c *Client) Next() ([]byte, error) { // want Next:"returns the error of a read"
	_, msg, err := c.conn.ReadMessage()
	if err != nil {
		return nil, fmt.Errorf("next: %w", err)
	}
	return msg, nil
}

// Read returns it as it is.
func (c *Client) Read() ([]byte, error) { // want Read:"returns the error of a read"
	_, msg, err := c.conn.ReadMessage()
	return msg, err
}

// Wait returns it, too, and nothing else.
func (c *Client) Wait() error { // want Wait:"returns the error of a read"
	for {
		if _, _, err := c.conn.ReadMessage(); err != nil {
			return err
		}
	}
}

// Start's error is another one: what its reader is told is logged.
func (c *Client) Start(handle func([]byte)) error {
	if handle == nil {
		return fmt.Errorf("no handler")
	}
	go func() {
		for {
			_, msg, err := c.conn.ReadMessage()
			if err != nil {
				log.Print(err)
				return
			}
			handle(msg)
		}
	}()
	return nil
}

// Watched begins anew when it likes.
type Watched struct {
	conn *websocket.Conn
	last time.Time
}

// Read returns the error all the same.
func (w *Watched) Read() ([]byte, error) { // want Read:"returns the error of a read"
	_, msg, err := w.conn.ReadMessage()
	if err != nil {
		go w.restart()
	}
	return msg, err
}

func (w *Watched) restart() {
	for range time.Tick(time.Second) {
		if time.Since(w.last) > time.Minute {
			w.conn.Close()
			return
		}
	}
}
