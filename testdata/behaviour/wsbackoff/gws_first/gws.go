// Package gwsfirst backs off in the method that dials, and its caller does not.
package gwsfirst

import (
	"log"
	"math/rand/v2"
	"time"

	"github.com/lxzan/gws"
)

// A Client keeps a connection.
type Client struct {
	option *gws.ClientOption
	handle func([]byte)
	stop   chan struct{}
}

// New returns a client that hands over what comes.
func New(option *gws.ClientOption, handle func([]byte)) *Client {
	return &Client{option, handle, make(chan struct{})}
}

// Stop ends the client.
func (c *Client) Stop() { close(c.stop) }

// Run runs until Stop.
func (c *Client) Run() {
	for {
		conn := c.connect()
		if conn == nil {
			return
		}
		conn.ReadLoop()
	}
}

// connect returns nil after Stop.
func (c *Client) connect() *gws.Conn {
	wait := time.Second
	for {
		select {
		case <-c.stop:
			return nil
		default:
		}
		conn, _, err := gws.NewClient(&handler{client: c, ended: make(chan struct{})}, c.option)
		if err == nil {
			return conn
		}
		log.Println("dial:", err)
		select {
		case <-c.stop:
			return nil
		case <-time.After(wait/2 + rand.N(wait/2)):
		}
		wait = min(2*wait, time.Minute)
	}
}

type handler struct {
	gws.BuiltinEventHandler
	client *Client
	ended  chan struct{}
}

func (h *handler) OnOpen(conn *gws.Conn) {
	go func() {
		select {
		case <-h.client.stop:
			conn.NetConn().Close()
		case <-h.ended:
		}
	}()
}

func (h *handler) OnClose(conn *gws.Conn, err error) {
	close(h.ended)
	log.Println("closed:", err)
}

func (h *handler) OnMessage(conn *gws.Conn, m *gws.Message) {
	defer m.Close()
	h.client.handle(m.Bytes())
}
