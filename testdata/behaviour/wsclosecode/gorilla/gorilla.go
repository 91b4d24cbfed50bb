// Package gorilla says goodbye with codes that must not be sent.
package gorilla

import (
	"encoding/binary"
	"time"

	"github.com/gorilla/websocket"
)

// A Client is connected.
type Client struct{ conn *websocket.Conn }

// Dial connects a client.
func Dial(dialer *websocket.Dialer, url string) (*Client, error) {
	conn, _, err := dialer.Dial(url, nil)
	if err != nil {
		return nil, err
	}
	return &Client{conn}, nil
}

// Lost says that the connection is lost.
func (c *Client) Lost() error {
	message := websocket.FormatCloseMessage(websocket.CloseAbnormalClosure, "lost")
	return c.conn.WriteMessage(websocket.CloseMessage, message)
}

// Untrusted says that the other side's certificate is not good.
func (c *Client) Untrusted() error {
	message := websocket.FormatCloseMessage(websocket.CloseTLSHandshake, "")
	return c.conn.WriteControl(websocket.CloseMessage, message, time.Now().Add(time.Second))
}

// Undefined says what nobody knows.
func (c *Client) Undefined() error {
	return c.conn.WriteMessage(websocket.CloseMessage, []byte{0x03, 0xec})
}

// Packed says that the connection is lost.
func (c *Client) Packed() error {
	message := make([]byte, 2)
	binary.BigEndian.PutUint16(message, websocket.CloseAbnormalClosure)
	return c.conn.WriteMessage(websocket.CloseMessage, message)
}

// Nothing says that there is no code.
func (c *Client) Nothing() error {
	return c.conn.WriteMessage(websocket.CloseMessage, []byte{0x03, 0xed})
}

// Close says goodbye, and closes.
func (c *Client) Close() error {
	message := websocket.FormatCloseMessage(websocket.CloseAbnormalClosure, "")
	if err := c.conn.WriteMessage(websocket.CloseMessage, message); err != nil {
		return err
	}
	return c.conn.Close()
}
