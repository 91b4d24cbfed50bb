// Package ends has loops whose rounds end in different ways.
package ends

import (
	"context"
	"log"
	"net/http"
	"sync"
	"time"

	"github.com/gorilla/websocket"
)

type client struct {
	url  string
	wait time.Duration
	conn *websocket.Conn
}

func (c *client) connect() error {
	conn, _, err := websocket.DefaultDialer.Dial(c.url, nil)
	if err != nil {
		return err
	}
	c.conn = conn
	return nil
}

func (c *client) pump() error {
	defer c.conn.Close()
	for {
		if _, _, err := c.conn.ReadMessage(); err != nil {
			return err
		}
	}
}

// The plainest of all.
func (c *client) plain() {
	for {
		if err := c.connect(); err != nil {
			log.Print(err)
			time.Sleep(5 * time.Second) // want `wsbackoff/constant`
			continue
		}
		c.pump()
	}
}

// The connection is there already.
func start(url string) (*client, error) {
	c := &client{url: url}
	if err := c.connect(); err != nil {
		return nil, err
	}
	go c.keep()
	return c, nil
}

func (c *client) keep() {
	for {
		if err := c.pump(); err != nil {
			log.Print(err)
			conn, _, err := websocket.DefaultDialer.Dial(c.url, nil) // want `wsbackoff/none`
			if err != nil {
				continue
			}
			c.conn = conn
		}
	}
}

// Two equal waits.
func (c *client) equal(attempts int) (*websocket.Conn, error) {
	var err error
	for i := 0; i < attempts; i++ {
		var conn *websocket.Conn
		var resp *http.Response
		conn, resp, err = websocket.DefaultDialer.Dial(c.url, nil)
		if err == nil {
			return conn, nil
		}
		if resp == nil {
			time.Sleep(c.wait)
			continue
		}
		if resp.StatusCode != http.StatusServiceUnavailable {
			return nil, err
		}
		time.Sleep(c.wait) // want `wsbackoff/constant`
	}
	return nil, err
}

// Nested: the inner loop waits the same each time, the outer one not at all.
func (c *client) nested(ctx context.Context) {
	for ctx.Err() == nil {
		for {
			err := c.connect() // want `wsbackoff/first`
			if err == nil {
				break
			}
			log.Print(err)
			time.Sleep(time.Second) // want `wsbackoff/constant`
		}
		c.pump()
	}
}

// A lost connection is left in more ways than one.
func (c *client) ways(hosts []string) {
	for {
		if err := c.connect(); err != nil { // want `wsbackoff/none`
			log.Print(err)
			continue
		}
		if _, _, err := c.conn.ReadMessage(); err != nil {
			c.conn.Close()
			continue
		}
		if err := c.pump(); err != nil {
			log.Print(err)
		}
	}
}

// A goto, and a wait that is configured.
func (c *client) jump() {
	if c.wait == 0 {
		c.wait = 2 * time.Second
	}
again:
	if err := c.connect(); err != nil {
		log.Print(err)
		time.Sleep(c.wait) // want `wsbackoff/constant`
		goto again
	}
	c.pump()
}

// The select waits and goes on.
func (c *client) selects(ctx context.Context) {
	for {
		err := c.connect()
		if err == nil {
			c.pump()
			return
		}
		log.Print(err)
		select {
		case <-ctx.Done():
			return
		case <-time.After(3 * time.Second): // want `wsbackoff/constant`
			continue
		}
	}
}

// The wait is moved before the dial, the way out of the loop is not lost.
func (c *client) moved(ctx context.Context) {
	for {
		if err := c.connect(); err != nil {
			log.Print(err)
			select {
			case <-ctx.Done():
				return
			case <-time.After(3 * time.Second): // want `wsbackoff/constant`
				continue
			}
		}
		if _, _, err := c.conn.ReadMessage(); err != nil {
			c.conn.Close()
			continue
		}
		c.pump()
	}
}

