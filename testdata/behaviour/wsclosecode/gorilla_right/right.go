// Package gorillaright says goodbye as RFC 6455 has it, and hands on only what may
// be sent.
package gorillaright

import (
	"errors"
	"time"

	"github.com/gorilla/websocket"
)

const (
	newsWait  = time.Minute
	writeWait = 10 * time.Second
)

// A Client is connected.
type Client struct{ conn *websocket.Conn }

// Dial connects a client.
func Dial(dialer *websocket.Dialer, url string) (*Client, error) {
	conn, err := dial(dialer, url)
	if err != nil {
		return nil, err
	}
	return &Client{conn}, nil
}

// Failed says that something is wrong here.
func (c *Client) Failed() error {
	return goodbye(c.conn, websocket.CloseInternalServerErr, "lost")
}

// Nothing says that there is no code.
func (c *Client) Nothing() error {
	return goodbye(c.conn, websocket.CloseNoStatusReceived, "")
}

// Close says goodbye, and closes.
func (c *Client) Close() error {
	defer c.conn.Close()
	return goodbye(c.conn, websocket.CloseNormalClosure, "")
}

// Relay hands on what comes from one side until that ends, and how it ended.
func Relay(from, to *websocket.Dialer, url string) error {
	src, err := dial(from, url)
	if err != nil {
		return err
	}
	defer src.Close()
	dst, err := dial(to, url)
	if err != nil {
		return err
	}
	defer dst.Close()
	for {
		if err := src.SetReadDeadline(time.Now().Add(newsWait)); err != nil {
			return err
		}
		kind, msg, err := src.ReadMessage()
		if err != nil {
			return goodbye(dst, codeOf(err), "")
		}
		if err := dst.WriteMessage(kind, msg); err != nil {
			return err
		}
	}
}

// codeOf returns the code that says why a read failed, to others.
func codeOf(err error) int {
	var closed *websocket.CloseError
	if !errors.As(err, &closed) {
		return websocket.CloseInternalServerErr
	}
	switch closed.Code {
	case websocket.CloseAbnormalClosure, websocket.CloseTLSHandshake:
		return websocket.CloseInternalServerErr
	}
	return closed.Code
}

func goodbye(conn *websocket.Conn, code int, text string) error {
	return conn.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(code, text), time.Now().Add(writeWait))
}

func dial(dialer *websocket.Dialer, url string) (*websocket.Conn, error) {
	conn, _, err := dialer.Dial(url, nil)
	return conn, err
}
