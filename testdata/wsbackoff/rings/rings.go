// Package rings has cycles through functions, whose backoff is kept in a field or
// around closures.
package rings

import (
	"context"
	"log"
	"math/rand/v2"
	"time"

	"github.com/coder/websocket"
	gorilla "github.com/gorilla/websocket"
)

// The reader connects again; a failed dial is given up.
type feed struct {
	url  string
	conn *gorilla.Conn
	done chan struct{}
}

func newFeed(url string) *feed { return &feed{url: url, done: make(chan struct{})} }

func (f *feed) connect() {
	conn := f.dial() // want `a lost connection is redialed at once \(the dial is at line 33, read → connect → dial → Dial\).*wsbackoff/first`
	f.conn = conn
	go f.read()
}

func (f *feed) dial() *gorilla.Conn {
	wait := time.Second
	for {
		conn, _, err := gorilla.DefaultDialer.Dial(f.url, nil)
		if err == nil {
			return conn
		}
		log.Print(err)
		time.Sleep(wait) // want `wsbackoff/nojitter`
		wait = min(2*wait, time.Minute)
	}
}

func (f *feed) read() {
	for {
		select {
		case <-f.done:
			return
		default:
		}
		if _, _, err := f.conn.ReadMessage(); err != nil {
			log.Print(err)
			f.connect()
			return
		}
	}
}

// A timer runs the function again, after a failed dial and after a lost connection.
type session struct {
	url string
}

func (s *session) run() {
	conn, _, err := gorilla.DefaultDialer.Dial(s.url, nil)
	if err != nil {
		log.Print(err)
		time.AfterFunc(5*time.Second, s.run) // want `wsbackoff/constant`
		return
	}
	defer conn.Close()
	for {
		if _, _, err := conn.ReadMessage(); err != nil {
			log.Print(err)
			time.AfterFunc(5*time.Second, s.run)
			return
		}
	}
}

// The wait is configured.
type options struct{ retry time.Duration }

type agent struct {
	url     string
	options options
	retry   time.Duration
}

func (a *agent) start(ctx context.Context) {
	conn, _, err := websocket.Dial(ctx, a.url, nil)
	if err != nil {
		log.Print(err)
		time.Sleep(a.retry) // want `wsbackoff/constant`
		a.start(ctx)
		return
	}
	conn.CloseNow()
}

// The functions are closures.
func closures(url string) {
	var connect func()
	connect = func() {
		conn, _, err := gorilla.DefaultDialer.Dial(url, nil)
		if err != nil {
			time.AfterFunc(3*time.Second, connect) // want `wsbackoff/constant`
			return
		}
		conn.Close()
	}
	connect()
}

// Where the connection is lost, a goroutine connects again: it waits first, and ends
// with the client. Several may run at once, so that no backoff is kept.
type link struct {
	url  string
	conn *gorilla.Conn
	done chan struct{}
}

func newLink(url string) *link { return &link{url: url, done: make(chan struct{})} }

func (l *link) open() {
	l.conn = dial(l.url) // want `wsbackoff/first`
	go l.watch()
}

func (l *link) again() {
	l.conn.Close()
	go l.open()
}

func (l *link) watch() {
	ticker := time.NewTicker(time.Minute)
	defer ticker.Stop()
	for {
		select {
		case <-l.done:
			return
		case <-ticker.C:
			if err := l.conn.WriteControl(gorilla.PingMessage, nil, time.Now().Add(time.Second)); err != nil {
				log.Print(err)
				l.again()
				return
			}
		}
	}
}

func dial(url string) *gorilla.Conn {
	for wait := time.Second; ; wait = min(2*wait, time.Minute) {
		conn, _, err := gorilla.DefaultDialer.Dial(url, nil)
		if err == nil {
			return conn
		}
		time.Sleep(wait/2 + rand.N(wait/2))
	}
}

// The select is left when it has looked whether all is over.
type tap struct {
	url  string
	conn *gorilla.Conn
	done chan struct{}
}

func (t *tap) open() {
	t.conn = dial(t.url) // want `wsbackoff/first`
	go t.read()
}

func (t *tap) read() {
	for {
		if _, _, err := t.conn.ReadMessage(); err != nil {
			select {
			case <-t.done:
			default:
				t.open()
			}
			return
		}
	}
}

// The select before the redial looks whether all is over: it waits, too.
type valve struct {
	url  string
	conn *gorilla.Conn
	done chan struct{}
}

func (v *valve) open() {
	v.conn = dial(v.url) // want `wsbackoff/first`
	go v.read()
}

func (v *valve) read() {
	for {
		if _, _, err := v.conn.ReadMessage(); err != nil {
			select {
			case <-v.done:
				return
			default:
			}
			v.open()
			return
		}
	}
}
