// Package fields holds connections in fields, in which the next one takes their place.
package fields

import (
	"log"
	"time"

	"github.com/gorilla/websocket"
)

// Nobody closes what is read no more.
type client struct {
	url  string
	conn *websocket.Conn
}

func (c *client) connect() error {
	conn, _, err := websocket.DefaultDialer.Dial(c.url, nil) // want `dropped by the next dial without being closed`
	if err != nil {
		return err
	}
	c.conn = conn
	return nil
}

func (c *client) run() {
	for {
		if err := c.connect(); err != nil {
			time.Sleep(time.Second)
			continue
		}
		for {
			_, msg, err := c.conn.ReadMessage()
			if err != nil {
				log.Print(err)
				break
			}
			log.Print(msg)
		}
	}
}

// A greeting that fails leads to the next dial.
type greeter struct{ conn *websocket.Conn }

func (g *greeter) Open(url string) {
	var err error
	for {
		g.conn, _, err = websocket.DefaultDialer.Dial(url, nil) // want `dropped by the next dial without being closed`
		if err != nil {
			time.Sleep(time.Second)
			continue
		}
		var hello struct{ Name string }
		if err = g.conn.ReadJSON(&hello); err != nil {
			log.Print(err)
			continue
		}
		return
	}
}

// The loop ends with the first connection.
type once struct{ conn *websocket.Conn }

func (o *once) Open(url string) {
	for {
		conn, _, err := websocket.DefaultDialer.Dial(url, nil)
		if err == nil {
			o.conn = conn
			return
		}
		time.Sleep(time.Second)
	}
}

func (o *once) Read() ([]byte, error) {
	_, msg, err := o.conn.ReadMessage()
	return msg, err
}

// Somebody closes it, if perhaps not always.
type closed struct {
	url  string
	conn *websocket.Conn
}

func (c *closed) run() {
	for {
		conn, _, err := websocket.DefaultDialer.Dial(c.url, nil)
		if err != nil {
			return
		}
		c.conn = conn
		c.read()
	}
}

func (c *closed) read() {
	for {
		if _, _, err := c.conn.ReadMessage(); err != nil {
			log.Print(err)
			return
		}
	}
}

func (c *closed) stop() { c.conn.Close() }

// They live side by side.
type pool struct {
	conns  []*websocket.Conn
	byName map[string]*websocket.Conn
}

func (p *pool) fill(urls []string) {
	for _, url := range urls {
		conn, _, err := websocket.DefaultDialer.Dial(url, nil)
		if err != nil {
			continue
		}
		if p.byName != nil {
			p.byName[url] = conn
		} else {
			p.conns = append(p.conns, conn)
		}
	}
	for _, conn := range p.conns {
		conn.ReadMessage()
	}
}

// A loop over several clients gives each its own.
func open(clients []*other) {
	for _, c := range clients {
		if err := c.connect(); err != nil {
			log.Print(err)
		}
		go c.read()
	}
}

type other struct {
	url  string
	conn *websocket.Conn
}

func (o *other) connect() error {
	conn, _, err := websocket.DefaultDialer.Dial(o.url, nil)
	if err != nil {
		return err
	}
	o.conn = conn
	return nil
}

func (o *other) read() {
	_, msg, err := o.conn.ReadMessage()
	log.Print(msg, err)
}
