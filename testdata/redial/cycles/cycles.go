// Package cycles dials again in all the ways that redial tells apart.
package cycles

import (
	"context"
	"errors"
	"math/rand"
	"time"

	"github.com/avast/retry-go/v4"
	"github.com/gorilla/websocket"
)

type client struct {
	url  string
	conn *websocket.Conn
}

func (c *client) dial() error {
	conn, _, err := websocket.DefaultDialer.Dial(c.url, nil)
	if err != nil {
		return err
	}
	c.conn = conn
	return nil
}

func (c *client) read() {
	defer c.conn.Close()
	for {
		if _, _, err := c.conn.ReadMessage(); err != nil {
			return
		}
	}
}

// A loop that has nothing between two dials.
func (c *client) spins() {
	for {
		if err := c.dial(); err != nil { // want `^loop in spins through dial, Dial, dial in dial; failed waits nothing; lost waits nothing; dials at once; redials at once$`
			continue
		}
		c.read()
	}
}

// The same wait each time, after both.
func (c *client) steady() {
	for {
		if err := c.dial(); err == nil { // want `^loop in steady through dial, Dial, dial in dial; failed waits constant; lost waits constant; steady$`
			c.read()
		}
		time.Sleep(time.Second)
	}
}

// Only a failed dial waits.
func (c *client) failures() {
	for {
		if err := c.dial(); err != nil { // want `^loop in failures through dial, Dial, dial in dial; failed waits constant; lost waits nothing; redials at once; steady$`
			time.Sleep(time.Second)
			continue
		}
		c.read()
	}
}

func (c *client) grows() {
	wait := time.Second
	for {
		if err := c.dial(); err != nil { // want `^loop in grows through dial, Dial, dial in dial; failed waits growing; lost waits growing; grows without jitter$`
			time.Sleep(wait)
			wait *= 2
			continue
		}
		wait = time.Second
		c.read()
		time.Sleep(wait)
	}
}

func (c *client) jitter() {
	wait := time.Second
	for {
		if err := c.dial(); err == nil { // want `^loop in jitter through dial, Dial, dial in dial; failed waits any; lost waits any$`
			wait = time.Second
			c.read()
		}
		time.Sleep(wait + time.Duration(rand.Int63n(int64(wait))))
		wait *= 2
	}
}

// A helper waits for what it is handed.
func (c *client) helped() {
	for {
		if err := c.dial(); err == nil { // want `^loop in helped through dial, Dial, dial in dial; failed waits constant; steady$`
			return
		}
		pause(context.Background(), time.Second)
	}
}

func pause(ctx context.Context, d time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(d):
	}
}

// A few attempts.
func (c *client) few() error {
	for range 5 {
		if err := c.dial(); err == nil { // want `^loop in few through dial, Dial, dial in dial; failed waits constant; few attempts; steady$`
			return nil
		}
		time.Sleep(time.Second)
	}
	return errors.New("no connection")
}

// More than a few.
func (c *client) many() error {
	for i := 0; i < 1000; i++ {
		if err := c.dial(); err == nil { // want `^loop in many through dial, Dial, dial in dial; failed waits constant; steady$`
			return nil
		}
		time.Sleep(time.Second)
	}
	return errors.New("no connection")
}

// Several addresses, once each: no cycle.
func (c *client) addresses(urls []string) {
	for _, url := range urls {
		if conn, _, err := websocket.DefaultDialer.Dial(url, nil); err == nil {
			c.conn = conn
			return
		}
	}
}

// It leaves where the dial failed: only a lost connection is dialed again.
func (c *client) lossesOnly() error {
	for {
		if err := c.dial(); err != nil { // want `^loop in lossesOnly through dial, Dial, dial in dial; lost waits nothing; redials at once$`
			return err
		}
		c.read()
	}
}

// A goto.
func (c *client) jumps() {
again:
	if err := c.dial(); err != nil { // want `^goto in jumps through dial, Dial, dial in dial; failed waits constant; steady$`
		time.Sleep(time.Second)
		goto again
	}
	c.read()
}

// The inner loop tries again, the outer one has lost a connection.
func (c *client) nested() {
	for {
		for {
			if err := c.dial(); err == nil { // want `^loop in nested through dial, Dial, dial in dial; failed waits constant; steady$` `^outer loop in nested through dial, Dial, dial in dial; lost waits nothing; redials at once$`
				break
			}
			time.Sleep(time.Second)
		}
		c.read()
	}
}

// A reader that dials anew by itself is a ring.
func (c *client) ring() {
	if err := c.dial(); err != nil { // want `^ring in ring through ring, dial, Dial, dial in dial; failed waits constant; lost waits nothing; redials at once; steady$`
		time.Sleep(time.Second)
		go c.ring()
		return
	}
	go c.serve()
}

func (c *client) serve() {
	c.read()
	c.ring()
}

// The loss comes by a channel, closed by what reads.
func (c *client) signalled() {
	for {
		if err := c.dial(); err != nil { // want `^loop in signalled through dial, Dial, dial in dial; failed waits constant; lost waits constant; steady$`
			time.Sleep(time.Second)
			continue
		}
		done := make(chan struct{})
		go func() {
			defer close(done)
			c.read()
		}()
		<-done
		time.Sleep(time.Minute)
	}
}

// A connection for each round, kept.
func load(url string) {
	var conns []*websocket.Conn
	for range 1000 {
		conn, _, err := websocket.DefaultDialer.Dial(url, nil) // want `^loop in load through Dial, dial in load; failed waits nothing; in parallel$`
		if err != nil {
			continue
		}
		conns = append(conns, conn)
	}
	_ = conns
}

