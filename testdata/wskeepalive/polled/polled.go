// Package polled has watchdogs that look, now and then, whether something came.
package polled

import (
	"context"
	"log"
	"net"
	"sync"
	"sync/atomic"
	"time"

	coder "github.com/coder/websocket"
	"github.com/gobwas/ws"
	"github.com/gobwas/ws/wsutil"
	"github.com/gorilla/websocket"
)

type client struct {
	conn  *websocket.Conn
	mu    sync.Mutex
	last  time.Time
	seen  atomic.Bool
	count int
	fresh chan struct{}
	quit  chan struct{}
}

func (c *client) read() error {
	for i := 0; i < 1000; i++ {
		if _, _, err := c.conn.ReadMessage(); err != nil {
			return err
		}
		c.touch()
	}
	return nil
}

func (c *client) touch() {
	c.mu.Lock()
	c.last = time.Now()
	c.mu.Unlock()
	c.seen.Store(true)
	c.count++
	select {
	case c.fresh <- struct{}{}:
	default:
	}
}

// The guard goes on while things are well; what is behind it closes.
func (c *client) guarded(url string) (err error) {
	c.conn, _, err = websocket.DefaultDialer.Dial(url, nil)
	if err != nil {
		return err
	}
	go func() {
		for range time.Tick(time.Second) {
			c.mu.Lock()
			idle := time.Since(c.last)
			c.mu.Unlock()
			if idle < time.Minute {
				continue
			}
			log.Println("idle for", idle)
			c.conn.Close()
			return
		}
	}()
	return c.read()
}

// The guard stands in a function that the loop calls.
func (c *client) checking(url string) (err error) {
	c.conn, _, err = websocket.DefaultDialer.Dial(url, nil)
	if err != nil {
		return err
	}
	go func() {
		ticker := time.NewTicker(time.Second)
		defer ticker.Stop()
		for {
			select {
			case <-c.quit:
				return
			case <-ticker.C:
				c.check(time.Now())
			}
		}
	}()
	return c.read()
}

func (c *client) check(now time.Time) {
	if c.last.Add(time.Minute).After(now) {
		return
	}
	c.conn.Close()
}

// The loop's wait is in a function that it calls.
func (c *client) pausing(url string) (err error) {
	c.conn, _, err = websocket.DefaultDialer.Dial(url, nil)
	if err != nil {
		return err
	}
	go func() {
		for c.pause() {
			if !c.seen.Swap(false) {
				c.conn.Close()
			}
		}
	}()
	return c.read()
}

func (c *client) pause() bool {
	select {
	case <-c.quit:
		return false
	case <-time.After(time.Second):
		return true
	}
}

// A number that did not grow since the loop looked last.
func (c *client) counting(url string) (err error) {
	c.conn, _, err = websocket.DefaultDialer.Dial(url, nil)
	if err != nil {
		return err
	}
	go func() {
		defer c.conn.Close()
		before := -1
		for {
			time.Sleep(time.Minute)
			if c.count == before {
				return
			}
			before = c.count
		}
	}()
	return c.read()
}

// A token that nobody laid into the channel.
func (c *client) token(url string) (err error) {
	c.conn, _, err = websocket.DefaultDialer.Dial(url, nil)
	if err != nil {
		return err
	}
	go func() {
		for range time.Tick(time.Minute) {
			select {
			case <-c.fresh:
			default:
				c.conn.Close()
				return
			}
		}
	}()
	return c.read()
}

// The same, asked of a function, or of the channel's length.
func (c *client) taken(url string) (err error) {
	c.conn, _, err = websocket.DefaultDialer.Dial(url, nil)
	if err != nil {
		return err
	}
	go func() {
		for range time.Tick(time.Minute) {
			if c.take() {
				continue
			}
			_ = c.conn.Close()
		}
	}()
	return c.read()
}

func (c *client) take() bool {
	select {
	case <-c.fresh:
		return true
	default:
	}
	return false
}

