// Package same dials one connection in two places, or two in one.
package same

import "github.com/gorilla/websocket"

type client struct{ conn *websocket.Conn }

func dial(url string) (*websocket.Conn, error) {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil)
	return conn, err
}

func (c *client) keep(conn *websocket.Conn) { c.conn = conn }

// The first connection and the ones after it are kept in one field, by one method.
func (c *client) connect(url string) error {
	conn, err := dial(url) // want `none`
	if err != nil {
		return err
	}
	return c.start(conn)
}

func (c *client) start(conn *websocket.Conn) error {
	c.keep(conn)
	go c.read()
	return nil
}

func (c *client) reconnect(url string) error {
	conn, err := dial(url + "?again")
	if err != nil {
		return err
	}
	c.keep(conn)
	return nil
}

func (c *client) read() {
	for {
		if _, _, err := c.conn.ReadMessage(); err != nil {
			return
		}
	}
}

// Two are read by one function.
func consume(conn *websocket.Conn) {
	for {
		if _, _, err := conn.ReadMessage(); err != nil {
			return
		}
	}
}

func both(first, second string) {
	if conn, err := dial(first); err == nil { // want `none`
		go consume(conn)
	}
	if conn, err := dial(second); err == nil { // want `none`
		go consume(conn)
	}
}
