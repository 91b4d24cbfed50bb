package nofix

import (
	"log"
	"time"

	"github.com/gorilla/websocket"
)

// A function that is no method has nowhere to keep the backoff.
func start(url string) {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil) // want `the function calls itself: dial in a loop, and let the wait grow with jitter \(wsbackoff/none\)`
	if err != nil {
		log.Println(err)
		start(url)
		return
	}
	serve(conn)
}

// What is kept in a copy is lost.
type copied struct {
	url string
}

func (c copied) start() {
	conn, _, err := websocket.DefaultDialer.Dial(c.url, nil) // want `the function calls itself.*wsbackoff/none\)`
	if err != nil {
		c.start()
		return
	}
	serve(conn)
}

// Values of the struct are made without the names of its fields.
type unkeyed struct {
	url string
}

var one = &unkeyed{"ws://localhost"}

func (u *unkeyed) start() {
	conn, _, err := websocket.DefaultDialer.Dial(u.url, nil) // want `the function calls itself.*wsbackoff/none\)`
	if err != nil {
		u.start()
		return
	}
	serve(conn)
}

// The struct is in another file.
func (e *elsewhere) start() {
	conn, _, err := websocket.DefaultDialer.Dial(e.url, nil) // want `the function calls itself.*wsbackoff/none\)`
	if err != nil {
		e.start()
		return
	}
	serve(conn)
}

// The call is deferred: it comes after whatever the function does.
type deferred struct {
	url string
}

func (d *deferred) start() {
	defer d.start()
	conn, _, err := websocket.DefaultDialer.Dial(d.url, nil) // want `the function calls itself.*wsbackoff/none\)`
	if err != nil {
		return
	}
	serve(conn)
}

// A lock is held where it redials.
func (c *client) reopen() {
	conn, _, err := websocket.DefaultDialer.Dial(c.url, nil) // want `a lock is or may be held here: release it.*wsbackoff/none`
	if err != nil {
		c.mu.Lock()
		c.conn = nil
		c.reopen()
		c.mu.Unlock()
		return
	}
	time.Sleep(time.Second)
	serve(conn)
}

// Three places redial.
type thrice struct {
	url string
}

func (t *thrice) start() {
	conn, resp, err := websocket.DefaultDialer.Dial(t.url, nil) // want `the function calls itself.*wsbackoff/none\)`
	if err != nil {
		if resp == nil {
			t.start()
			return
		}
		if resp.StatusCode == 503 {
			t.start()
			return
		}
		t.start()
		return
	}
	serve(conn)
}

// Functions that are no methods run each other.
func begin(url string) {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil) // want `the cycle leads through several functions: let the wait grow with jitter, in a field or a loop \(wsbackoff/none\)`
	if err != nil {
		failed(url, err)
		return
	}
	serve(conn)
}

func failed(url string, err error) {
	log.Println(err)
	begin(url)
}
