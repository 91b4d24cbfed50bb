// Package pushed has deadlines that a timer sets, whether anything comes or not.
package pushed

import (
	"log"
	"sync/atomic"
	"time"

	"github.com/gorilla/websocket"
	"github.com/lxzan/gws"
)

func read(conn *websocket.Conn) error {
	for i := 0; i < 1000; i++ {
		if _, _, err := conn.ReadMessage(); err != nil {
			return err
		}
	}
	return nil
}

func ticker(url string) error {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil) // want `under a deadline that a timer sets anew at line 41 whatever arrives: pings alone .* at every pong \(wskeepalive/pingonly\)`
	if err != nil {
		return err
	}
	go func() {
		t := time.NewTicker(time.Second)
		defer t.Stop()
		for {
			<-t.C
			renew(conn)
			if conn.WriteControl(websocket.PingMessage, nil, time.Now().Add(time.Second)) != nil {
				log.Println("no ping")
			}
		}
	}()
	return read(conn)
}

func renew(conn *websocket.Conn) { _ = conn.SetReadDeadline(time.Now().Add(time.Minute)) }

// It runs out before the next tick: a quiet connection ends.
func outrun(url string) error {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil)
	if err != nil {
		return err
	}
	go func() {
		for range time.Tick(time.Minute) {
			_ = conn.SetReadDeadline(time.Now().Add(time.Second))
		}
	}()
	return read(conn)
}

// It is pushed on only where something came.
func asked(url string) error {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil)
	if err != nil {
		return err
	}
	renew(conn)
	var ponged atomic.Bool
	conn.SetPongHandler(func(string) error { ponged.Store(true); return nil })
	go func() {
		for range time.Tick(time.Second) {
			if ponged.Swap(false) {
				renew(conn)
			}
		}
	}()
	return read(conn)
}

// A select beside the timer waits for what came.
func fed(url string) error {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil)
	if err != nil {
		return err
	}
	pongs := make(chan struct{}, 1)
	conn.SetPongHandler(func(string) error { pongs <- struct{}{}; return nil })
	go func() {
		t := time.NewTicker(time.Second)
		defer t.Stop()
		for {
			select {
			case <-pongs:
				renew(conn)
			case <-t.C:
				_ = conn.WriteControl(websocket.PingMessage, nil, time.Now().Add(time.Second))
			}
		}
	}()
	return read(conn)
}

type handler struct{ gws.BuiltinEventHandler }

func (handler) OnOpen(c *gws.Conn) {
	go func() {
		for range time.Tick(time.Second) {
			_ = c.SetDeadline(time.Now().Add(time.Minute))
			_ = c.WritePing(nil)
		}
	}()
}

func events(url string) error {
	conn, _, err := gws.NewClient(&handler{}, &gws.ClientOption{Addr: url}) // want `pingonly`
	if err != nil {
		return err
	}
	conn.ReadLoop()
	return nil
}
