// Package lib connects for others.
package lib

import (
	"context"
	"math/rand/v2"
	"time"

	"github.com/gorilla/websocket"
)

// Connect dials once.
func Connect(url string) (*websocket.Conn, error) { // want Connect:`^fails, connects$`
	conn, _, err := websocket.DefaultDialer.Dial(url, nil)
	return conn, err
}

// Patient waits before it dials.
func Patient(url string) (*websocket.Conn, error) { // want Patient:`^waits any before it dials, `
	time.Sleep(time.Second + rand.N(time.Second))
	return Connect(url)
}

// Steady waits, too, as long each time.
func Steady(url string) (*websocket.Conn, error) { // want Steady:`^waits constant before it dials, `
	time.Sleep(time.Second)
	return Connect(url)
}

// Insist dials until there is a connection.
func Insist(ctx context.Context, url string) (*websocket.Conn, error) { // want Insist:`^backs off, `
	backoff := time.Second
	for {
		conn, _, err := websocket.DefaultDialer.DialContext(ctx, url, nil)
		if err == nil {
			return conn, nil
		}
		select {
		case <-time.After(backoff/2 + rand.N(backoff)):
		case <-ctx.Done():
			return nil, ctx.Err()
		}
		backoff = min(backoff*2, time.Minute)
	}
}

// Run serves one connection.
func Run(url string, handle func([]byte)) error { // want Run:`^fails, connects and serves$`
	conn, err := Connect(url)
	if err != nil {
		return err
	}
	defer conn.Close()
	return Serve(conn, handle)
}

// Serve reads a connection to its end.
func Serve(conn *websocket.Conn, handle func([]byte)) error { // want Serve:`^returns and serves$`
	for {
		_, message, err := conn.ReadMessage()
		if err != nil {
			return err
		}
		handle(message)
	}
}

// A Client keeps its connection.
type Client struct {
	url      string
	conn     *websocket.Conn
	failures int
}

func New(url string) *Client { return &Client{url: url} }

// Connect dials once.
func (c *Client) Connect() (err error) { // want Connect:`^fails, connects$`
	c.conn, err = Connect(c.url)
	return err
}

// Write connects where it has to, which is no connecting for its callers.
func (c *Client) Write(p []byte) error {
	for range 3 {
		if c.conn != nil {
			break
		}
		if c.Connect() != nil {
			time.Sleep(time.Second)
		}
	}
	return c.conn.WriteMessage(websocket.BinaryMessage, p)
}

// Failed counts.
func (c *Client) Failed() { c.failures++ } // want Failed:`^returns$`

// Listen reads to the end.
func (c *Client) Listen(handle func([]byte)) error { // want Listen:`^returns and serves$`
	return Serve(c.conn, handle)
}

// Rest waits longer after each failure.
func (c *Client) Rest() { // want Rest:`^returns after growing$`
	time.Sleep(time.Second << c.failures)
}
