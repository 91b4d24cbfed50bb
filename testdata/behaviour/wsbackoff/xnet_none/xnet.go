// Package xnetnone dials again at once, until its channel says that all is over.
package xnetnone

import (
	"errors"
	"log"
	"net"

	"golang.org/x/net/websocket"
)

var errStopped = errors.New("stopped")

// Run keeps a connection until done is closed.
func Run(done <-chan struct{}, config *websocket.Config, dial func(network, addr string) (net.Conn, error), handle func([]byte)) error {
	for {
		select {
		case <-done:
			return errStopped
		default:
		}
		conn, err := connect(config, dial)
		if err != nil {
			log.Println("dial:", err)
			continue
		}
		log.Println("read:", read(done, conn, handle))
	}
}

func connect(config *websocket.Config, dial func(network, addr string) (net.Conn, error)) (*websocket.Conn, error) {
	raw, err := dial("tcp", config.Location.Host)
	if err != nil {
		return nil, err
	}
	conn, err := websocket.NewClient(config, raw)
	if err != nil {
		raw.Close()
		return nil, err
	}
	return conn, nil
}

func read(done <-chan struct{}, conn *websocket.Conn, handle func([]byte)) error {
	defer conn.Close()
	ended := make(chan struct{})
	defer close(ended)
	go func() {
		select {
		case <-done:
			conn.Close()
		case <-ended:
		}
	}()
	for {
		var msg []byte
		if err := websocket.Message.Receive(conn, &msg); err != nil {
			return err
		}
		handle(msg)
	}
}
