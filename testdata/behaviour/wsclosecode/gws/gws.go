// Package gws says goodbye with codes that must not be sent.
package gws

import "github.com/lxzan/gws"

// A Client is connected.
type Client struct{ conn *gws.Conn }

// Dial connects a client.
func Dial(option *gws.ClientOption) (*Client, error) {
	conn, _, err := gws.NewClient(gws.BuiltinEventHandler{}, option)
	if err != nil {
		return nil, err
	}
	return &Client{conn}, nil
}

// Lost says that the connection is lost.
func (c *Client) Lost() error {
	return c.conn.WriteClose(1006, []byte("lost"))
}

// Untrusted says that the other side's certificate is not good.
func (c *Client) Untrusted() error {
	return c.conn.WriteClose(1015, nil)
}

// Undefined says what nobody knows.
func (c *Client) Undefined() error {
	return c.conn.Writev(gws.OpcodeCloseConnection, []byte{0x03, 0xec}, []byte("?"))
}

// Nothing says that there is no code.
func (c *Client) Nothing() error {
	return c.conn.WriteMessage(gws.OpcodeCloseConnection, []byte{0x03, 0xed})
}

// Close says goodbye, and closes.
func (c *Client) Close() error {
	return c.conn.WriteClose(1006, nil)
}
