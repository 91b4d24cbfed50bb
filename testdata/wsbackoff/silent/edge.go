package silent

import (
	"context"
	"log"
	"math/rand/v2"
	"net/http"
	"sync"
	"time"

	gorilla "github.com/gorilla/websocket"
)

// A proxy dials once for each request.
type proxy struct{ backend string }

func (p *proxy) ServeHTTP(w http.ResponseWriter, r *http.Request) { // want ServeHTTP:`fails`
	out, _, err := gorilla.DefaultDialer.Dial(p.backend, nil)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadGateway)
		return
	}
	defer out.Close()
	up := gorilla.Upgrader{}
	in, err := up.Upgrade(w, r, nil)
	if err != nil {
		return
	}
	for {
		kind, msg, err := in.ReadMessage()
		if err != nil {
			return
		}
		if err := out.WriteMessage(kind, msg); err != nil {
			return
		}
	}
}

// Workers, each with a connection of its own.
func workers(url string, n int) {
	var wg sync.WaitGroup
	for i := 0; i < n; i++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			conn, _, err := gorilla.DefaultDialer.Dial(url, nil)
			if err != nil {
				log.Println(err)
				return
			}
			serve(conn)
		}()
	}
	wg.Wait()
}

// The last of few attempts is not waited for.
func last(url string) (conn *gorilla.Conn, err error) {
	const attempts = 5
	for i := 0; i < attempts; i++ {
		conn, _, err = gorilla.DefaultDialer.Dial(url, nil)
		if err == nil {
			return conn, nil
		}
		if i < attempts-1 {
			time.Sleep(time.Second)
		}
	}
	return nil, err
}

// A message of one connection is answered on another.
func relay(in *gorilla.Conn, url string) {
	for {
		_, msg, err := in.ReadMessage()
		if err != nil {
			return
		}
		out, _, err := gorilla.DefaultDialer.Dial(url, nil)
		if err != nil {
			log.Println(err)
			continue
		}
		out.WriteMessage(gorilla.TextMessage, msg)
		out.Close()
	}
}

// A connection is made when it is needed, and a failure is the caller's.
type lazy struct {
	mu   sync.Mutex
	url  string
	conn *gorilla.Conn
}

func (l *lazy) send(msg []byte) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.conn == nil {
		conn, _, err := gorilla.DefaultDialer.Dial(l.url, nil)
		if err != nil {
			return err
		}
		l.conn = conn
	}
	if err := l.conn.WriteMessage(gorilla.TextMessage, msg); err != nil {
		l.conn.Close()
		l.conn = nil
		return err
	}
	return nil
}

func (l *lazy) pump(msgs <-chan []byte) {
	for msg := range msgs {
		if err := l.send(msg); err != nil {
			log.Println(err)
		}
	}
}

// The timer is waited for once between two dials: it visits no connection.
func backsOffTwice(ctx context.Context, url string) {
	delay := time.Second
	for ctx.Err() == nil {
		var conn *gorilla.Conn
		for wait := time.Second; ; wait *= 2 {
			var err error
			if conn, _, err = gorilla.DefaultDialer.Dial(url, nil); err == nil {
				break
			}
			time.Sleep(rand.N(wait))
		}
		for {
			if _, _, err := conn.ReadMessage(); err != nil {
				break
			}
		}
		select {
		case <-time.After(rand.N(delay)):
		case <-ctx.Done():
			continue
		}
		delay *= 2
	}
}
