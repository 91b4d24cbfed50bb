// Package gorillareader reconnects from the goroutine that reads: failed dials back
// off, and a connection that was lost is dialed again at once.
package gorillareader

import (
	"log"
	"math/rand/v2"
	"sync"
	"time"

	"github.com/gorilla/websocket"
)

// A Client keeps a connection.
type Client struct {
	dialer *websocket.Dialer
	url    string
	handle func([]byte)
	done   chan struct{}
	conn   *websocket.Conn

	mu      sync.Mutex
	closing func()
}

// New returns a client that hands over what comes.
func New(dialer *websocket.Dialer, url string, handle func([]byte)) *Client {
	return &Client{dialer: dialer, url: url, handle: handle, done: make(chan struct{})}
}

// Run runs until Close.
func (c *Client) Run() {
	c.connect()
	<-c.done
}

// Close ends the client.
func (c *Client) Close() {
	close(c.done)
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closing != nil {
		c.closing()
	}
}

func (c *Client) connect() {
	conn := c.dial()
	if conn == nil {
		return
	}
	c.conn = conn
	c.mu.Lock()
	c.closing = func() { conn.Close() }
	c.mu.Unlock()
	select {
	case <-c.done:
		conn.Close()
	default:
	}
	go c.read()
}

func (c *Client) dial() *websocket.Conn {
	wait := time.Second
	for {
		conn, _, err := c.dialer.Dial(c.url, nil)
		if err == nil {
			return conn
		}
		log.Println("dial:", err)
		select {
		case <-c.done:
			return nil
		case <-time.After(wait/2 + rand.N(wait/2)):
		}
		wait = min(2*wait, time.Minute)
	}
}

func (c *Client) read() {
	for {
		_ = c.conn.SetReadDeadline(time.Now().Add(time.Hour))
		_, msg, err := c.conn.ReadMessage()
		if err != nil {
			log.Println("read:", err)
			c.conn.Close()
			select {
			case <-c.done:
				return
			default:
			}
			c.connect()
			return
		}
		c.handle(msg)
	}
}
