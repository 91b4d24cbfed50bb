// Package nofix holds read loops where no edit can be shown to be right.
package nofix

import (
	"bufio"
	"errors"
	"sync"
	"time"

	"github.com/gorilla/websocket"
)

func use([]byte) {}

// Two loops, one after the other.
func twoLoops(url string) {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil) // want `close it in the end, too \(wskeepalive/none\)`
	if err != nil {
		return
	}
	for {
		_, msg, err := conn.ReadMessage()
		if err != nil {
			return
		}
		if string(msg) == "ready" {
			break
		}
	}
	for {
		if _, _, err := conn.ReadMessage(); err != nil {
			return
		}
	}
}

// A read behind the loop would meet the deadline that the loop left.
func readBehind(url string) {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil) // want `close it in the end, too \(wskeepalive/none\)`
	if err != nil {
		return
	}
	for {
		_, msg, err := conn.ReadMessage()
		if err != nil {
			return
		}
		if string(msg) == "ready" {
			break
		}
	}
	conn.ReadMessage()
}

type client struct {
	mu   sync.Mutex
	conn *websocket.Conn
	url  string
}

// The loop goes on with another connection.
func (c *client) reconnecting() {
	if c.connect() != nil {
		return
	}
	for {
		_, msg, err := c.conn.ReadMessage()
		if err != nil {
			if c.connect() != nil {
				return
			}
			continue
		}
		use(msg)
	}
}

func (c *client) connect() error {
	conn, _, err := websocket.DefaultDialer.Dial(c.url, nil) // want `close it in the end, too \(wskeepalive/none\)`
	if err != nil {
		return err
	}
	c.conn = conn
	return nil
}

// The connection comes out of a call.
type guarded struct {
	mu   sync.Mutex
	conn *websocket.Conn
}

func (g *guarded) get() *websocket.Conn {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.conn
}

func (g *guarded) run(url string) (err error) {
	g.conn, _, err = websocket.DefaultDialer.Dial(url, nil) // want `it may be another one at each read \(wskeepalive/none\)`
	if err != nil {
		return err
	}
	for {
		if _, _, err := g.get().ReadMessage(); err != nil {
			return err
		}
	}
}

// It may be nil.
type lazy struct{ conn *websocket.Conn }

func (l *lazy) dial(url string) (err error) {
	l.conn, _, err = websocket.DefaultDialer.Dial(url, nil) // want `check the dial's error first \(wskeepalive/none\)`
	return err
}

func (l *lazy) loop() {
	for {
		if l.conn == nil {
			time.Sleep(time.Second)
			continue
		}
		if _, _, err := l.conn.ReadMessage(); err != nil {
			return
		}
	}
}

// The pong handler cannot be seen.
func hiddenHandler(url string, onPong func(string) error) {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil) // want `the pong handler is set out of reach \(wskeepalive/none\)`
	if err != nil {
		return
	}
	conn.SetPongHandler(onPong)
	for {
		if _, _, err := conn.ReadMessage(); err != nil {
			return
		}
	}
}

// There are two.
func twoHandlers(url string, loud bool) {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil) // want `the pong handler is set out of reach \(wskeepalive/none\)`
	if err != nil {
		return
	}
	conn.SetPongHandler(func(string) error { return nil })
	if loud {
		conn.SetPongHandler(func(string) error { println("pong"); return nil })
	}
	for {
		if _, _, err := conn.ReadMessage(); err != nil {
			return
		}
	}
}

// There is one behind an option: without it, nothing would renew.
func optionalHandler(url string, loud bool) {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil) // want `the pong handler is set out of reach \(wskeepalive/none\)`
	if err != nil {
		return
	}
	if loud {
		conn.SetPongHandler(func(string) error { println("pong"); return nil })
	}
	for {
		if _, _, err := conn.ReadMessage(); err != nil {
			return
		}
	}
}

