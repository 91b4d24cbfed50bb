// Package lib sends close codes for others, and tells which came.
package lib

import (
	"errors"
	"time"

	"github.com/gorilla/websocket"
)

// CloseWithCode sends the code that it is given.
func CloseWithCode(c *websocket.Conn, code int, text string) error {
	payload := websocket.FormatCloseMessage(code, text)
	_ = c.WriteControl(websocket.CloseMessage, payload, time.Now().Add(time.Second))
	return c.Close()
}

// CloseChecked looks at it first.
func CloseChecked(c *websocket.Conn, code int) error {
	if code == websocket.CloseAbnormalClosure {
		code = websocket.CloseInternalServerErr
	}
	return CloseWithCode(c, code, "")
}

// Payload makes the payload of a close frame.
func Payload(code int) []byte { return websocket.FormatCloseMessage(code, "") }

// A Client closes with a code through a helper.
type Client struct{ conn *websocket.Conn }

func (c *Client) Close(code int) error { return c.close(code) }

func (c *Client) close(code int) error { return CloseWithCode(c.conn, code, "bye") }

// Read reads.
func (c *Client) Read() ([]byte, error) {
	_, b, err := c.conn.ReadMessage()
	return b, err
}

// Code is the code that came.
func Code(err error) int {
	var e *websocket.CloseError
	if errors.As(err, &e) {
		return e.Code
	}
	return websocket.CloseNormalClosure
}

// Sendable is one that may be sent on.
func Sendable(err error) int {
	var e *websocket.CloseError
	if errors.As(err, &e) && e.Code != websocket.CloseAbnormalClosure && e.Code != websocket.CloseNoStatusReceived {
		return e.Code
	}
	return websocket.CloseInternalServerErr
}