func (c *client) length(url string) (err error) {
	c.conn, _, err = websocket.DefaultDialer.Dial(url, nil)
	if err != nil {
		return err
	}
	go func() {
		for range time.Tick(time.Minute) {
			if len(c.fresh) == 0 {
				c.conn.Close()
			}
		}
	}()
	return c.read()
}

// A switch decides.
func (c *client) switching(url string) (err error) {
	c.conn, _, err = websocket.DefaultDialer.Dial(url, nil)
	if err != nil {
		return err
	}
	go func() {
		for now := range time.Tick(time.Second) {
			switch silence := now.Sub(c.last); {
			case silence > time.Minute:
				c.conn.Close()
				return
			case silence > time.Second:
				log.Println("quiet")
			}
		}
	}()
	return c.read()
}

// Pings that were not answered are counted.
func missed(url string) error {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil)
	if err != nil {
		return err
	}
	var missing atomic.Int32
	conn.SetPongHandler(func(string) error { missing.Store(0); return nil })
	go func() {
		for range time.Tick(time.Second) {
			if missing.Add(1) > 3 {
				conn.Close()
				return
			}
			_ = conn.WriteControl(websocket.PingMessage, nil, time.Now().Add(time.Second))
		}
	}()
	for i := 0; i < 1000; i++ {
		if _, _, err := conn.ReadMessage(); err != nil {
			return err
		}
	}
	return nil
}

// The watchdog cancels the context under which coder reads.
func cancelling(ctx context.Context, url string) error {
	conn, _, err := coder.Dial(ctx, url, nil)
	if err != nil {
		return err
	}
	defer conn.CloseNow()
	reading, cancel := context.WithCancel(ctx)
	defer cancel()
	var last atomic.Int64
	go func() {
		for range time.Tick(time.Second) {
			if time.Now().Unix()-last.Load() > 60 {
				cancel()
			}
		}
	}()
	for i := 0; i < 1000; i++ {
		if _, _, err := conn.Read(reading); err != nil {
			return err
		}
		last.Store(time.Now().Unix())
	}
	return nil
}

// The watchdog cancels a context at whose end another goroutine closes.
func closedWhenDone(ctx context.Context, url string) error {
	conn, _, _, err := ws.Dial(ctx, url)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	go func() {
		<-ctx.Done()
		conn.Close()
	}()
	fed := make(chan struct{}, 1)
	go func() {
		for {
			select {
			case <-fed:
			case <-time.After(time.Minute):
				cancel()
				return
			}
		}
	}()
	return frames(conn, func() { fed <- struct{}{} })
}

func frames(conn net.Conn, each func()) error {
	for i := 0; i < 1000; i++ {
		if _, err := wsutil.ReadServerText(conn); err != nil {
			return err
		}
		each()
	}
	return nil
}

// What is stale is noted, and ended behind the lock.
type pool struct {
	mu    sync.Mutex
	conn  *websocket.Conn
	stale chan string
}

func (p *pool) connect(url string) (err error) {
	p.conn, _, err = websocket.DefaultDialer.Dial(url, nil)
	if err != nil {
		return err
	}
	go func() {
		for range time.Tick(time.Second) {
			p.sweep(time.Now())
		}
	}()
	go func() {
		for range p.stale {
			p.conn.Close()
		}
	}()
	seen := p.seen()
	for i := 0; i < 1000; i++ {
		if _, _, err := p.conn.ReadMessage(); err != nil {
			return err
		}
		seen.at = time.Now()
	}
	return nil
}

type topic struct {
	name string
	at   time.Time
}

var topics = []*topic{{name: "all"}}

func (p *pool) seen() *topic { return topics[0] }

func (p *pool) sweep(now time.Time) {
	var silent []string
	p.mu.Lock()
	for _, t := range topics {
		if now.Sub(t.at) > time.Minute {
			silent = append(silent, t.name)
		}
	}
	p.mu.Unlock()
	for _, name := range silent {
		p.stale <- name
	}
}
