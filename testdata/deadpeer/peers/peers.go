// Package peers has connections with all that may notice a dead peer.
package peers

import (
	"context"
	"errors"
	"net"
	"sync/atomic"
	"time"

	"github.com/coder/websocket"
	gorilla "github.com/gorilla/websocket"
	"github.com/lxzan/gws"
	xnet "golang.org/x/net/websocket"
)

const wait = time.Minute

type client struct {
	current *gorilla.Conn
	last    time.Time
}

// Nothing.
func bare(url string) {
	conn, _, err := gorilla.DefaultDialer.Dial(url, nil) // want `^read loop in bare; held in conn$`
	if err != nil {
		return
	}
	defer conn.Close()
	for {
		if _, _, err := conn.ReadMessage(); err != nil {
			return
		}
	}
}

// One read.
func once(url string) error {
	conn, _, err := gorilla.DefaultDialer.Dial(url, nil) // want `^read once in once; held in conn$`
	if err != nil {
		return err
	}
	defer conn.Close()
	_, _, err = conn.ReadMessage()
	return err
}

// Never read.
func written(url string) error {
	conn, _, err := gorilla.DefaultDialer.Dial(url, nil) // want `^never read; held in conn; sends messages$`
	if err != nil {
		return err
	}
	defer conn.Close()
	return conn.WriteMessage(gorilla.TextMessage, nil)
}

// A read deadline that is renewed by each read.
func renewed(url string) {
	conn, _, err := gorilla.DefaultDialer.Dial(url, nil) // want `^read loop in renewed; held in conn; deadline set in renewed; bounded$`
	if err != nil {
		return
	}
	defer conn.Close()
	for {
		conn.SetReadDeadline(time.Now().Add(wait))
		if _, _, err := conn.ReadMessage(); err != nil {
			return
		}
	}
}

// One that is renewed by the handler of pongs, and pings that bring these.
func ponged(url string) {
	conn, _, err := gorilla.DefaultDialer.Dial(url, nil) // want `^read loop in ponged; held in conn; deadline set in ponged; bounded; pinged in ping$`
	if err != nil {
		return
	}
	defer conn.Close()
	conn.SetReadDeadline(time.Now().Add(wait))
	conn.SetPongHandler(func(string) error {
		return conn.SetReadDeadline(time.Now().Add(wait))
	})
	go ping(conn)
	for {
		if _, _, err := conn.ReadMessage(); err != nil {
			return
		}
	}
}

func ping(conn *gorilla.Conn) {
	for range time.Tick(wait / 2) {
		if conn.WriteControl(gorilla.PingMessage, nil, time.Now().Add(time.Second)) != nil {
			return
		}
	}
}

// Pings alone notice nothing: their writes succeed.
func pinged(url string) {
	conn, _, err := gorilla.DefaultDialer.Dial(url, nil) // want `^read loop in pinged; held in conn; pinged in ping$`
	if err != nil {
		return
	}
	defer conn.Close()
	go ping(conn)
	for {
		if _, _, err := conn.ReadMessage(); err != nil {
			return
		}
	}
}

// A deadline for the first message only, lifted before the loop.
func lifted(url string) {
	conn, _, err := gorilla.DefaultDialer.Dial(url, nil) // want `^read loop in lifted, once in lifted; held in conn; deadline set in lifted; cleared in lifted; several reads$`
	if err != nil {
		return
	}
	defer conn.Close()
	conn.SetReadDeadline(time.Now().Add(wait))
	conn.ReadMessage()
	conn.SetReadDeadline(time.Time{})
	for {
		if _, _, err := conn.ReadMessage(); err != nil {
			return
		}
	}
}

// A deadline that a timer pushes on never runs out.
func pushed(url string) {
	conn, _, err := gorilla.DefaultDialer.Dial(url, nil) // want `^read loop in pushed; held in conn; deadline set in push; pushed on in push$`
	if err != nil {
		return
	}
	defer conn.Close()
	go push(conn)
	for {
		if _, _, err := conn.ReadMessage(); err != nil {
			return
		}
	}
}

func push(conn *gorilla.Conn) {
	for range time.Tick(wait / 2) {
		conn.SetReadDeadline(time.Now().Add(wait))
	}
}

// A library that reads on after a timeout, and code that lets it.
func resumed(url string) {
	conn, err := xnet.Dial(url, "", "http://host") // want `^read loop in resumed; held in conn; deadline set in resumed; resumed after a timeout; read again after a timeout$`
	if err != nil {
		return
	}
	defer conn.Close()
	for {
		conn.SetReadDeadline(time.Now().Add(wait))
		var text string
		if err := xnet.Message.Receive(conn, &text); err != nil {
			var netErr net.Error
			if errors.As(err, &netErr) && netErr.Timeout() {
				continue
			}
			return
		}
	}
}

// The net.Conn below sets the deadline.
type bounding struct{ net.Conn }

func (c *bounding) Read(p []byte) (int, error) {
	c.Conn.SetReadDeadline(time.Now().Add(wait))
	return c.Conn.Read(p)
}

