// Package loggers has loggers of all kinds, which the fixes use.
package loggers

import (
	"fmt"
	"log"
	"log/slog"
	"net/http"

	"github.com/gorilla/websocket"
)

type client struct {
	conn   *websocket.Conn
	logger *log.Logger
	// unused is a logger that nobody calls: it may well be nil.
	unused *slog.Logger
}

func (c *client) read(handle func([]byte)) {
	c.logger.Print("reading")
	for {
		_, msg, err := c.conn.ReadMessage() // want `ReadMessage's is not used`
		if err != nil {
			return
		}
		handle(msg)
	}
}

// The receiver is in reach of a function literal, too.
func (c *client) start(handle func([]byte)) {
	go func() {
		for {
			_, msg, err := c.conn.ReadMessage() // want `ReadMessage's is not used`
			if err != nil {
				return
			}
			handle(msg)
		}
	}()
}

// A client as a parameter has its logger with it.
func pump(c *client, handle func([]byte)) {
	for {
		_, msg, err := c.conn.ReadMessage() // want `ReadMessage's is not used`
		if err != nil {
			return
		}
		handle(msg)
	}
}

type structured struct {
	conn *websocket.Conn
	log  *slog.Logger
}

func (s *structured) read(handle func([]byte)) {
	s.log.Info("reading")
	for {
		_, msg, err := s.conn.ReadMessage() // want `ReadMessage's is not used`
		if err != nil {
			return
		}
		handle(msg)
	}
}

// A logger that may be nil is not used.
type optional struct {
	conn *websocket.Conn
	log  *log.Logger
}

func (o *optional) read(handle func([]byte)) {
	if o.log != nil {
		o.log.Print("reading")
	}
	for {
		_, msg, err := o.conn.ReadMessage() // want `ReadMessage's is not used`
		if err != nil {
			return
		}
		handle(msg)
	}
}

// A logger of the package's own, by an interface.
type reporter interface {
	Debugf(format string, args ...any)
	Errorf(format string, args ...any)
}

func reported(conn *websocket.Conn, r reporter, handle func([]byte)) {
	for {
		_, msg, err := conn.ReadMessage() // want `ReadMessage's is not used`
		if err != nil {
			return
		}
		handle(msg)
	}
}

// Both packages are there: the one that the function uses already.
func both(w http.ResponseWriter, r *http.Request) {
	var u websocket.Upgrader
	conn, err := u.Upgrade(w, r, nil)
	if err != nil {
		log.Println("upgrade:", err)
		return
	}
	defer conn.Close()
	for {
		typ, msg, err := conn.ReadMessage() // want `ReadMessage's is not used`
		if err != nil {
			break
		}
		if err := conn.WriteMessage(typ, msg); err != nil {
			break
		}
	}
}

// The name of the package means something else here.
func hidden(conn *websocket.Conn, handle func([]byte), log, slog string) {
	for {
		_, msg, err := conn.ReadMessage() // want `ReadMessage's is not used`
		if err != nil {
			return
		}
		handle(msg)
	}
}

// What looks like a logger sends to the peer.
type talker struct{ conn *websocket.Conn }

func (t *talker) Errorf(format string, args ...any) {
	t.conn.WriteMessage(websocket.TextMessage, []byte(fmt.Sprintf(format, args...)))
}

func (t *talker) read(handle func([]byte)) {
	for {
		_, msg, err := t.conn.ReadMessage() // want `ReadMessage's is not used`
		if err != nil {
			return
		}
		handle(msg)
	}
}

// formatting is a logger whose Error takes a format: only its name says so.
type formatting struct{ prefix string }

func (f *formatting) Error(format string, args ...any) {
	log.Printf(f.prefix+format, args...)
}

func readFormatting(conn *websocket.Conn, l *formatting, handle func([]byte)) {
	for {
		_, msg, err := conn.ReadMessage() // want `ReadMessage's is not used`
		if err != nil {
			return
		}
		handle(msg)
	}
}
