// Package around has cycles that are easily missed: left without a statement,
// behind timers that are set again, in the loop that reads, behind a dial that was
// handed in, with a wait that was configured, or beside what cannot wait.
package around

import (
	"flag"
	"log"
	"math/rand/v2"
	"net/http"
	"os"
	"sync"
	"time"

	"github.com/gorilla/websocket"
)

type wire struct {
	url   string
	conn  *websocket.Conn
	timer *time.Timer
	wait  time.Duration
	mu    sync.Mutex
}

// The reader dials again, and reads on.
func (w *wire) follow() {
	w.insist()
	for {
		_, msg, err := w.conn.ReadMessage()
		if err != nil {
			log.Print(err, w.conn.Close())
			w.insist() // want `wsbackoff/first`
			continue
		}
		log.Printf("%s", msg)
	}
}

func (w *wire) insist() {
	for {
		var err error
		if w.conn, _, err = websocket.DefaultDialer.Dial(w.url, nil); err == nil {
			return
		}
		time.Sleep(time.Second + rand.N(time.Minute))
	}
}

// One message of each connection: it is no loss that it is closed.
func (w *wire) poll() {
	for {
		w.insist()
		_, msg, err := w.conn.ReadMessage()
		log.Printf("%s %v %v", msg, err, w.conn.Close())
		time.Sleep(time.Hour + rand.N(time.Hour))
	}
}

// A timer that is set again.
func (w *wire) start() {
	w.wait = 5 * time.Second
	w.timer = time.AfterFunc(0, w.attempt)
}

func (w *wire) attempt() {
	conn, _, err := websocket.DefaultDialer.Dial(w.url, nil)
	if err != nil {
		log.Print(err)
		w.timer.Reset(w.wait) // want `wsbackoff/constant`
		return
	}
	w.conn = conn
}

// The way out of the inner loop passes no statement: that is the outer one's cycle.
func (w *wire) nested() {
	for {
		for wait := time.Second; ; wait *= 2 {
			conn, _, err := websocket.DefaultDialer.Dial(w.url, nil) // want `wsbackoff/first`
			if err == nil {
				drain(conn)
				break
			}
			time.Sleep(wait) // want `wsbackoff/nojitter`
		}
	}
}

func drain(conn *websocket.Conn) {
	for {
		if _, _, err := conn.ReadMessage(); err != nil {
			log.Print(err, conn.Close())
			return
		}
	}
}

// A dial that was handed in says by its type that it is one.
type dialer interface {
	Connect(topic string) (*websocket.Conn, error)
}

func topic(d dialer) {
	for {
		conn, err := d.Connect("news")
		if err != nil {
			log.Print(err)
			time.Sleep(3 * time.Second) // want `wsbackoff/constant`
			continue
		}
		drain(conn)
	}
}

func answer(upgrade func(http.ResponseWriter, *http.Request) (*websocket.Conn, error), w http.ResponseWriter, r *http.Request) {
	for {
		conn, err := upgrade(w, r)
		if err == nil {
			drain(conn)
			return
		}
		time.Sleep(3 * time.Second)
	}
}

// Made once, outside of the cycle.
var pause = flag.Duration("pause", time.Second, "between attempts")

func flagged(url string) {
	for {
		attempt(url)
		time.Sleep(*pause) // want `wsbackoff/constant`
	}
}

func environment(url string) {
	d, err := time.ParseDuration(os.Getenv("PAUSE"))
	if err != nil {
		log.Fatal(err)
	}
	for {
		attempt(url)
		time.Sleep(d) // want `wsbackoff/constant`
	}
}

// Made anew for each attempt, or drawn at random.
func fetched(url string, config func(string) time.Duration) {
	for {
		attempt(url)
		time.Sleep(config("pause"))
	}
}

func drawn(url string) {
	d := rand.N(time.Minute)
	for {
		attempt(url)
		time.Sleep(d)
	}
}

func attempt(url string) {
	if conn, _, err := websocket.DefaultDialer.Dial(url, nil); err == nil {
		log.Print(conn.Close())
	}
}

// Letting go of a lock waits for nothing; neither does a call that is deferred
// behind the return.
func (w *wire) locked() {
	for w.open() != nil {
		time.Sleep(2 * time.Second) // want `wsbackoff/constant`
	}
}

func (w *wire) open() error {
	defer w.lock()()
	conn, _, err := websocket.DefaultDialer.Dial(w.url, nil)
	if err != nil {
		return err
	}
	defer w.wakeUp()
	w.conn = conn
	return nil
}

func (w *wire) lock() (unlock func()) {
	w.mu.Lock()
	return w.mu.Unlock
}

func (w *wire) wakeUp() { time.Sleep(time.Second + rand.N(time.Minute)) }

// A count of failures that a callee sets to zero is no wait behind a success.
type line struct {
	url    string
	misses int
}

func (l *line) follow() {
	for {
		wait := time.Duration(l.misses) * time.Second
		l.misses++
		time.Sleep(wait)
		conn, _, err := websocket.DefaultDialer.Dial(l.url, nil) // want `wsbackoff/first`
		if err != nil {
			continue
		}
		l.serve(conn)
	}
}

func (l *line) serve(conn *websocket.Conn) {
	l.misses = 0
	drain(conn)
}

// Who gives up when a dial fails, but not when the connection is lost, hammers a
// server that accepts and drops.
func givesUp(url string) error {
	for {
		conn, _, err := websocket.DefaultDialer.Dial(url, nil) // want `wsbackoff/first`
		if err != nil {
			return err
		}
		drain(conn)
	}
}

// The number of an attempt is no address.
type numbered struct {
	url   string
	round int
}

func (n *numbered) dial() error {
	_, _, err := websocket.DefaultDialer.Dial(n.url, nil)
	return err
}

func (n *numbered) rounds(limit int) {
	for i := 0; i < limit; i++ {
		n.round = i
		if n.dial() == nil { // want `wsbackoff/none`
			return
		}
	}
}

func (n *numbered) passed(limit int) {
	for i := 0; i < limit; i++ {
		if n.logged(i) == nil { // want `wsbackoff/none`
			return
		}
	}
}

func (n *numbered) logged(attempt int) error {
	log.Print(attempt)
	return n.dial()
}
