// Package gorillarestart connects anew in a goroutine when its connection is lost.
package gorillarestart

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

	mu   sync.Mutex
	conn *websocket.Conn
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
	if c.conn != nil {
		c.conn.Close()
	}
}

func (c *Client) connect() {
	conn := c.dial()
	if conn == nil {
		return
	}
	c.mu.Lock()
	c.conn = conn
	c.mu.Unlock()
	select {
	case <-c.done:
		conn.Close()
	default:
	}
	go c.read(conn)
	go c.watch(conn)
}

func (c *Client) again() {
	go c.connect()
}

func (c *Client) dial() *websocket.Conn {
	for wait := time.Second; ; wait = min(2*wait, time.Minute) {
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
	}
}

func (c *Client) read(conn *websocket.Conn) {
	defer conn.Close()
	for {
		_ = conn.SetReadDeadline(time.Now().Add(time.Hour))
		_, msg, err := conn.ReadMessage()
		if err != nil {
			log.Println("read:", err)
			return
		}
		c.handle(msg)
	}
}

func (c *Client) watch(conn *websocket.Conn) {
	ticker := time.NewTicker(time.Second)
	defer ticker.Stop()
	for {
		select {
		case <-c.done:
			return
		case <-ticker.C:
			if err := conn.WriteControl(websocket.PingMessage, nil, time.Now().Add(time.Second)); err != nil {
				log.Println("ping:", err)
				c.again()
				return
			}
		}
	}
}
