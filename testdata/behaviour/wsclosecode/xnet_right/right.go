// Package xnetright says goodbye as RFC 6455 has it.
package xnetright

import (
	"net"

	"golang.org/x/net/websocket"
)

// A Client is connected.
type Client struct{ conn *websocket.Conn }

// Dial connects a client.
func Dial(config *websocket.Config, dial func(network, addr string) (net.Conn, error)) (*Client, error) {
	raw, err := dial("tcp", config.Location.Host)
	if err != nil {
		return nil, err
	}
	conn, err := websocket.NewClient(config, raw)
	if err != nil {
		raw.Close()
		return nil, err
	}
	return &Client{conn}, nil
}

// Failed says that something is wrong here.
func (c *Client) Failed() error { return c.conn.WriteClose(1011) }

// Close says goodbye, and closes: the library sends 1000.
func (c *Client) Close() error { return c.conn.Close() }
