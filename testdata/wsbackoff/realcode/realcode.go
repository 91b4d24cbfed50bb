// Package realcode has the shapes in which reconnecting is written in programs
// that are in use, each with its trouble.
package realcode

import (
	"context"
	"encoding/json"
	"errors"
	"log"
	"sync"
	"time"

	"github.com/coder/websocket"
	gorilla "github.com/gorilla/websocket"
)

// A chat bot: the gateway is opened again with a wait that doubles up to ten
// minutes, the same in each bot.
type bot struct {
	sync.Mutex
	gateway string
	conn    *gorilla.Conn
	again   bool
}

var errOpen = errors.New("already open")

func (b *bot) open() (err error) {
	b.Lock()
	defer b.Unlock()
	if b.conn != nil {
		return errOpen
	}
	b.conn, _, err = gorilla.DefaultDialer.Dial(b.gateway, nil)
	return err
}

func (b *bot) reconnect() {
	if !b.again {
		return
	}
	pause := time.Duration(1)
	for {
		err := b.open()
		if err == nil {
			log.Print("connected again")
			return
		}
		if err == errOpen {
			return
		}
		log.Print("not connected: ", err)
		<-time.After(pause * time.Second) // want `wsbackoff/nojitter`
		pause *= 2
		if pause > 600 {
			pause = 600
		}
	}
}

// A wrapper that reconnects in the background: its watchdog closes and starts
// the connecting anew, which dials before it waits.
type lasting struct {
	mu    sync.Mutex
	url   string
	conn  *gorilla.Conn
	alive time.Duration
	wait  func() time.Duration
}

func (l *lasting) current() *gorilla.Conn {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.conn
}

func (l *lasting) connect() {
	for {
		next := l.wait()
		conn, _, err := gorilla.DefaultDialer.Dial(l.url, nil) // want `wsbackoff/first`
		l.mu.Lock()
		l.conn = conn
		l.mu.Unlock()
		if err == nil {
			l.watch()
			return
		}
		log.Print(err)
		time.Sleep(next)
	}
}

func (l *lasting) restart() {
	l.current().Close()
	go l.connect()
}

func (l *lasting) watch() {
	ticker := time.NewTicker(l.alive)
	go func() {
		defer ticker.Stop()
		for {
			if err := l.current().WriteControl(gorilla.PingMessage, nil, time.Now().Add(time.Second)); err != nil {
				log.Print(err)
			}
			<-ticker.C
			if time.Since(time.Time{}) > l.alive {
				l.restart()
				return
			}
		}
	}()
}

// A client of a workspace: its inner loop backs off and reports fatal errors, the
// outer one runs again as soon as the connection is lost, with a fresh backoff.
type workspace struct {
	url    string
	random func(time.Duration) time.Duration
	events chan string
	kill   chan bool
	gone   chan struct{}
}

func (w *workspace) connect() (*gorilla.Conn, error) {
	for attempt := 0; ; attempt++ {
		w.events <- "connecting"
		conn, _, err := gorilla.DefaultDialer.Dial(w.url, nil)
		if err == nil {
			return conn, nil
		}
		if errors.Is(err, gorilla.ErrBadHandshake) {
			return nil, err
		}
		select {
		case <-time.After(w.random(time.Second << attempt)):
		case <-w.gone:
			return nil, err
		}
	}
}

func (w *workspace) receive(conn *gorilla.Conn, messages chan<- json.RawMessage) {
	for {
		var m json.RawMessage
		if err := conn.ReadJSON(&m); err != nil {
			w.kill <- false
			return
		}
		messages <- m
	}
}

func (w *workspace) manage() {
	for {
		conn, err := w.connect() // want `wsbackoff/first`
		if err != nil {
			return
		}
		messages := make(chan json.RawMessage)
		go w.receive(conn, messages)
		w.handle(messages)
		select {
		case <-w.gone:
			conn.Close()
			return
		default:
		}
	}
}

func (w *workspace) handle(messages <-chan json.RawMessage) {
	for {
		select {
		case <-w.kill:
			return
		case m := <-messages:
			log.Print(string(m))
		}
	}
}

// A subscription client: the connection is a value behind an interface, made by a
// function in a field, and what is said first may fail, too.
type transport interface {
	ReadJSON(v any) error
	WriteJSON(v any) error
	Close() error
}

type subscriptions struct {
	url     string
	dial    func(ctx context.Context, url string) (transport, error)
	delay   time.Duration
	timeout time.Duration
}

func newSubscriptions(url string) *subscriptions {
	return &subscriptions{url: url, dial: dialTransport, delay: time.Second}
}

func dialTransport(ctx context.Context, url string) (transport, error) {
	conn, _, err := gorilla.DefaultDialer.DialContext(ctx, url, nil)
	if err != nil {
		return nil, err
	}
	return conn, nil
}

