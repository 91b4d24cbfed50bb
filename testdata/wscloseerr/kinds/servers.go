// Package kinds holds kinds of code that are often met.
package kinds

import (
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"sync"

	"github.com/gobwas/ws"
	"github.com/gobwas/ws/wsutil"
	"github.com/gorilla/websocket"
	xws "golang.org/x/net/websocket"
)

// The member of a hub, which leaves it when its reader ends for whatever reason.
type hub struct{ leave, join chan *member }

type member struct {
	hub  *hub
	conn *websocket.Conn
	send chan []byte
}

func (m *member) readPump(broadcast chan<- []byte) {
	defer func() {
		m.hub.leave <- m
		m.conn.Close()
	}()
	m.conn.SetReadLimit(512)
	for {
		_, text, err := m.conn.ReadMessage() // want `ReadMessage's is not used`
		if err != nil {
			break
		}
		broadcast <- text
	}
}

// A bridge between a WebSocket and a TCP connection.
func bridge(tcp net.Conn) {
	conn, err := xws.Dial("ws://localhost:8080/ssh", "", "http://localhost/")
	if err != nil {
		log.Print(err)
		return
	}
	defer conn.Close()
	go io.Copy(conn, tcp)
	io.Copy(tcp, conn) // want `Copy's is not looked at`
}

// The same with a copy function of its own.
func copyFrames(dst io.Writer, src *xws.Conn) (int, error) {
	var buf []byte
	total := 0
	for {
		if err := xws.Message.Receive(src, &buf); err != nil {
			return total, err
		}
		n, err := dst.Write(buf)
		total += n
		if err != nil {
			return total, err
		}
	}
}

func forward(tcp net.Conn, done *sync.WaitGroup) xws.Handler {
	return func(conn *xws.Conn) {
		done.Add(2)
		go func() {
			defer done.Done()
			copyFrames(tcp, conn) // want `copyFrames returns that of the read at line 59, which is not looked at`
			tcp.Close()
		}()
		go func() {
			defer done.Done()
			io.Copy(conn, tcp)
			conn.Close()
		}()
		done.Wait()
	}
}

// A branch that somebody wanted to fill in.
func echo(w http.ResponseWriter, r *http.Request) {
	conn, _, _, err := ws.UpgradeHTTP(r, w)
	if err != nil {
		log.Print(err)
		return
	}
	go func() {
		defer conn.Close()
		for {
			msg, op, err := wsutil.ReadClientData(conn) // want `ReadClientData's is not used before it is overwritten`
			if err != nil {
				// handle error
			}
			err = wsutil.WriteServerMessage(conn, op, msg)
			if err != nil {
				// handle error
			}
		}
	}()
}

// A poller that forgets the connections that cannot be read.
type poller struct {
	mu    sync.RWMutex
	conns map[int]net.Conn
}

func (p *poller) remove(fd int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.conns, fd)
}

func (p *poller) ready(fd int) {
	p.mu.RLock()
	conn := p.conns[fd]
	p.mu.RUnlock()
	if msg, _, err := wsutil.ReadClientData(conn); err != nil { // want `ReadClientData's is not used`
		p.remove(fd)
		conn.Close()
	} else {
		fmt.Printf("%s\n", msg)
	}
}

// A terminal in the browser: what went wrong becomes an end of transmission.
type terminal struct{ conn *websocket.Conn }

func (t *terminal) Read(p []byte) (int, error) {
	_, msg, err := t.conn.ReadMessage() // want `ReadMessage's is not used`
	if err != nil {
		return copy(p, "\u0004"), nil
	}
	return copy(p, msg), nil
}

// A connection that knows that it was closed, because it took the library's
// close handler away.
type tracked struct {
	*websocket.Conn
	closed chan bool
}

func track(conn *websocket.Conn) *tracked {
	t := &tracked{conn, make(chan bool, 1)}
	t.watch()
	return t
}

func (t *tracked) watch() {
	t.SetCloseHandler(func(code int, text string) error { // want `close handler sends no close frame`
		t.closed <- true
		return nil
	})
}

func (t *tracked) next() (string, error) {
	_, msg, err := t.ReadMessage()
	return string(msg), err
}

// A driver of a browser's protocol that takes frames by hand.
type pipe struct {
	conn   net.Conn
	reader wsutil.Reader
	debugf func(string, ...any)
}

func (p *pipe) next() ([]byte, error) {
	p.reader = wsutil.Reader{Source: p.conn, State: ws.StateClientSide}
	h, err := p.reader.NextFrame()
	if err != nil {
		return nil, err
	}
	if h.OpCode == ws.OpPing {
		return nil, nil
	} else if h.OpCode == ws.OpClose { // want `a close frame was received here`
		if p.debugf != nil {
			p.debugf("close frame")
		}
		return nil, io.EOF
	}
	return io.ReadAll(&p.reader)
}
