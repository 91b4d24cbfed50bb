package watchdog

import (
	"context"
	"os"
	"os/signal"
	"time"

	"github.com/gorilla/websocket"
)

// The echo client of gorilla's examples: done is closed, not fed, and the
// select with the timer runs once, at the end.
func echo(url string) {
	interrupt := make(chan os.Signal, 1)
	signal.Notify(interrupt, os.Interrupt)
	c, _, err := websocket.DefaultDialer.Dial(url, nil) // want `none`
	if err != nil {
		return
	}
	defer c.Close()
	done := make(chan struct{})
	go func() {
		defer close(done)
		for i := 0; i < 1000; i++ {
			if _, _, err := c.ReadMessage(); err != nil {
				return
			}
		}
	}()
	ticker := time.NewTicker(time.Second)
	defer ticker.Stop()
	for {
		select {
		case <-done:
			return
		case t := <-ticker.C:
			if err := c.WriteMessage(websocket.TextMessage, []byte(t.String())); err != nil {
				return
			}
		case <-interrupt:
			if err := c.WriteMessage(websocket.CloseMessage, nil); err != nil {
				return
			}
			select {
			case <-done:
			case <-time.After(time.Second):
			}
			return
		}
	}
}

// The timer pings, and only a write's error closes.
func pinging(url string, out <-chan []byte) {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil) // want `pingonly`
	if err != nil {
		return
	}
	msgs := make(chan []byte)
	go func() {
		for i := 0; i < 1000; i++ {
			_, msg, err := conn.ReadMessage()
			if err != nil {
				return
			}
			msgs <- msg
		}
	}()
	for {
		select {
		case <-msgs:
		case <-time.After(time.Minute):
			if err := conn.WriteMessage(websocket.PingMessage, nil); err != nil {
				conn.Close()
				return
			}
		}
	}
}

type failing struct {
	conn   *websocket.Conn
	failed bool
	got    int
}

// The ticker looks at a flag that the failing read sets: that is no silence.
func (f *failing) connect(url string) (err error) {
	f.conn, _, err = websocket.DefaultDialer.Dial(url, nil) // want `none`
	if err != nil {
		return err
	}
	go f.watch()
	go f.count()
	for i := 0; i < 1000; i++ {
		if _, _, err := f.conn.ReadMessage(); err != nil {
			f.failed = true
			return err
		}
		f.got++
	}
	return nil
}

func (f *failing) watch() {
	for range time.Tick(time.Second) {
		if f.failed {
			f.conn.Close()
			return
		}
	}
}

// The ticker looks at what arrives, but ends nothing.
func (f *failing) count() {
	for range time.Tick(time.Second) {
		if f.got > 100 {
			println("many")
		}
	}
}

// The timer belongs to something else.
func elsewhere(url string, jobs chan int) {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil) // want `none`
	if err != nil {
		return
	}
	go func() {
		for {
			select {
			case <-jobs:
			case <-time.After(time.Minute):
				conn.Close()
				return
			}
		}
	}()
	for i := 0; i < 1000; i++ {
		if _, _, err := conn.ReadMessage(); err != nil {
			return
		}
	}
}

// A context that is only cancelled bounds nothing.
func cancelled(ctx context.Context, url string) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	conn, _, err := websocket.DefaultDialer.DialContext(ctx, url, nil) // want `none`
	if err != nil {
		return
	}
	go func() {
		<-ctx.Done()
		conn.Close()
	}()
	for i := 0; i < 1000; i++ {
		if _, _, err := conn.ReadMessage(); err != nil {
			return
		}
	}
}

type mute struct {
	conn  *websocket.Conn
	pongs chan string
	errs  chan error
}

// Whoever is told that no pong came is seen, and closes nothing.
func (m *mute) connect(url string) (err error) {
	m.conn, _, err = websocket.DefaultDialer.Dial(url, nil) // want `pingonly`
	if err != nil {
		return err
	}
	go m.read()
	go m.ping()
	go func() {
		for err := range m.errs {
			println(err)
		}
	}()
	return nil
}

func (m *mute) read() {
	for i := 0; i < 1000; i++ {
		_, msg, err := m.conn.ReadMessage()
		if err != nil {
			m.errs <- err
			return
		}
		m.pongs <- string(msg)
	}
}

func (m *mute) ping() {
	for range time.Tick(time.Minute) {
		if err := m.conn.WriteMessage(websocket.TextMessage, []byte("ping")); err != nil {
			return
		}
		select {
		case <-m.pongs:
		case <-time.After(time.Second):
			m.errs <- context.DeadlineExceeded
			return
		}
	}
}

func (m *mute) Close() error { return m.conn.Close() }
