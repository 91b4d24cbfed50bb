// Package callbacks has cycles through functions that others run when a connection
// ends.
package callbacks

import (
	"log"

	"github.com/gorilla/websocket"
)

// A feed runs a callback when its connection ends, and the callback dials. Whether a
// failed dial gives up does not matter: a lost connection is dialed again at once.
type feed struct {
	url    string
	conn   *websocket.Conn
	onLost func(error)
}

func (f *feed) connect() error {
	conn, _, err := websocket.DefaultDialer.Dial(f.url, nil) // want `a lost connection is redialed at once`
	if err != nil {
		return err
	}
	f.conn = conn
	go f.read()
	return nil
}

func (f *feed) read() {
	for {
		if _, _, err := f.conn.ReadMessage(); err != nil {
			f.onLost(err)
			return
		}
	}
}

func newFeed(url string) *feed {
	f := &feed{url: url}
	f.onLost = func(err error) {
		log.Print(err)
		if err := f.connect(); err != nil {
			log.Print(err)
		}
	}
	return f
}

// A listener is an interface.
type listened struct {
	url  string
	conn *websocket.Conn
	to   interface{ lost(error) }
}

func (l *listened) connect() error {
	conn, _, err := websocket.DefaultDialer.Dial(l.url, nil) // want `a lost connection is redialed at once`
	if err != nil {
		return err
	}
	l.conn = conn
	go l.read()
	return nil
}

// next reads for the ring.
func (l *listened) next() error {
	_, _, err := l.conn.ReadMessage()
	return err
}

func (l *listened) read() {
	for {
		if err := l.next(); err != nil {
			l.to.lost(err)
			return
		}
	}
}

type app struct{ *listened }

func (a *app) lost(err error) {
	log.Print(err)
	if err := a.connect(); err != nil {
		log.Print(err)
	}
}

func newApp(url string) *app {
	a := &app{&listened{url: url}}
	a.to = a
	return a
}

// A worker serves its connection until that ends, and then runs what comes next: itself.
type worker struct {
	url  string
	then func()
}

func (w *worker) run() {
	conn, _, err := websocket.DefaultDialer.Dial(w.url, nil) // want `a lost connection is redialed at once`
	if err != nil {
		return
	}
	serve(conn)
	w.then()
}

func serve(conn *websocket.Conn) { drain(conn) }

func drain(conn *websocket.Conn) {
	for {
		if _, _, err := conn.ReadMessage(); err != nil {
			log.Print(err)
			return
		}
	}
}

func newWorker(url string) *worker {
	w := &worker{url: url}
	w.then = w.run
	return w
}

// A command has a connection of its own, whose reader hands it the answers, and runs
// the next command, which has another one: that is none for a lost connection.
type command struct {
	url     string
	answers chan []byte
	then    func()
}

func (c *command) run() {
	conn, _, err := websocket.DefaultDialer.Dial(c.url, nil)
	if err != nil {
		return
	}
	go c.read(conn)
	if err := conn.WriteMessage(websocket.TextMessage, []byte("hello")); err != nil {
		return
	}
	log.Printf("%s", <-c.answers)
	c.then()
}

func (c *command) read(conn *websocket.Conn) {
	defer close(c.answers)
	for {
		_, data, err := conn.ReadMessage()
		if err != nil {
			log.Print(err)
			return
		}
		c.answers <- data
	}
}

func newCommand(url string) *command {
	c := &command{url: url, answers: make(chan []byte)}
	c.then = c.run
	return c
}
