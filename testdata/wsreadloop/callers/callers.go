// Package callers reads in functions that a loop calls.
package callers

import (
	"context"
	"errors"
	"log"
	"sync"
	"sync/atomic"

	"github.com/gorilla/websocket"
)

type client struct {
	mu     sync.Mutex
	conn   *websocket.Conn
	handle func([]byte)
}

// It logs the error and returns nothing.
func (c *client) one() {
	_, data, err := c.conn.ReadMessage() // want `the loop at line 31 reads the connection again .*; return the error, and leave the loop`
	if err != nil {
		log.Print(err)
		return
	}
	c.handle(data)
}

func (c *client) run() {
	for {
		c.one()
	}
}

// It says that there may be more.
func (c *client) more() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	_, data, err := c.conn.ReadMessage() // want `the loop at line 50 reads`
	if err != nil {
		log.Print(err)
		return true
	}
	c.handle(data)
	return len(data) > 0
}

func (c *client) runMore() {
	for c.more() {
	}
}

// The loop is two callers above, and stops for a context that the failure leaves alone.
func (c *client) deep() error {
	kind, data, err := c.conn.ReadMessage() // want `the loop at line 69 reads`
	if err != nil {
		log.Print(err)
		return nil
	}
	if kind != websocket.TextMessage {
		return errors.New("no text")
	}
	c.handle(data)
	return nil
}

func (c *client) runDeep(ctx context.Context) {
	for ctx.Err() == nil {
		c.between()
	}
}

func (c *client) between() {
	if err := c.deep(); err != nil {
		log.Print(err)
	}
}

// A closure.
func closure(conn *websocket.Conn, handle func([]byte)) {
	one := func() {
		_, data, err := conn.ReadMessage() // want `the loop at line 89 reads`
		if err != nil {
			return
		}
		handle(data)
	}
	for {
		one()
	}
}

// A loop that leaves when a read fails, in a loop that does not.
func (c *client) inner() {
	for {
		_, data, err := c.conn.ReadMessage() // want `the loop at line 107 reads`
		if err != nil {
			log.Print(err)
			return
		}
		c.handle(data)
	}
}

func (c *client) outer() {
	for {
		c.inner()
	}
}

var errStop = errors.New("stop")

// The error of the read comes as it is, and is not errStop.
func (c *client) step() error {
	_, data, err := c.conn.ReadMessage()
	if err != nil {
		return err
	}
	if len(data) == 0 {
		return errStop
	}
	c.handle(data)
	return nil
}

func (c *client) steps() {
	for {
		err := c.step() // want `the loop at line 128 reads`
		if errors.Is(err, errStop) {
			return
		}
		if err != nil {
			log.Print(err)
		}
	}
}

// A session learns of the end.
type session struct {
	conn    *websocket.Conn
	open    bool
	ended   atomic.Bool
	cancel  context.CancelFunc
	done    chan struct{}
	wg      sync.WaitGroup
	onError func(error)
	handle  func([]byte)
}

func (s *session) sets() {
	if _, _, err := s.conn.ReadMessage(); err != nil {
		s.open = false
	}
}

func (s *session) runSets() {
	for s.open {
		s.sets()
	}
}

func (s *session) end() { s.ended.Store(true) }

func (s *session) stores() {
	if _, _, err := s.conn.ReadMessage(); err != nil {
		s.end()
	}
}

func (s *session) runStores() {
	for !s.ended.Load() {
		s.stores()
	}
}

func (s *session) cancels() {
	if _, _, err := s.conn.ReadMessage(); err != nil {
		s.cancel()
	}
}

func (s *session) runCancels(ctx context.Context) {
	for ctx.Err() == nil {
		s.cancels()
	}
}

func (s *session) closes() {
	if _, _, err := s.conn.ReadMessage(); err != nil {
		close(s.done)
	}
}

func (s *session) runCloses() {
	for {
		select {
		case <-s.done:
			return
		default:
			s.closes()
		}
	}
}

func (s *session) calls() {
	if _, _, err := s.conn.ReadMessage(); err != nil {
		s.onError(err)
	}
}

func (s *session) runCalls() {
	for {
		s.calls()
	}
}

func (s *session) counts() {
	defer s.wg.Done()
	if _, _, err := s.conn.ReadMessage(); err != nil {
		log.Print(err)
	}
}

func (s *session) runCounts() {
	for {
		s.counts()
	}
}

// It says that the connection has ended.
func (s *session) ends() bool {
	if _, _, err := s.conn.ReadMessage(); err != nil {
		log.Print(err)
		return false
	}
	return true
}

func (s *session) runEnds() {
	for s.ends() {
	}
}

// It is another connection's each time.
func (s *session) dial(url string) (err error) {
	s.conn, _, err = websocket.DefaultDialer.Dial(url, nil)
	return err
}

func (s *session) one() {
	if _, _, err := s.conn.ReadMessage(); err != nil {
		log.Print(err)
	}
}

func (s *session) redials(url string) {
	for {
		if err := s.dial(url); err != nil {
			return
		}
		s.one()
	}
}

func all(sessions []*session) {
	for i := 0; i < len(sessions); i++ {
		sessions[i].one()
	}
	for _, s := range sessions {
		s.one()
	}
	for i := 0; ; i++ {
		s := sessions[i]
		s.one()
	}
}

// It reads once for each that comes.
func (s *session) serves(requests <-chan []byte) {
	for range requests {
		s.one()
	}
	for {
		<-requests
		s.one()
	}
}