func below(url string) {
	dialer := &gorilla.Dialer{NetDial: func(network, addr string) (net.Conn, error) {
		conn, err := net.Dial(network, addr)
		return &bounding{conn}, err
	}}
	conn, _, err := dialer.Dial(url, nil) // want `^read loop in below; held in conn; bounded by its net\.Conn$`
	if err != nil {
		return
	}
	defer conn.Close()
	for {
		if _, _, err := conn.ReadMessage(); err != nil {
			return
		}
	}
}

// A watchdog: a loop that closes the connection if nothing came for some time.
func (c *client) watched(url string) {
	conn, _, err := gorilla.DefaultDialer.Dial(url, nil) // want `^read loop in read < watched; held in conn and current; watched$`
	if err != nil {
		return
	}
	c.current = conn
	go c.watch()
	c.read()
}

func (c *client) read() {
	for {
		if _, _, err := c.current.ReadMessage(); err != nil {
			return
		}
		c.last = time.Now()
	}
}

func (c *client) watch() {
	for range time.Tick(wait) {
		if time.Since(c.last) > wait {
			c.current.Close()
			return
		}
	}
}

// One that compares numbers with the clock.
type clocked struct {
	conn *gorilla.Conn
	last int64
}

func (c *clocked) run(url string) {
	conn, _, err := gorilla.DefaultDialer.Dial(url, nil) // want `^read loop in run; held in conn; watched$`
	if err != nil {
		return
	}
	c.conn = conn
	go c.watch()
	for {
		if _, _, err := conn.ReadMessage(); err != nil {
			return
		}
		c.last = time.Now().Unix()
	}
}

func (c *clocked) watch() {
	for range time.Tick(wait) {
		if time.Now().Unix()-c.last > 60 {
			c.conn.Close()
		}
	}
}

// One that counts what arrives, atomically.
type counted struct {
	conn  *gorilla.Conn
	count atomic.Int64
	total int64
}

func (c *counted) run(url string) {
	conn, _, err := gorilla.DefaultDialer.Dial(url, nil) // want `^read loop in run; held in conn; watched$`
	if err != nil {
		return
	}
	c.conn = conn
	go c.watch()
	for {
		if _, _, err := conn.ReadMessage(); err != nil {
			return
		}
		c.count.Add(1)
	}
}

func (c *counted) watch() {
	for range time.Tick(wait) {
		if c.count.Swap(0) == 0 {
			c.conn.Close()
		}
	}
}

func (c *counted) runFunc(url string) {
	conn, _, err := gorilla.DefaultDialer.Dial(url, nil) // want `^read loop in runFunc; held in conn; watched$`
	if err != nil {
		return
	}
	go func() {
		for range time.Tick(wait) {
			if atomic.SwapInt64(&c.total, 0) == 0 {
				conn.Close()
			}
		}
	}()
	for {
		if _, _, err := conn.ReadMessage(); err != nil {
			return
		}
		atomic.AddInt64(&c.total, 1)
	}
}

// One that clears a flag, which what arrives sets.
type flagged struct {
	conn  *gorilla.Conn
	alive bool
}

func (f *flagged) run(url string) {
	conn, _, err := gorilla.DefaultDialer.Dial(url, nil) // want `^read loop in run; held in conn; watched$`
	if err != nil {
		return
	}
	f.conn = conn
	go f.watch()
	for {
		if _, _, err := conn.ReadMessage(); err != nil {
			return
		}
		f.alive = true
	}
}

func (f *flagged) watch() {
	for range time.Tick(wait) {
		if !f.alive {
			f.conn.Close()
		}
		f.alive = false
	}
}

// No watchdog: what it looks at, nothing that arrives sets.
type blind struct {
	conn *gorilla.Conn
	last time.Time
}

func (b *blind) run(url string) {
	conn, _, err := gorilla.DefaultDialer.Dial(url, nil) // want `^read loop in run; held in conn$`
	if err != nil {
		return
	}
	b.conn = conn
	go b.watch()
	for {
		if _, _, err := conn.ReadMessage(); err != nil {
			return
		}
	}
}

func (b *blind) watch() {
	for range time.Tick(wait) {
		if time.Since(b.last) > wait {
			b.conn.Close()
		}
		b.last = time.Now()
	}
}

// A timer that closes it, unless what arrives resets that.
func timed(url string) {
	conn, _, err := gorilla.DefaultDialer.Dial(url, nil) // want `^read loop in timed; held in conn; watched$`
	if err != nil {
		return
	}
	timer := time.AfterFunc(wait, func() { conn.Close() })
	for {
		if _, _, err := conn.ReadMessage(); err != nil {
			return
		}
		timer.Reset(wait)
	}
}

// A select that closes it, unless what arrives resets the timer.
func selected(url string, done chan bool) {
	conn, _, err := gorilla.DefaultDialer.Dial(url, nil) // want `^read loop in selected; held in conn; watched$`
	if err != nil {
		return
	}
	timer := time.NewTimer(wait)
	go func() {
		select {
		case <-timer.C:
			conn.Close()
		case <-done:
		}
	}()
	for {
		if _, _, err := conn.ReadMessage(); err != nil {
			return
		}
		timer.Reset(wait)
	}
}

