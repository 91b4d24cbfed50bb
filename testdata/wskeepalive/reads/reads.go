// Package reads holds what is and is not a read of a dialed connection.
package reads

import (
	"io"
	"net/http"
	"os"

	"github.com/gorilla/websocket"
)

// Never read: it can be written to until TCP gives up.
func writer(url string, in <-chan []byte) {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil)
	if err != nil {
		return
	}
	for msg := range in {
		if conn.WriteMessage(websocket.TextMessage, msg) != nil {
			return
		}
	}
}

// A server's connection.
func server(w http.ResponseWriter, r *http.Request) {
	conn, err := (&websocket.Upgrader{}).Upgrade(w, r, nil)
	if err != nil {
		return
	}
	for {
		if _, _, err := conn.ReadMessage(); err != nil {
			return
		}
	}
}

// io.Copy reads until the end.
func copying(url string) {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil) // want `read at line 44 with no read deadline`
	if err != nil {
		return
	}
	io.Copy(os.Stdout, conn.UnderlyingConn())
}

// Two dials that fill one variable are one connection.
func alternative(url, other string) {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil) // want `read at line 57 with no read deadline`
	if err != nil {
		conn, _, err = websocket.DefaultDialer.Dial(other, nil)
	}
	if err != nil {
		return
	}
	for i := 0; i < 10; i++ {
		conn.ReadMessage()
	}
}

type client struct{ conn *websocket.Conn }

// Two dials that fill one field, too.
func (c *client) connect(url string) {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil) // want `read at line 80 with no read deadline`
	if err == nil {
		c.conn = conn
	}
}

func (c *client) reconnect(url string) {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil)
	if err == nil {
		c.conn = conn
	}
}

func (c *client) read() {
	for i := 0; i < 10; i++ {
		c.conn.ReadMessage()
	}
}

// A helper that only returns the connection dials anew at each call.
func dial(url string) (*websocket.Conn, error) {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil)
	return conn, err
}

func first(url string) {
	conn, err := dial(url) // want `read at line 95 with no read deadline`
	if err != nil {
		return
	}
	conn.ReadMessage()
}

func second(url string) {
	conn, err := dial(url)
	if err != nil {
		return
	}
	conn.Close()
}

// A loop that dials anew each time reads each connection once.
func polling(url string, handle func([]byte)) {
	for {
		conn, err := dial(url) // want `read at line 113 with no read deadline`
		if err != nil {
			return
		}
		_, msg, _ := conn.ReadMessage()
		handle(msg)
		conn.Close()
	}
}

// Through a channel, a map and a generic function.
func roundabout(url string) {
	conn, err := dial(url) // want `read at line 140 with no read deadline`
	if err != nil {
		return
	}
	conns := make(chan *websocket.Conn, 1)
	conns <- conn
	byName := map[string]*websocket.Conn{"a": <-conns}
	loop(same(byName["a"]))
}

func same[T any](v T) T { return v }

type messages interface {
	ReadMessage() (int, []byte, error)
}

// Through an interface.
func loop(m messages) {
	for {
		if _, _, err := m.ReadMessage(); err != nil {
			return
		}
	}
}
