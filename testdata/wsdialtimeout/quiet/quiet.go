// Package quiet holds dials that something bounds, or that code may bound which
// cannot be seen.
package quiet

import (
	"context"
	"net"
	"net/url"
	"time"

	"github.com/gorilla/websocket"
	"github.com/lxzan/gws"
)

func defaults(addr string) {
	websocket.DefaultDialer.Dial(addr, nil)
	websocket.DefaultDialer.DialContext(context.Background(), addr, nil)
	var none *websocket.Dialer
	none.Dial(addr, nil)
	d := *websocket.DefaultDialer
	d.ReadBufferSize = 1024
	d.Dial(addr, nil)
}

// gws has bounds of its own.
func gwsDefaults(addr string) {
	gws.NewClient(new(gws.BuiltinEventHandler), &gws.ClientOption{Addr: addr})
}

func literal(addr string) {
	d := websocket.Dialer{HandshakeTimeout: 10 * time.Second}
	d.Dial(addr, nil)
}

func later(addr string) {
	d := websocket.Dialer{}
	d.HandshakeTimeout = 10 * time.Second
	d.Dial(addr, nil)
}

func laterZero(addr string) {
	var d websocket.Dialer
	d.HandshakeTimeout = 10 * time.Second
	d.Dial(addr, nil)
}

// A bound that the caller may switch on is a bound.
func optional(addr string, timeout time.Duration) {
	d := &websocket.Dialer{}
	if timeout > 0 {
		d.HandshakeTimeout = timeout
	}
	d.Dial(addr, nil)
}

func setIn(d *websocket.Dialer) { d.HandshakeTimeout = time.Minute }

func inHelper(addr string) {
	d := &websocket.Dialer{}
	setIn(d)
	d.Dial(addr, nil)
}

// A configurer may set the timeout.
type configurer interface{ Configure(*websocket.Dialer) }

func configured(addr string, c configurer) {
	d := &websocket.Dialer{}
	c.Configure(d)
	d.Dial(addr, nil)
}

func deadline(addr string) {
	ctx, cancel := context.WithDeadline(context.Background(), time.Now().Add(time.Minute))
	defer cancel()
	d := &websocket.Dialer{}
	d.DialContext(ctx, addr, nil)
}

// The hook sets a deadline, which the dial lifts when the handshake is done.
func hook(addr string) {
	d := &websocket.Dialer{NetDial: func(network, addr string) (net.Conn, error) {
		conn, err := net.Dial(network, addr)
		if err == nil {
			err = conn.SetDeadline(time.Now().Add(time.Minute))
		}
		return conn, err
	}}
	d.Dial(addr, nil)
}

// Client lets its users choose the dialer.
type Client struct{ Dialer *websocket.Dialer }

func (c *Client) Connect(addr string) {
	c.Dialer.Dial(addr, nil)
}

func onConn(u *url.URL) error {
	conn, err := net.Dial("tcp", u.Host)
	if err != nil {
		return err
	}
	conn.SetDeadline(time.Now().Add(time.Minute))
	_, _, err = websocket.NewClient(conn, u, nil, 1024, 1024)
	return err
}
