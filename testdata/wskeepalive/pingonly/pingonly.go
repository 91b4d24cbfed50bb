// Package pingonly holds clients that ping, but would not notice that no pong
// comes back.
package pingonly

import (
	"time"

	"github.com/gorilla/websocket"
)

// Pings by a ticker, often enough: the deadline is what is missing.
func regular(url string, handle func([]byte)) error {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil) // want `connection dialed here is pinged at line 24 but read at line 31 with no read deadline: pings alone find no dead peer \(wskeepalive/pingonly\)`
	if err != nil {
		return err
	}
	defer conn.Close()
	go func() {
		ticker := time.NewTicker(20 * time.Second)
		defer ticker.Stop()
		for {
			select {
			case <-ticker.C:
				if err := conn.WriteControl(websocket.PingMessage, nil, time.Now().Add(time.Second)); err != nil {
					return
				}
			}
		}
	}()
	for {
		_, msg, err := conn.ReadMessage()
		if err != nil {
			return err
		}
		handle(msg)
	}
}

type client struct {
	conn   *websocket.Conn
	period time.Duration
}

// Nobody knows how often these pings are sent: the fix sends its own.
func (c *client) run(url string) (err error) {
	c.conn, _, err = websocket.DefaultDialer.Dial(url, nil) // want `pinged at line 67 but read at line 52`
	if err != nil {
		return err
	}
	go c.pings()
	for {
		if _, _, err := c.conn.ReadMessage(); err != nil {
			return err
		}
	}
}

func (c *client) pings() {
	for range time.Tick(c.period) {
		if c.write(websocket.PingMessage, nil) != nil {
			return
		}
	}
}

func (c *client) write(kind int, data []byte) error {
	return c.conn.WriteMessage(kind, data)
}

// A prepared ping.
func prepared(url string) error {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil) // want `pinged at line \d+ but read`
	if err != nil {
		return err
	}
	ping, err := websocket.NewPreparedMessage(websocket.PingMessage, nil)
	if err != nil {
		return err
	}
	time.AfterFunc(time.Second, func() { conn.WritePreparedMessage(ping) })
	for {
		if _, _, err := conn.ReadMessage(); err != nil {
			return err
		}
	}
}

// A write's error is no news of the peer: this goroutine is no watchdog.
func failing(url string) error {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil) // want `pinged at line \d+ but read`
	if err != nil {
		return err
	}
	go func() {
		for {
			time.Sleep(10 * time.Second)
			if err := conn.WriteControl(websocket.PingMessage, nil, time.Now().Add(time.Second)); err != nil {
				conn.Close()
				return
			}
		}
	}()
	for {
		if _, _, err := conn.ReadMessage(); err != nil {
			return err
		}
	}
}
