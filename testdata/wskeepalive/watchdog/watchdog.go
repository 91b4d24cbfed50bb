// Package watchdog holds connections that something ends when nothing arrives:
// silence.
package watchdog

import (
	"context"
	"errors"
	"log"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gorilla/websocket"
)

// A timer that is pushed back by every message.
func afterFunc(url string) {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil)
	if err != nil {
		return
	}
	timer := time.AfterFunc(time.Minute, func() {
		log.Println("silent for too long")
		conn.Close()
	})
	defer timer.Stop()
	for {
		if _, _, err := conn.ReadMessage(); err != nil {
			return
		}
		timer.Reset(time.Minute)
	}
}

type helped struct{ conn *websocket.Conn }

// The same with a method, which closes in a helper.
func (h *helped) run(url string) (err error) {
	h.conn, _, err = websocket.DefaultDialer.Dial(url, nil)
	if err != nil {
		return err
	}
	defer time.AfterFunc(time.Minute, h.expire).Stop()
	for {
		if _, _, err := h.conn.ReadMessage(); err != nil {
			return err
		}
	}
}

func (h *helped) expire() { h.stop() }
func (h *helped) stop()   { h.conn.Close() }

// A select with a time.After beside what the reader sends.
func selecting(url string, handle func([]byte)) error {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil)
	if err != nil {
		return err
	}
	defer conn.Close()
	msgs := make(chan []byte)
	go func() {
		defer close(msgs)
		for {
			_, msg, err := conn.ReadMessage()
			if err != nil {
				return
			}
			msgs <- msg
		}
	}()
	for {
		select {
		case msg, ok := <-msgs:
			if !ok {
				return nil
			}
			handle(msg)
		case <-time.After(time.Minute):
			return nil
		}
	}
}

// One read, and a timer for it.
func awaiting(url string) error {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil)
	if err != nil {
		return err
	}
	defer conn.Close()
	answer := make(chan []byte, 1)
	go func() {
		_, msg, _ := conn.ReadMessage()
		answer <- msg
	}()
	select {
	case <-answer:
	case <-time.After(time.Second):
	}
	select {
	case <-answer:
	case <-time.After(time.Second):
		conn.Close()
	}
	return nil
}

// A timer that the pong handler resets.
type pinger struct {
	conn *websocket.Conn
	dead *time.Timer
	stop chan bool
}

func (p *pinger) connect(url string) (err error) {
	p.conn, _, err = websocket.DefaultDialer.Dial(url, nil)
	if err != nil {
		return err
	}
	p.dead = time.NewTimer(time.Minute)
	p.conn.SetPongHandler(func(string) error {
		p.dead.Reset(time.Minute)
		return nil
	})
	go p.watch()
	go p.read()
	return nil
}

func (p *pinger) watch() {
	select {
	case <-p.dead.C:
		p.conn.Close()
	case <-p.stop:
	}
}

func (p *pinger) read() {
	for {
		if _, _, err := p.conn.ReadMessage(); err != nil {
			return
		}
	}
}

// A ticker that looks at when something was read last.
type ticking struct {
	mu   sync.Mutex
	conn *websocket.Conn
	last time.Time
}

func (t *ticking) connect(url string) (err error) {
	t.conn, _, err = websocket.DefaultDialer.Dial(url, nil)
	if err != nil {
		return err
	}
	go t.watch()
	for {
		if _, _, err := t.conn.ReadMessage(); err != nil {
			return err
		}
		t.touch()
	}
}

func (t *ticking) touch() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.last = time.Now()
}

func (t *ticking) seen() time.Time {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.last
}

func (t *ticking) watch() {
	ticker := time.NewTicker(time.Second)
	defer ticker.Stop()
	for range ticker.C {
		if time.Since(t.seen()) > time.Minute {
			t.conn.Close()
			return
		}
	}
}

// An atomic counter of missed pongs.
func counting(url string) {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil)
	if err != nil {
		return
	}
	var missed atomic.Int32
	conn.SetPongHandler(func(string) error {
		missed.Store(0)
		return nil
	})
	go func() {
		defer conn.Close()
		for {
			time.Sleep(10 * time.Second)
			if missed.Add(1) > 3 {
				return
			}
			conn.WriteControl(websocket.PingMessage, nil, time.Now().Add(time.Second))
		}
	}()
	for {
		if _, _, err := conn.ReadMessage(); err != nil {
			return
		}
	}
}

// A message handler, two functions away from the read, notes the heartbeat's answer.
type gateway struct {
	conn  *websocket.Conn
	acked bool
	quit  chan struct{}
}

func (g *gateway) open(url string) (err error) {
	g.conn, _, err = websocket.DefaultDialer.Dial(url, nil)
	if err != nil {
		return err
	}
	go g.heartbeat()
	go g.listen()
	return nil
}