// One whose timer nothing resets bounds the session, and watches no peer.
func limited(url string, done chan bool) {
	conn, _, err := gorilla.DefaultDialer.Dial(url, nil) // want `^read loop in limited; held in conn$`
	if err != nil {
		return
	}
	timer := time.NewTimer(wait)
	go func() {
		select {
		case <-timer.C:
			conn.Close()
		case <-done:
		}
	}()
	for {
		if _, _, err := conn.ReadMessage(); err != nil {
			return
		}
	}
}

// A ping that waits for its pong, under a timeout, and ends the connection.
func waited(ctx context.Context, url string) {
	conn, _, err := websocket.Dial(ctx, url, nil) // want `^read loop in waited; held in conn; watched; pinged in waited$`
	if err != nil {
		return
	}
	defer conn.CloseNow()
	go func() {
		for range time.Tick(wait) {
			ctx, cancel := context.WithTimeout(ctx, time.Second)
			err := conn.Ping(ctx)
			cancel()
			if err != nil {
				conn.CloseNow()
				return
			}
		}
	}()
	for {
		if _, _, err := conn.Read(ctx); err != nil {
			return
		}
	}
}

// A context that ends each read.
func under(ctx context.Context, url string) {
	conn, _, err := websocket.Dial(ctx, url, nil) // want `^read loop in under; held in conn; bounded$`
	if err != nil {
		return
	}
	defer conn.CloseNow()
	for {
		ctx, cancel := context.WithTimeout(ctx, wait)
		_, _, err := conn.Read(ctx)
		cancel()
		if err != nil {
			return
		}
	}
}

// What the application sends as a ping.
func beating(url string) {
	conn, _, err := gorilla.DefaultDialer.Dial(url, nil) // want `^read loop in beating; held in conn; heartbeat in beating; sends messages$`
	if err != nil {
		return
	}
	defer conn.Close()
	go func() {
		for range time.Tick(wait) {
			conn.WriteJSON(map[string]string{"type": "heartbeat"})
		}
	}()
	for {
		if _, _, err := conn.ReadMessage(); err != nil {
			return
		}
	}
}

func spelled(url string) {
	conn, _, err := gorilla.DefaultDialer.Dial(url, nil) // want `^read loop in spelled; held in conn; heartbeat in spelled; sends messages$`
	if err != nil {
		return
	}
	go func() {
		for range time.Tick(wait) {
			conn.WriteMessage(gorilla.TextMessage, []byte(`{"op":"ping"}`))
		}
	}()
	for {
		if _, _, err := conn.ReadMessage(); err != nil {
			return
		}
	}
}

// Code out of sight gets the connection.
func Give(url string, take func(*gorilla.Conn)) {
	conn, _, err := gorilla.DefaultDialer.Dial(url, nil) // want `^read loop in Give; held in conn; handed to code out of sight$`
	if err != nil {
		return
	}
	take(conn)
	for {
		if _, _, err := conn.ReadMessage(); err != nil {
			return
		}
	}
}

// A helper dials: the call of it is the one to look at.
func dial(url string) (*gorilla.Conn, error) {
	conn, _, err := gorilla.DefaultDialer.Dial(url, nil)
	return conn, err
}

func helped(url string) {
	conn, err := dial(url) // want `^read loop in helped; held in conn; read again after a timeout$`
	if err != nil {
		return
	}
	defer conn.Close()
	for {
		conn.ReadMessage()
	}
}

// One that reads in a loop until a deadline runs out, and then again.
func again(url string) {
	conn, _, err := gorilla.DefaultDialer.Dial(url, nil) // want `^read loop in again; held in conn; deadline set in again; bounded; read again after a timeout$`
	if err != nil {
		return
	}
	defer conn.Close()
	for {
		conn.SetReadDeadline(time.Now().Add(wait))
		if _, _, err := conn.ReadMessage(); err != nil {
			if !gorilla.IsCloseError(err, gorilla.CloseNormalClosure) {
				continue
			}
			return
		}
	}
}

// A loop that dials for each read has no connection that is read again.
func redialed(url string) {
	for {
		conn, _, err := gorilla.DefaultDialer.Dial(url, nil) // want `^read once in redialed; held in conn$`
		if err != nil {
			return
		}
		conn.ReadMessage()
		conn.Close()
	}
}

// One call that reads until the connection ends.
func looping(url string) {
	conn, _, err := gws.NewClient(&gws.BuiltinEventHandler{}, &gws.ClientOption{Addr: url}) // want `^read until the end in looping; held in conn$`
	if err != nil {
		return
	}
	conn.ReadLoop()
}

// A function reads in a goroutine.
func started(url string) {
	conn, _, err := gorilla.DefaultDialer.Dial(url, nil) // want `^read loop in receive < started \(goroutine\); held in conn$`
	if err != nil {
		return
	}
	go receive(conn)
}

func receive(conn *gorilla.Conn) {
	for {
		if _, _, err := conn.ReadMessage(); err != nil {
			return
		}
	}
}
