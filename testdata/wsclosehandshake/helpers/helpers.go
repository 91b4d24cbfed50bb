// Package helpers closes connections in functions of their own.
package helpers

import (
	"sync"

	"github.com/gorilla/websocket"
)

type client struct {
	conn *websocket.Conn
	once sync.Once
}

func (c *client) dial(url string) (err error) {
	c.conn, _, err = websocket.DefaultDialer.Dial(url, nil)
	return err
}

// shut is called after a failed read alone.
func (c *client) shut() { c.conn.Close() }

func (c *client) read() ([]byte, error) {
	_, data, err := c.conn.ReadMessage()
	return data, err
}

func (c *client) loop(handle func([]byte)) {
	for {
		data, err := c.read()
		if err != nil {
			c.shut()
			return
		}
		handle(data)
	}
}

type other struct {
	conn *websocket.Conn
	once sync.Once
}

func (o *other) dial(url string) (err error) {
	o.conn, _, err = websocket.DefaultDialer.Dial(url, nil)
	return err
}

func (o *other) say(text string) error {
	return o.conn.WriteMessage(websocket.TextMessage, []byte(text))
}

// shut is called when the program has said all.
func (o *other) shut() {
	o.once.Do(func() {
		o.conn.Close() // want `connection dialed at line 45 is closed here without a close frame`
	})
}

func (o *other) sayAll(texts []string) error {
	defer o.shut()
	for _, text := range texts {
		if err := o.say(text); err != nil {
			return err
		}
	}
	return nil
}

// bye sends the frame for those who close.
func bye(conn *websocket.Conn) {
	_ = conn.WriteMessage(websocket.CloseMessage, nil)
}

func polite(url string) error {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil)
	if err != nil {
		return err
	}
	err = conn.WriteMessage(websocket.TextMessage, nil)
	bye(conn)
	conn.Close()
	return err
}