// A loop in a loop, left by return and by break: a deferred stop would come too
// late, and one behind the loop too seldom.
func mixed(url string) error {
	for {
		conn, _, err := websocket.DefaultDialer.Dial(url, nil) // want `close it in the end, too \(wskeepalive/none\)`
		if err != nil {
			return err
		}
		for {
			_, msg, err := conn.ReadMessage()
			if err != nil {
				break
			}
			if string(msg) == "bye" {
				return errors.New("bye")
			}
		}
	}
}

// The outer loop goes on from within the inner one.
func outward(url string) {
dialing:
	for {
		conn, _, err := websocket.DefaultDialer.Dial(url, nil) // want `close it in the end, too \(wskeepalive/none\)`
		if err != nil {
			return
		}
		for {
			if _, _, err := conn.ReadMessage(); err != nil {
				continue dialing
			}
		}
	}
}

// The function goes on after the loop for who knows how long.
func goesOn(url string, jobs <-chan []byte) {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil) // want `close it in the end, too \(wskeepalive/none\)`
	if err != nil {
		return
	}
	for {
		_, msg, err := conn.ReadMessage()
		if err != nil {
			return
		}
		if string(msg) == "ready" {
			break
		}
	}
	for job := range jobs {
		use(job)
	}
}

// A goto cannot jump over what the fix declares.
func jumping(url string) {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil) // want `there is no place for it here \(wskeepalive/none\)`
	if err != nil {
		goto end
	}
	for {
		if _, _, err := conn.ReadMessage(); err != nil {
			return
		}
	}
end:
	println("end")
}

// The names that the fix needs mean something else.
func shadowing(url string, close <-chan struct{}) {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil) // want `close it in the end, too \(wskeepalive/none\)`
	if err != nil {
		return
	}
	for {
		if _, _, err := conn.ReadMessage(); err != nil {
			return
		}
		select {
		case <-close:
			return
		default:
		}
	}
}

// The read is the loop's condition.
func condition(url string) {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil) // want `leave the loop when a read fails, before a deadline makes it spin there \(wskeepalive/none\)`
	if err != nil {
		return
	}
	for ok(conn.ReadMessage()) {
		println("got one")
	}
}

func ok(_ int, _ []byte, err error) bool { return err == nil }

// The reads are in the head of the loop.
func head(url string) {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil) // want `no statement can stand before the read \(wskeepalive/none\)`
	if err != nil {
		return
	}
	defer conn.Close()
	for _, _, err := conn.ReadMessage(); err == nil; _, _, err = conn.ReadMessage() {
		println("got one")
	}
}

// What a handler's type is made of means something else.
func hidden(url string, string func([]byte)) {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil) // want `predeclared names are hidden here \(wskeepalive/none\)`
	if err != nil {
		return
	}
	defer conn.Close()
	for {
		_, msg, err := conn.ReadMessage()
		if err != nil {
			return
		}
		string(msg)
	}
}

// A scanner reads on its own.
func scanning(url string) {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil) // want `leave the loop when a read fails, before a deadline makes it spin there \(wskeepalive/none\)`
	if err != nil {
		return
	}
	lines := bufio.NewScanner(websocket.JoinMessages(conn, "\n"))
	for lines.Scan() {
		use(lines.Bytes())
	}
}

// The loop reads through an interface.
type messages interface {
	ReadMessage() (int, []byte, error)
}

func through(url string) {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil) // want `what is read here has no deadline \(wskeepalive/none\)`
	if err != nil {
		return
	}
	var m messages = conn
	for {
		if _, _, err := m.ReadMessage(); err != nil {
			return
		}
	}
}

// The loop has a server's connection, too, which has a keepalive of its own.
func proxied(url string, server *websocket.Upgrader) {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil) // want `others are read there, too \(wskeepalive/none\)`
	if err != nil {
		return
	}
	client, err := server.Upgrade(nil, nil, nil)
	if err != nil {
		return
	}
	client.SetPongHandler(func(string) error { return client.SetReadDeadline(time.Now().Add(time.Minute)) })
	go pump(conn)
	pump(client)
}

func pump(from *websocket.Conn) {
	for {
		if _, _, err := from.ReadMessage(); err != nil {
			return
		}
	}
}
