// Package calls has calls of all the kinds that the graph of a package tells apart.
package calls

import (
	"net"
	"time"

	"github.com/gorilla/websocket"
	"github.com/jpillora/backoff"
	"github.com/lxzan/gws"
)

func about(...any) {}

func sends(any) {}

type client struct {
	gws.BuiltinEventHandler
	conn *websocket.Conn
}

func (c *client) dial() error {
	conn, _, err := websocket.DefaultDialer.Dial("ws://host", nil)
	c.conn = conn
	return err
}

func (c *client) read() error {
	for {
		if _, _, err := c.conn.ReadMessage(); err != nil {
			return err
		}
	}
}

func (c *client) session() error {
	return c.read()
}

func (c *client) start() { go func() { _ = c.dial() }() }

func (c *client) reconnect() {
	if c.dial() != nil { // want `^ring in reconnect through again, reconnect, dial, Dial, dial in dial; failed waits nothing; dials at once$`
		c.again()
	}
}

func (c *client) again() { c.reconnect() }

func (c *client) OnClose(*gws.Conn, error) { c.reconnect() } // want OnClose:`^connects$`

func (c *client) calls() {
	about(websocket.DefaultDialer.Dial("ws://host", nil)) // want `^dials; dials before it returns$`
	about(c.dial())                                       // want `^leads to a dial; dials before it returns; runs dial, which dials$`
	about(c.conn.ReadMessage())                           // want `^reads$`
	about(c.read())                                       // want `^leads to a read; runs read$`
	about(c.session())                                    // want `^leads to a read; runs session$`
	about(net.Dial("tcp", "host:1"))
	about(func() int { c.start(); return 0 }())  // want `^leads to a dial; runs calls, which dials$`
	about(func() int { c.again(); return 0 }())  // want `^leads to a dial; dials before it returns; runs calls, which dials$`
	about(gws.NewClient(c, &gws.ClientOption{})) // want `^dials; dials before it returns; runs OnClose with the connection, which dials$`
	about(time.After(time.Second))               // want `^waits$`
	about(policy())                              // want `^runs policy; a policy whose jitter is Jitter$`
}

func policy() *backoff.Backoff { return &backoff.Backoff{Jitter: true} }

func channels(ready chan bool, d time.Duration) {
	timer, ticker := time.NewTimer(d), time.NewTicker(d)
	sends(timer.C)       // want `^the time$`
	sends(ticker.C)      // want `^the time$`
	sends(time.After(d)) // want `^the time$`
	sends(ready)         // want `^an event$`
}
