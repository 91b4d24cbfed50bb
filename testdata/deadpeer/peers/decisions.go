package peers

import (
	"context"
	"log"
	"net"
	"time"

	coder "github.com/coder/websocket"
	"github.com/gorilla/websocket"
	xnet "golang.org/x/net/websocket"
)

// Decisions of watchdogs, and what becomes of a timeout.

// The program ends where nothing came.
func exits(url string) {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil) // want `^read loop in exits; held in conn; watched$`
	if err != nil {
		return
	}
	last := time.Now()
	go func() {
		for range time.Tick(wait) {
			if time.Since(last) > wait {
				log.Fatal("nothing came")
			}
		}
	}()
	for {
		if _, _, err := conn.ReadMessage(); err != nil {
			return
		}
		last = time.Now()
	}
}

// A watchdog notes first which connections are dead, and closes them behind.
func sweeps(url string) {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil) // want `^read loop in sweeps; held in conn; watched$`
	if err != nil {
		return
	}
	last := time.Now()
	go func() {
		for range time.Tick(wait) {
			dead := false
			if time.Since(last) > wait {
				dead = true
			}
			if dead {
				conn.Close()
			}
		}
	}()
	for {
		if _, _, err := conn.ReadMessage(); err != nil {
			return
		}
		last = time.Now()
	}
}

// A branch of an error decides by no arrival.
func failing(url string, check func() error) {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil) // want `^read loop in failing; held in conn$`
	if err != nil {
		return
	}
	go func() {
		for range time.Tick(wait) {
			if err := check(); err != nil {
				conn.Close()
			}
		}
	}()
	for {
		if _, _, err := conn.ReadMessage(); err != nil {
			return
		}
	}
}

// A type switch that goes on for a net.Error, and leaves for others.
func sorted(url string) {
	conn, err := xnet.Dial(url, "", "http://host") // want `^read loop in sorted; held in conn; deadline set in sorted; resumed after a timeout; read again after a timeout$`
	if err != nil {
		return
	}
	for {
		conn.SetReadDeadline(time.Now().Add(wait))
		var text string
		err := xnet.Message.Receive(conn, &text)
		switch err.(type) {
		case nil, net.Error:
		default:
			return
		}
	}
}

// One that goes on for another error leaves when the time is over.
func others(url string) {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil) // want `^read loop in others; held in conn; deadline set in others; bounded$`
	if err != nil {
		return
	}
	for {
		conn.SetReadDeadline(time.Now().Add(wait))
		_, _, err := conn.ReadMessage()
		switch err.(type) {
		case nil:
		case *websocket.CloseError:
			continue
		default:
			return
		}
	}
}

// A watchdog that dials again: what reads the connection is ended by it.
type replacing struct {
	current *websocket.Conn
	last    time.Time
}

func (c *replacing) run(url string) {
	go func() {
		for range time.Tick(wait) {
			if time.Since(c.last) > wait {
				c.current.Close()
				c.redial(url)
			}
		}
	}()
	c.redial(url)
}

func (c *replacing) redial(url string) {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil) // want `^read loop in read < redial \(goroutine\) < run \(goroutine\); held in conn and current; watched$`
	if err != nil {
		return
	}
	c.current = conn
	go c.read()
}

func (c *replacing) read() {
	for {
		if _, _, err := c.current.ReadMessage(); err != nil {
			return
		}
		c.last = time.Now()
	}
}

// A deadline that is set where the connection is handed to its reader, and lifted there.
func handed(url string) {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil) // want `^read loop in receive < handed; held in conn; deadline set in handed; cleared in lift$`
	if err != nil {
		return
	}
	conn.SetReadDeadline(time.Now().Add(wait))
	lift(conn)
	receive(conn)
}

func lift(conn *websocket.Conn) { conn.SetReadDeadline(time.Time{}) }

// A loop that dials again between two reads is no watchdog, though it waits.
func redials(url string) {
	for {
		conn, _, err := websocket.DefaultDialer.Dial(url, nil) // want `^read loop in redials; held in conn$`
		if err != nil {
			return
		}
		last := time.Now()
		for {
			if _, _, err := conn.ReadMessage(); err != nil {
				break
			}
			last = time.Now()
		}
		if time.Since(last) > wait {
			conn.Close()
		}
		time.Sleep(wait)
	}
}

// A watchdog that gives up leaves its loop, and closes behind it.
func breaks(url string) {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil) // want `^read loop in breaks; held in conn; watched$`
	if err != nil {
		return
	}
	last := time.Now()
	go func() {
		for range time.Tick(wait) {
			if time.Since(last) > wait {
				break
			}
		}
		conn.Close()
	}()
	for {
		if _, _, err := conn.ReadMessage(); err != nil {
			return
		}
		last = time.Now()
	}
}

// Code out of sight pings, gets the error, and can close.
type Pinger struct{ conn *coder.Conn }

func Dial(ctx context.Context, url string) (*Pinger, error) {
	conn, _, err := coder.Dial(ctx, url, nil) // want `^read loop in read < Dial \(goroutine\); held in conn; watched; pinged in Ping$`
	if err != nil {
		return nil, err
	}
	p := &Pinger{conn}
	go p.read(context.Background())
	return p, nil
}

func (p *Pinger) read(ctx context.Context) {
	for {
		if _, _, err := p.conn.Read(ctx); err != nil {
			return
		}
	}
}

func (p *Pinger) Ping(ctx context.Context) error { return p.conn.Ping(ctx) } // want Ping:`^looks after connections$`

func (p *Pinger) Close() { p.conn.CloseNow() }

// Code out of sight learns by a channel that nothing came, and can close.
type Watcher struct {
	conn *websocket.Conn
	last time.Time
	dead chan bool
}

func (w *Watcher) Run(url string) error { // want Run:`^looks after connections$`
	conn, _, err := websocket.DefaultDialer.Dial(url, nil) // want `^read loop in Run; held in conn; watched$`
	if err != nil {
		return err
	}
	w.conn = conn
	go w.watch()
	for {
		if _, _, err := conn.ReadMessage(); err != nil {
			return err
		}
		w.last = time.Now()
	}
}

func (w *Watcher) watch() {
	for range time.Tick(wait) {
		if time.Since(w.last) > wait {
			w.dead <- true
		}
	}
}

func (w *Watcher) Dead() <-chan bool { return w.dead }

func (w *Watcher) Close() error { return w.conn.Close() }
