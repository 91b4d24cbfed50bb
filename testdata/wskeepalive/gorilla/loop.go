// Package gorilla holds clients of gorilla/websocket whose read loops get the
// whole keepalive.
package gorilla

import (
	"log"

	"github.com/gorilla/websocket"
)

// The read loop of nearly every tutorial.
func loop(url string) error {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil) // want `connection dialed here is read at line 20 with no read deadline and no ping: .* \(wskeepalive/none\)`
	if err != nil {
		return err
	}
	defer conn.Close()

	for {
		_, msg, err := conn.ReadMessage()
		if err != nil {
			return err
		}
		log.Printf("got %s", msg)
	}
}

type client struct {
	conn *websocket.Conn
	out  chan []byte
}

// The connection is a field, another goroutine reads it, and the loop is left
// by break.
func (c *client) connect(url string) error {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil) // want `read at line 47 with no read deadline and no ping`
	if err != nil {
		return err
	}
	c.conn = conn
	go c.readLoop()
	return nil
}

func (c *client) readLoop() {
	for {
		_, msg, err := c.conn.ReadMessage()
		if err != nil {
			log.Println(err)
			break
		}
		c.out <- msg
	}
	close(c.out)
}
