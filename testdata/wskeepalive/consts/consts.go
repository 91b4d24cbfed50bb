// Package consts has constants, handlers and pings of its own.
package consts

import (
	"log"
	"time"

	"github.com/gorilla/websocket"
)

const (
	pongWait   = 90 * time.Second
	pingPeriod = 30 * time.Second
)

// What the package calls so already is used.
func own(url string, each func([]byte)) error {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil) // want `wskeepalive/none`
	if err != nil {
		return err
	}
	defer conn.Close()
	for {
		_, msg, err := conn.ReadMessage()
		if err != nil {
			return err
		}
		each(msg)
	}
}

// The handler is a method.
type watch struct {
	conn  *websocket.Conn
	pongs int
}

func (w *watch) ponged(string) error {
	w.pongs++
	return nil
}

func (w *watch) run(url string) error {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil) // want `wskeepalive/none`
	if err != nil {
		return err
	}
	w.conn = conn
	w.conn.SetPongHandler(w.ponged)
	defer w.conn.Close()
	for {
		_, msg, err := w.conn.ReadMessage()
		if err != nil {
			return err
		}
		log.Printf("%s, %d pongs", msg, w.pongs)
	}
}

// The pings are further apart than the bound: it becomes twice as long as they are.
func rare(url string, each func([]byte)) error {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil) // want `wskeepalive/pingonly`
	if err != nil {
		return err
	}
	defer conn.Close()
	go func() {
		for range time.Tick(2 * time.Minute) {
			if err := conn.WriteControl(websocket.PingMessage, nil, time.Now().Add(time.Second)); err != nil {
				return
			}
		}
	}()
	for {
		_, msg, err := conn.ReadMessage()
		if err != nil {
			return err
		}
		each(msg)
	}
}

// The package's bound is shorter than the fix's, and leaves its pings time.
func shorter(url string) error {
	const pongWait = 40 * time.Second
	conn, _, err := websocket.DefaultDialer.Dial(url, nil) // want `wskeepalive/pingonly`
	if err != nil {
		return err
	}
	defer conn.Close()
	go func() {
		for range time.Tick(pingPeriod) {
			if err := conn.WriteControl(websocket.PingMessage, nil, time.Now().Add(time.Second)); err != nil {
				return
			}
		}
	}()
	for {
		_, msg, err := conn.ReadMessage()
		if err != nil {
			return err
		}
		log.Printf("%s, %v", msg, pongWait)
	}
}

// Too short for its pings.
func tooShort(url string) error {
	const pongWait = 32 * time.Second
	conn, _, err := websocket.DefaultDialer.Dial(url, nil) // want `wskeepalive/pingonly`
	if err != nil {
		return err
	}
	defer conn.Close()
	go func() {
		for range time.Tick(pingPeriod) {
			if err := conn.WriteControl(websocket.PingMessage, nil, time.Now().Add(time.Second)); err != nil {
				return
			}
		}
	}()
	for {
		_, msg, err := conn.ReadMessage()
		if err != nil {
			return err
		}
		log.Printf("%s, %v", msg, pongWait)
	}
}
