// Package below holds connections over a net.Conn whose reads are bounded.
package below

import (
	"context"
	"net"
	"net/http"
	"net/url"
	"time"

	coder "github.com/coder/websocket"
	"github.com/gobwas/ws"
	"github.com/gorilla/websocket"
)

// idle bounds every read by itself.
type idle struct {
	net.Conn
	timeout time.Duration
}

func (c *idle) Read(p []byte) (int, error) {
	c.SetReadDeadline(time.Now().Add(c.timeout))
	return c.Conn.Read(p)
}

// counted does not.
type counted struct {
	net.Conn
	n int
}

func (c *counted) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	c.n += n
	return n, err
}

func dialIdle(ctx context.Context, network, addr string) (net.Conn, error) {
	conn, err := (&net.Dialer{}).DialContext(ctx, network, addr)
	if err != nil {
		return nil, err
	}
	return &idle{conn, time.Minute}, nil
}

func read(conn *websocket.Conn) {
	for i := 0; i < 10; i++ {
		conn.ReadMessage()
	}
}

func byHook(url string) {
	dialer := websocket.Dialer{NetDialContext: dialIdle}
	conn, _, err := dialer.Dial(url, nil)
	if err == nil {
		read(conn)
	}
}

func byField(url string) {
	dialer := &websocket.Dialer{}
	dialer.NetDialContext = dialIdle
	conn, _, err := dialer.Dial(url, nil)
	if err == nil {
		read(conn)
	}
}

func byArgument(raw net.Conn, u *url.URL) {
	conn, _, err := websocket.NewClient(&idle{raw, time.Minute}, u, nil, 0, 0)
	if err == nil {
		read(conn)
	}
}

func byLiteral(u string) {
	dialer := &websocket.Dialer{
		NetDial: func(network, addr string) (net.Conn, error) {
			conn, err := net.Dial(network, addr)
			if err != nil {
				return nil, err
			}
			return &counted{Conn: conn}, nil
		},
	}
	conn, _, err := dialer.Dial(u, nil) // want `none`
	if err == nil {
		read(conn)
	}
}

// A deadline that is set before the handshake is lifted by it.
func byHandshake(addr string, u *url.URL) {
	raw, err := net.Dial("tcp", addr)
	if err != nil {
		return
	}
	raw.SetDeadline(time.Now().Add(time.Second))
	conn, _, err := websocket.NewClient(raw, u, nil, 0, 0) // want `none`
	if err == nil {
		read(conn)
	}
}

func byTransport(ctx context.Context, u string) {
	client := &http.Client{Transport: &http.Transport{DialContext: dialIdle}}
	conn, _, err := coder.Dial(ctx, u, &coder.DialOptions{HTTPClient: client})
	if err != nil {
		return
	}
	for {
		if _, _, err := conn.Read(ctx); err != nil {
			return
		}
	}
}

func byNetDial(ctx context.Context, u string) {
	conn, _, _, err := ws.Dialer{NetDial: dialIdle}.Dial(ctx, u)
	if err != nil {
		return
	}
	for {
		if _, err := ws.ReadFrame(conn); err != nil {
			return
		}
	}
}
