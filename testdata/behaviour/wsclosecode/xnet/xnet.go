// Package xnet says goodbye with codes that must not be sent.
package xnet

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

// Lost says that the connection is lost.
func (c *Client) Lost() error {
	return c.conn.WriteClose(1006)
}

// Untrusted says that the other side's certificate is not good.
func (c *Client) Untrusted() error {
	return c.conn.WriteClose(1015)
}

// Stop says goodbye.
func (c *Client) Stop() error {
	return c.conn.WriteClose(1006)
}
