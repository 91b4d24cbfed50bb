// Package several has dialers that are made in more than one place.
package several

import (
	"net/http"
	"time"

	"github.com/gorilla/websocket"
)

// The library's default has a bound, what takes its place has none.
func behind(url string, proxied bool) (*websocket.Conn, error) {
	dialer := websocket.DefaultDialer
	if proxied {
		dialer = &websocket.Dialer{Proxy: http.ProxyFromEnvironment}
	}
	conn, _, err := dialer.Dial(url, nil) // want `its dialer \(line 15\) sets no HandshakeTimeout`
	return conn, err
}

// One of the two has a bound.
func either(url string, proxied bool) (*websocket.Conn, error) {
	var dialer websocket.Dialer
	if proxied {
		dialer = websocket.Dialer{Proxy: http.ProxyFromEnvironment}
	} else {
		dialer = websocket.Dialer{HandshakeTimeout: 10 * time.Second}
	}
	conn, _, err := dialer.Dial(url, nil) // want `its dialer \(line 25\) sets no HandshakeTimeout`
	return conn, err
}

// Both have, and both get one.
func both(url string, proxied bool) (*websocket.Conn, error) {
	dialer := &websocket.Dialer{HandshakeTimeout: 10 * time.Second}
	if proxied {
		dialer = &websocket.Dialer{Proxy: http.ProxyFromEnvironment, HandshakeTimeout: time.Minute}
	}
	conn, _, err := dialer.Dial(url, nil)
	return conn, err
}

func later(url string, proxied bool) (*websocket.Conn, error) {
	dialer := &websocket.Dialer{}
	if proxied {
		dialer = &websocket.Dialer{Proxy: http.ProxyFromEnvironment}
	}
	dialer.HandshakeTimeout = 10 * time.Second
	conn, _, err := dialer.Dial(url, nil)
	return conn, err
}
