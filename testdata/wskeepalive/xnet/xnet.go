// Package xnet holds clients of golang.org/x/net/websocket, whose Receive is
// neither left for a pong, nor its deadline renewed by one: no fix for a loop.
package xnet

import (
	"io"
	"net"
	"os"
	"time"

	"golang.org/x/net/websocket"
)

func loop(url string, handle func(string)) error {
	conn, err := websocket.Dial(url, "", url) // want `read at line 21 with no read deadline and no ping`
	if err != nil {
		return err
	}
	for {
		var msg string
		if err := websocket.Message.Receive(conn, &msg); err != nil {
			return err
		}
		handle(msg)
	}
}

func stream(config *websocket.Config) error {
	conn, err := websocket.DialConfig(config) // want `its reads are of several kinds \(wskeepalive/none\)`
	if err != nil {
		return err
	}
	_, err = io.Copy(os.Stdout, conn)
	return err
}

// A ping by a codec.
var ping = websocket.Codec{Marshal: func(any) ([]byte, byte, error) { return nil, websocket.PingFrame, nil }}

func pinged(url string) error {
	conn, err := websocket.Dial(url, "", url) // want `its reads show no pongs \(wskeepalive/pingonly\)`
	if err != nil {
		return err
	}
	go func() {
		for range time.Tick(time.Minute) {
			ping.Send(conn, nil)
		}
	}()
	for {
		var v any
		if err := websocket.JSON.Receive(conn, &v); err != nil {
			return err
		}
	}
}

// Every read is bounded.
func bounded(url string) error {
	conn, err := websocket.Dial(url, "", url)
	if err != nil {
		return err
	}
	for {
		conn.SetDeadline(time.Now().Add(time.Minute))
		var msg string
		if err := websocket.Message.Receive(conn, &msg); err != nil {
			return err
		}
	}
}

// Whoever gave the net.Conn may have bounded it.
func Over(config *websocket.Config, conn net.Conn) error {
	ws, err := websocket.NewClient(config, conn)
	if err != nil {
		return err
	}
	_, err = io.Copy(os.Stdout, ws)
	return err
}

// A deadline on the net.Conn below outlasts the handshake.
func absolute(url string, config *websocket.Config) error {
	conn, err := net.Dial("tcp", url)
	if err != nil {
		return err
	}
	conn.SetDeadline(time.Now().Add(time.Hour))
	ws, err := websocket.NewClient(config, conn)
	if err != nil {
		return err
	}
	_, err = io.Copy(os.Stdout, ws)
	return err
}