func (s *subscriptions) init(parent context.Context) (transport, error) {
	begin := time.Now()
	for {
		ctx, cancel := context.WithCancel(parent)
		conn, err := s.dial(ctx, s.url)
		if err == nil {
			if err = conn.WriteJSON("init"); err == nil {
				return conn, nil
			}
			conn.Close()
		}
		cancel()
		if errors.Is(err, context.Canceled) {
			return nil, err
		}
		if s.timeout > 0 && time.Since(begin) > s.timeout {
			return nil, err
		}
		time.Sleep(s.delay) // want `wsbackoff/constant`
	}
}

// A broker's client: brokers are tried one after the other, then a goto tries
// them all again after a configured interval.
type broker struct {
	servers  []string
	retry    bool
	interval time.Duration
	conn     *gorilla.Conn
}

func (b *broker) attempt() (conn *gorilla.Conn, err error) {
	for _, server := range b.servers {
		conn, _, err = gorilla.DefaultDialer.Dial(server, nil)
		if err != nil {
			continue
		}
		break
	}
	return conn, err
}

func (b *broker) connect() {
	go func() {
	RETRY:
		conn, err := b.attempt()
		if err != nil {
			if b.retry {
				time.Sleep(b.interval) // want `wsbackoff/constant`
				goto RETRY
			}
			return
		}
		b.conn = conn
	}()
}

// Its waits come from a table of what went wrong when, which doubles them.
type backoffs struct {
	sync.Mutex
	last map[string]time.Duration
}

func (b *backoffs) next(situation string, first, limit time.Duration) time.Duration {
	b.Lock()
	defer b.Unlock()
	d, known := b.last[situation]
	if !known {
		d = first
	} else if d *= 2; d > limit {
		d = limit
	}
	b.last[situation] = d
	return d
}

func (b *backoffs) sleep(situation string, first, limit time.Duration) {
	d := b.next(situation, first, limit)
	if d != 0 {
		time.Sleep(d) // want `wsbackoff/nojitter`
	}
}

func (b *broker) reconnect(waits *backoffs) {
	for {
		conn, err := b.attempt()
		if err == nil {
			b.conn = conn
			return
		}
		waits.sleep("attempt", time.Second, time.Minute)
	}
}

// A node's client: the wait doubles and has a random second; nothing is wrong.
type node struct {
	url      string
	conn     *gorilla.Conn
	lost     chan error
	attempts int
	random   func() float64
}

func (n *node) dial() (err error) {
	n.conn, _, err = gorilla.DefaultDialer.Dial(n.url, nil)
	return err
}

func (n *node) reconnect() error {
	attempt := 0
	for {
		jitter := time.Duration(n.random() * float64(time.Second))
		time.Sleep(jitter + (1<<uint(attempt))*time.Second)
		err := n.dial()
		if err == nil {
			return nil
		}
		attempt++
		if attempt > n.attempts {
			return err
		}
	}
}

func (n *node) routine() {
	for err := range n.lost {
		log.Print(err)
		if n.reconnect() != nil {
			return
		}
		go n.read()
	}
}

func (n *node) read() {
	for {
		if _, _, err := n.conn.ReadMessage(); err != nil {
			n.lost <- err
			return
		}
	}
}

// A realtime client: fallback hosts once each, then a wait of the one or the
// other configured value; the event loop reconnects at once and is started anew.
type realtime struct {
	hosts        []string
	disconnected time.Duration
	suspended    time.Duration
	after        func(ctx context.Context, d time.Duration) <-chan time.Time
	conn         *websocket.Conn
}

func (r *realtime) attempt(ctx context.Context) error {
	var err error
	for i, host := range r.hosts {
		var conn *websocket.Conn
		conn, _, err = websocket.Dial(ctx, host, nil)
		if err != nil {
			if i < len(r.hosts)-1 {
				continue
			}
			return err
		}
		r.conn = conn
		go r.events(ctx)
		return nil
	}
	return err
}

func (r *realtime) connect(ctx context.Context) error {
	if err := r.attempt(ctx); err == nil { // want `wsbackoff/first`
		return nil
	}
	wait := r.disconnected
	begin := time.Now()
	for {
		<-r.after(ctx, wait) // want `wsbackoff/constant`
		if time.Since(begin) > 2*time.Minute {
			wait = r.suspended
		}
		if err := r.attempt(ctx); err == nil {
			return nil
		}
	}
}

func (r *realtime) events(ctx context.Context) {
	for {
		_, msg, err := r.conn.Read(ctx)
		if err != nil {
			r.connect(ctx)
			return
		}
		log.Print(string(msg))
	}
}

// A tunnel's visitor: each attempt waits for what the user sends.
type visitor struct {
	url     string
	packets chan []byte
	closed  chan struct{}
}

func (v *visitor) dispatch() {
	for {
		var first []byte
		select {
		case first = <-v.packets:
		case <-v.closed:
			return
		}
		conn, _, err := gorilla.DefaultDialer.Dial(v.url, nil)
		if err != nil {
			log.Print(err)
			continue
		}
		conn.WriteMessage(gorilla.BinaryMessage, first)
		for err == nil {
			_, _, err = conn.ReadMessage()
		}
	}
}