// What is logged of the next attempt is logged when it comes.
func (c *client) announced() {
	attempt := 0
	for {
		attempt++
		log.Printf("attempt %d", attempt)
		conn, _, err := websocket.DefaultDialer.Dial(c.url, nil) // want `wsbackoff/none`
		if err != nil {
			continue
		}
		if attempt > 3 {
			conn.Close()
			continue
		}
		c.conn = conn
		c.pump()
	}
}

// Goroutines serve the connection, the loop waits for the news that it is lost.
func (c *client) waited() {
	for {
		if err := c.connect(); err != nil {
			time.Sleep(time.Second) // want `wsbackoff/constant`
			continue
		}
		var served sync.WaitGroup
		served.Add(1)
		go func() {
			defer served.Done()
			c.pump()
		}()
		served.Wait()
	}
}

// A connection that is lost waits, but not as long.
func (c *client) shorter() {
	for {
		if err := c.connect(); err != nil {
			time.Sleep(5 * time.Second) // want `wsbackoff/constant`
			continue
		}
		c.pump()
		time.Sleep(time.Second)
	}
}

// The signal tells that the connection, which was made elsewhere, is lost; the inner
// loop is left when there is one.
type signalled struct {
	client
	lost, quit chan struct{}
}

func (s *signalled) open() error {
	if err := s.connect(); err != nil {
		return err
	}
	go s.watch()
	go s.reconnect()
	return nil
}

func (s *signalled) watch() {
	s.pump()
	s.lost <- struct{}{}
}

func (s *signalled) reconnect() {
	for {
		select {
		case <-s.lost:
		case <-s.quit:
			return
		}
	dial:
		for {
			if err := s.connect(); err != nil { // want `wsbackoff/first`
				log.Print(err)
				time.Sleep(5 * time.Second) // want `wsbackoff/constant`
				continue
			}
			go s.watch()
			break dial
		}
	}
}

// The end of the context takes more than a return: the wait goes back to that.
func (c *client) cancelled(ctx context.Context, result chan<- error) {
	for {
		if ctx.Err() != nil {
			result <- ctx.Err()
			close(result)
			return
		}
		if err := c.connect(); err != nil {
			log.Print(err)
			time.Sleep(time.Second) // want `wsbackoff/constant`
			continue
		}
		c.pump()
	}
}

// What the loop ranges over ends it: no fix waits between its elements.
func (c *client) hosts(hosts []string) {
	for range hosts {
		if err := c.connect(); err != nil {
			log.Print(err)
			time.Sleep(time.Second) // want `let the wait grow with jitter \(wsbackoff/constant\)`
			continue
		}
		c.pump()
	}
}

// What gives up does more than to return, which a return that is added would leave
// out: the wait does not look at the context.
func (c *client) gives(ctx context.Context, retry bool, failed chan error) {
	for {
		conn, _, err := websocket.DefaultDialer.DialContext(ctx, c.url, nil)
		if err != nil {
			if retry {
				time.Sleep(time.Second) // want `wsbackoff/constant`
				continue
			}
			failed <- err
			return
		}
		c.conn = conn
		c.pump()
		return
	}
}

// So it is where the function has more to do behind the loop.
func (c *client) finishes(ctx context.Context, done func()) {
	for attempt := 0; attempt < 100; attempt++ {
		conn, _, err := websocket.DefaultDialer.DialContext(ctx, c.url, nil)
		if err == nil {
			c.conn = conn
			c.pump()
		}
		time.Sleep(time.Second) // want `wsbackoff/constant`
	}
	done()
}

// The channel that ends the client is made with it, though the constructor connects.
type closable struct {
	client
	closing chan struct{}
}

func open(url string) (*closable, error) {
	c := &closable{client: client{url: url}, closing: make(chan struct{})}
	if err := c.connect(); err != nil {
		return nil, err
	}
	go c.stay()
	return c, nil
}

func (c *closable) stay() {
	for {
		c.pump()
		if err := c.connect(); err != nil { // want `wsbackoff/first`
			log.Print(err)
			return
		}
	}
}

func (c *closable) send(out chan<- []byte, msg []byte) bool {
	select {
	case out <- msg:
		return true
	case <-c.closing:
		return false
	}
}
