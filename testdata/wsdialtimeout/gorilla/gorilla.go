// Package gorilla holds dials with gorilla/websocket whose handshake nothing
// bounds.
package gorilla

import (
	"context"
	"crypto/tls"
	"net"
	"net/http"
	"os"
	"os/signal"

	"github.com/gorilla/websocket"
)

func zero(url string) (*websocket.Conn, error) {
	var d websocket.Dialer
	conn, _, err := d.Dial(url, nil) // want `nothing bounds the handshake of this dial: its dialer sets no HandshakeTimeout; a server that accepts TCP and stays mute blocks it forever \(wsdialtimeout\)`
	return conn, err
}

func empty(url string) (*websocket.Conn, error) {
	conn, _, err := (&websocket.Dialer{}).Dial(url, nil) // want `its dialer sets no HandshakeTimeout`
	return conn, err
}

func made(url string) (*websocket.Conn, error) {
	d := new(websocket.Dialer)
	conn, _, err := d.Dial(url, nil) // want `its dialer sets no HandshakeTimeout`
	return conn, err
}

func literal(url string, skip bool) (*websocket.Conn, error) {
	d := websocket.Dialer{
		Proxy:          http.ProxyFromEnvironment,
		ReadBufferSize: 1024, // of our own
	}
	if skip {
		d.TLSClientConfig = &tls.Config{InsecureSkipVerify: true}
	}
	conn, _, err := d.Dial(url, nil) // want `its dialer \(line 34\) sets no HandshakeTimeout`
	return conn, err
}

func oneLine(url string) (*websocket.Conn, error) {
	d := &websocket.Dialer{Subprotocols: []string{"v1"}}
	conn, _, err := d.Dial(url, nil) // want `its dialer \(line 46\) sets no HandshakeTimeout`
	return conn, err
}

// The timeout of the net.Dialer ends with the TCP connection.
func hook(url string) (*websocket.Conn, error) {
	d := &websocket.Dialer{
		NetDial: func(network, addr string) (net.Conn, error) {
			return net.Dial(network, addr)
		},
	}
	conn, _, err := d.Dial(url, nil) // want `its dialer \(line 53\) sets no HandshakeTimeout`
	return conn, err
}

// Cancelling a context without a deadline does not end the wait.
func cancelled(url string) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	d := websocket.Dialer{}
	conn, _, err := d.DialContext(ctx, url, nil) // want `its context has no deadline`
	if err != nil {
		return err
	}
	return conn.WriteMessage(websocket.TextMessage, []byte("hello"))
}

// A client keeps its dialer, and lets its users have another one.
type client struct {
	dialer *websocket.Dialer
	Dialer *websocket.Dialer
}

func newClient() *client {
	return &client{dialer: &websocket.Dialer{}, Dialer: &websocket.Dialer{}}
}

func (c *client) connect(url string) (*websocket.Conn, error) {
	conn, _, err := c.dialer.Dial(url, nil) // want `its dialer \(line 81\) sets no HandshakeTimeout`
	return conn, err
}

func (c *client) connectOther(url string) (*websocket.Conn, error) {
	conn, _, err := c.Dialer.Dial(url, nil) // want `its dialer \(line 81\) sets no HandshakeTimeout`
	return conn, err
}

// Where callers leave the dialer out, this one is taken.
func fallback(d *websocket.Dialer, url string) (*websocket.Conn, error) {
	if d == nil {
		d = &websocket.Dialer{Proxy: http.ProxyFromEnvironment}
	}
	conn, _, err := d.Dial(url, nil) // want `its dialer \(line 97\) sets no HandshakeTimeout`
	return conn, err
}

func useFallback(url string) {
	fallback(&websocket.Dialer{ReadBufferSize: 512}, url)
}

// A timeout of zero is none: the fix sets the field that is there.
func zeroTimeout(url string) (*websocket.Conn, error) {
	d := &websocket.Dialer{ReadBufferSize: 512, HandshakeTimeout: 0}
	conn, _, err := d.Dial(url, nil) // want `its dialer \(line 109\) sets no HandshakeTimeout`
	return conn, err
}