func (g *gateway) listen() {
	for {
		_, msg, err := g.conn.ReadMessage()
		if err != nil {
			return
		}
		go g.handle(msg)
	}
}

func (g *gateway) handle(msg []byte) {
	if string(msg) == "ack" {
		g.acked = true
	}
}

func (g *gateway) heartbeat() {
	ticker := time.NewTicker(time.Second)
	for {
		acked := g.acked
		g.acked = false
		if err := g.conn.WriteJSON("beat"); err != nil || !acked {
			g.conn.Close()
			return
		}
		select {
		case <-ticker.C:
		case <-g.quit:
			return
		}
	}
}

// A ping handler that sends the time to the watching goroutine.
func served(url string) {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil)
	if err != nil {
		return
	}
	pinged := make(chan time.Time, 1)
	conn.SetPingHandler(func(string) error {
		select {
		case pinged <- time.Now():
		default:
		}
		return nil
	})
	go func() {
		defer conn.Close()
		var last time.Time
		ticker := time.NewTicker(time.Minute)
		for {
			select {
			case last = <-pinged:
			case now := <-ticker.C:
				if now.Sub(last) > time.Minute {
					return
				}
			}
		}
	}()
	for {
		if _, _, err := conn.ReadMessage(); err != nil {
			return
		}
	}
}

// The watchdog tells another goroutine to close.
func signalling(url string) {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil)
	if err != nil {
		return
	}
	done := make(chan struct{})
	go func() {
		<-done
		conn.Close()
	}()
	timer := time.AfterFunc(time.Minute, func() { close(done) })
	for {
		if _, _, err := conn.ReadMessage(); err != nil {
			return
		}
		timer.Reset(time.Minute)
	}
}

// It closes once, by a method's value.
type onceClosed struct {
	conn *websocket.Conn
	once sync.Once
}

func (o *onceClosed) run(url string) (err error) {
	o.conn, _, err = websocket.DefaultDialer.Dial(url, nil)
	if err != nil {
		return err
	}
	defer time.AfterFunc(time.Hour, func() { o.once.Do(o.close) }).Stop()
	for {
		if _, _, err := o.conn.ReadMessage(); err != nil {
			return err
		}
	}
}

func (o *onceClosed) close() { o.conn.Close() }

// It ends the program.
func fatal(url string) {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil)
	if err != nil {
		return
	}
	timer := time.AfterFunc(time.Minute, func() { log.Fatal("nothing for a minute") })
	for {
		if _, _, err := conn.ReadMessage(); err != nil {
			return
		}
		timer.Reset(time.Minute)
	}
}

// A context with a timeout closes it when it is done.
func limited(url string) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Hour)
	defer cancel()
	conn, _, err := websocket.DefaultDialer.DialContext(ctx, url, nil)
	if err != nil {
		return
	}
	go func() {
		<-ctx.Done()
		conn.Close()
	}()
	for {
		if _, _, err := conn.ReadMessage(); err != nil {
			return
		}
	}
}

type replacing struct {
	conn *websocket.Conn
	last time.Time
}

// The watchdog dials anew where it has ended the connection.
func (r *replacing) connect(url string) (err error) {
	r.conn, _, err = websocket.DefaultDialer.Dial(url, nil)
	if err != nil {
		return err
	}
	go r.read(r.conn)
	return nil
}

func (r *replacing) read(conn *websocket.Conn) {
	for {
		if _, _, err := conn.ReadMessage(); err != nil {
			return
		}
		r.last = time.Now()
	}
}

func (r *replacing) watch(url string) {
	for range time.Tick(time.Second) {
		if time.Since(r.last) > time.Minute {
			r.conn.Close()
			_ = r.connect(url)
		}
	}
}

// A Reporter tells its user that no pong came, on a channel that it handed out.
// The user can close it.
type Reporter struct {
	conn  *websocket.Conn
	pongs chan string
	errs  chan error
}

func (r *Reporter) Connect(url string) (_ <-chan error, err error) { // want Connect:"looks after"
	r.conn, _, err = websocket.DefaultDialer.Dial(url, nil)
	if err != nil {
		return nil, err
	}
	go r.read()
	go r.ping()
	return r.errs, nil
}

func (r *Reporter) read() {
	for {
		_, msg, err := r.conn.ReadMessage()
		if err != nil {
			r.errs <- err
			return
		}
		r.pongs <- string(msg)
	}
}

func (r *Reporter) ping() {
	for range time.Tick(time.Minute) {
		if err := r.conn.WriteMessage(websocket.TextMessage, []byte("ping")); err != nil {
			return
		}
		select {
		case <-r.pongs:
		case <-time.After(time.Second):
			r.errs <- errors.New("no pong")
			return
		}
	}
}

func (r *Reporter) Close() error { return r.conn.Close() }
