// Package nofix has the cycles in which no edit in one place is right.
package nofix

import (
	"encoding/json"
	"log"
	"sync"
	"time"

	"github.com/gorilla/websocket"
	"github.com/lxzan/gws"
)

func serve(conn *websocket.Conn) {
	defer conn.Close()
	for {
		if _, _, err := conn.ReadMessage(); err != nil {
			return
		}
	}
}

type client struct {
	mu   sync.Mutex
	url  string
	conn *websocket.Conn
	msgs chan []byte
}

// A lock is held around the wait.
func (c *client) locked() {
	c.mu.Lock()
	defer c.mu.Unlock()
	for {
		conn, _, err := websocket.DefaultDialer.Dial(c.url, nil)
		if err == nil {
			c.conn = conn
			return
		}
		time.Sleep(time.Second) // want `a lock is or may be held here: release it.*wsbackoff/constant`
	}
}

// A caller holds it.
func (c *client) send(msg []byte) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.conn == nil {
		c.redial()
	}
	return c.conn.WriteMessage(websocket.TextMessage, msg)
}

func (c *client) redial() {
	for {
		conn, _, err := websocket.DefaultDialer.Dial(c.url, nil) // want `a lock is or may be held here: release it.*wsbackoff/none`
		if err == nil {
			c.conn = conn
			return
		}
	}
}

// It is released before the wait.
func (c *client) released() {
	for {
		c.mu.Lock()
		conn, _, err := websocket.DefaultDialer.Dial(c.url, nil)
		c.conn = conn
		c.mu.Unlock()
		if err == nil {
			return
		}
		time.Sleep(time.Second) // want `each redial waits the same time \(the dial is at line 68\): .* in the same moment, again and again \(wsbackoff/constant\)`
	}
}

// The select serves other channels.
func (c *client) serving(quit chan struct{}) {
	for {
		select {
		case msg := <-c.msgs:
			c.conn.WriteMessage(websocket.TextMessage, msg)
		case <-time.After(5 * time.Second): // want `the select serves other channels: use a timer.*wsbackoff/constant`
			conn, _, err := websocket.DefaultDialer.Dial(c.url, nil)
			if err != nil {
				log.Println(err)
				continue
			}
			go serve(conn)
			return
		case <-quit:
			return
		}
	}
}

// A library calls the function back.
type events struct {
	gws.BuiltinEventHandler
	url string
}

func (e *events) connect() error {
	conn, _, err := gws.NewClient(e, &gws.ClientOption{Addr: e.url}) // want `a library calls this function.*wsbackoff/first`
	if err != nil {
		return err
	}
	go conn.ReadLoop()
	return nil
}

func (e *events) OnClose(*gws.Conn, error) {
	for e.connect() != nil { // want `a library calls this function.*wsbackoff/none`
	}
}

// Most ticks only look whether there is a connection.
func (c *client) supervising() {
	ticker := time.NewTicker(10 * time.Second)
	defer ticker.Stop()
	for range ticker.C { // want `let the wait grow.*wsbackoff/constant`
		if c.conn != nil {
			continue
		}
		conn, _, err := websocket.DefaultDialer.Dial(c.url, nil)
		if err != nil {
			log.Println(err)
			continue
		}
		c.conn = conn
		go serve(conn)
	}
}

// The ticker is not only there for the dial.
func (c *client) ticking(use func(*time.Ticker)) {
	ticker := time.NewTicker(10 * time.Second)
	use(ticker)
	for range ticker.C { // want `let the wait grow.*wsbackoff/constant`
		conn, _, err := websocket.DefaultDialer.Dial(c.url, nil)
		if err != nil {
			continue
		}
		serve(conn)
		return
	}
}

// A message may order a new connection: a wait before what handles it would delay all
// messages.
func (c *client) handling() {
	for {
		_, msg, err := c.conn.ReadMessage()
		if err != nil {
			log.Println(err)
		}
		var order struct{ Reconnect bool }
		if err := json.Unmarshal(msg, &order); err != nil {
			order.Reconnect = true
		}
		c.handle(order.Reconnect) // want `the call handles other messages, too: wait where it dials, and let the wait grow with jitter \(wsbackoff/none\)`
	}
}

// What no message orders is not dialed: a message that was not read cannot be decoded.
func (c *client) obeying() {
	for {
		_, msg, err := c.conn.ReadMessage()
		if err != nil {
			log.Println(err)
		}
		var order struct{ Reconnect bool }
		if err := json.Unmarshal(msg, &order); err != nil {
			log.Println(err)
			continue
		}
		c.handle(order.Reconnect)
	}
}

func (c *client) handle(reconnect bool) {
	if !reconnect {
		return
	}
	conn, _, err := websocket.DefaultDialer.Dial(c.url, nil)
	if err != nil {
		log.Println(err)
		return
	}
	c.conn.Close()
	c.conn = conn
}
