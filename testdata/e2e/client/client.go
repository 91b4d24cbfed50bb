// Package client has a client as they are often written.
package client

import (
	"log"
	"time"

	"github.com/gorilla/websocket"
)

// A Client hands on what a server sends.
type Client struct {
	conn *websocket.Conn
}

// Dial connects to a server.
func Dial(url string) (*Client, error) {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil) // want `\(wskeepalive/none\)`
	if err != nil {
		return nil, err
	}
	return &Client{conn: conn}, nil
}

// Run reads until the connection ends.
func (c *Client) Run(handle func([]byte)) error {
	defer c.conn.Close()
	for {
		_, message, err := c.conn.ReadMessage()
		if err != nil {
			return err
		}
		handle(message)
	}
}

// Fail tells the server that something went wrong.
func (c *Client) Fail() {
	message := websocket.FormatCloseMessage(websocket.CloseAbnormalClosure, "failed") // want `\(wsclosecode/reserved\)`
	if err := c.conn.WriteControl(websocket.CloseMessage, message, time.Now().Add(time.Second)); err != nil {
		log.Print(err)
	}
}