// Libraries that call what dials.
func (c *client) library() error {
	return retry.Do(c.dial, retry.Attempts(0), retry.DelayType(retry.FixedDelay)) // want `^library in library through Do, Dial, dial in dial: constant$`
}

// The call serves what it has dialed.
func (c *client) session() error {
	if err := c.dial(); err != nil {
		return err
	}
	c.read()
	return nil
}

func (c *client) sessions() {
	for {
		if err := c.session(); err != nil { // want `^loop in sessions through session, dial, Dial, dial in dial; failed waits constant; lost waits nothing; redials at once; steady; serves in the call$`
			time.Sleep(time.Second)
		}
	}
}

// Two dials behind one call.
func (c *client) either() error {
	if err := c.dial(); err == nil {
		return nil
	}
	conn, _, err := websocket.DefaultDialer.Dial("ws://spare", nil)
	c.conn = conn
	return err
}

func (c *client) eithers() {
	for c.either() != nil { // want `^loop in eithers through either, dial, Dial, dial in dial; failed waits constant; steady$`
		time.Sleep(time.Second)
	}
}

// A connection that is given up before it is served is no failed dial.
func (c *client) hello() error {
	if err := c.dial(); err != nil {
		return err
	}
	if err := c.conn.WriteJSON("hello"); err != nil {
		return err
	}
	return nil
}

func (c *client) greets() {
	for {
		if err := c.hello(); err != nil { // want `^loop in greets through hello, dial, Dial, dial in dial; failed waits constant; lost waits nothing; given up waits constant; redials at once; steady$`
			time.Sleep(time.Second)
			continue
		}
		c.read()
	}
}

// A deferred call waits.
func (c *client) late() error {
	defer time.Sleep(time.Second)
	return c.dial()
}

func (c *client) defers() {
	for c.late() != nil { // want `^loop in defers through late, dial, Dial, dial in dial; failed waits constant; steady$`
	}
}

// What is waited before the connection is read has nothing to do with its loss.
func (c *client) early() {
	for {
		if err := c.dial(); err != nil { // want `^loop in early through dial, Dial, dial in dial; lost waits nothing; redials at once$`
			return
		}
		time.Sleep(time.Second)
		c.read()
	}
}

// A ring with a loop in it: the loop has the failures, the ring the losses.
func (c *client) reconnect() {
	for c.dial() != nil { // want `^loop in reconnect through lost, reconnect, dial, Dial, dial in dial; failed waits constant; steady$` `^ring in reconnect through lost, reconnect, dial, Dial, dial in dial; lost waits nothing; redials at once$`
		time.Sleep(time.Second)
	}
	c.read()
	c.lost()
}

func (c *client) lost() { c.reconnect() }

// A ring behind a loop that ends without a connection: the failures are the loop's.
func (c *client) several() {
	for range 20 {
		if c.dial() == nil { // want `^loop in several through gone, several, dial, Dial, dial in dial; failed waits constant; steady$` `^ring in several through gone, several, dial, Dial, dial in dial; lost waits nothing; redials at once$`
			break
		}
		time.Sleep(time.Second)
	}
	c.read()
	c.gone()
}

func (c *client) gone() { c.several() }

// A connection that is not wanted is given up, and its error is that of no dial.
func (c *client) choose(wanted bool) error {
	if err := c.dial(); err != nil {
		return err
	}
	if !wanted {
		return errors.New("not wanted")
	}
	return nil
}

func (c *client) chooses(wanted bool) {
	for {
		if err := c.choose(wanted); err != nil { // want `^loop in chooses through choose, dial, Dial, dial in dial; failed waits constant; lost waits nothing; given up waits constant; redials at once; steady$`
			time.Sleep(time.Second)
			continue
		}
		c.read()
	}
}

// A goroutine sends after a wait.
func (c *client) timed() {
	for c.dial() != nil { // want `^loop in timed through dial, Dial, dial in dial; failed waits constant; steady$`
		next := make(chan bool)
		go func() {
			time.Sleep(time.Second)
			next <- true
		}()
		<-next
	}
}

// A wait that may be skipped where its duration is zero.
func (c *client) guarded(wait time.Duration) {
	for c.dial() != nil { // want `^loop in guarded through dial, Dial, dial in dial; failed waits constant or zero; steady$`
		if wait > 0 {
			time.Sleep(wait)
		}
	}
}

// Goroutines serve connections that nobody waits for.
func (c *client) crowd(url string) {
	for range 1000 {
		conn, _, err := websocket.DefaultDialer.Dial(url, nil) // want `^loop in crowd through Dial, dial in crowd; failed waits nothing; in parallel$`
		if err != nil {
			continue
		}
		go drain(conn)
	}
}

func drain(conn *websocket.Conn) {
	for {
		if _, _, err := conn.ReadMessage(); err != nil {
			return
		}
	}
}

// A reader that something else has started sends that the connection is lost.
type split struct {
	client
	lost chan error
}

func start(url string) {
	s := &split{client: client{url: url}, lost: make(chan error)}
	go s.pump()
	go s.keep()
}

func (s *split) pump() {
	for {
		if _, _, err := s.conn.ReadMessage(); err != nil {
			s.lost <- err
		}
	}
}

func (s *split) keep() {
	for {
		if err := s.dial(); err != nil { // want `^loop in keep through dial, Dial, dial in dial; failed waits constant; lost waits nothing; redials at once; steady$`
			time.Sleep(time.Second)
			continue
		}
		<-s.lost
	}
}
