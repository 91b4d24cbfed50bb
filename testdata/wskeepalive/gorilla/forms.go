package gorilla

import (
	"context"
	"io"
	"os"
	"time"

	"github.com/gorilla/websocket"
)

// The goroutine of a literal reads, in the default clause of a select, and a
// name that the fix wants is taken.
func literal(ctx context.Context, url string) (<-chan []byte, error) {
	ws, _, err := websocket.DefaultDialer.DialContext(ctx, url, nil) // want `no read deadline and no ping`
	if err != nil {
		return nil, err
	}
	done := make(chan []byte)
	go func() {
		defer ws.Close()
		for {
			select {
			case <-ctx.Done():
				return
			default:
				_, msg, err := ws.ReadMessage()
				if err != nil {
					return
				}
				done <- msg
			}
		}
	}()
	return done, nil
}

// NextReader, and the read in an if's head, in a loop with a label.
func nextReader(url string) error {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil) // want `no read deadline and no ping`
	if err != nil {
		return err
	}
	defer conn.Close()
read:
	for {
		if _, r, err := conn.NextReader(); err != nil {
			return err
		} else if _, err := io.Copy(os.Stdout, r); err != nil {
			continue read
		}
	}
}

// ReadJSON, in a loop with a condition.
func readJSON(ctx context.Context, url string, handle func(any)) error {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil) // want `no read deadline and no ping`
	if err != nil {
		return err
	}
	defer conn.Close()
	for ctx.Err() == nil {
		var v any
		if err = conn.ReadJSON(&v); err != nil {
			break
		}
		handle(v)
	}
	return err
}

// The function form of ReadJSON.
func readJSONFunc(url string, handle func(any)) {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil) // want `no read deadline and no ping`
	if err != nil {
		return
	}
	for {
		var v any
		if err := websocket.ReadJSON(conn, &v); err != nil {
			return
		}
		handle(v)
	}
}

// A loop that reconnects: what the fix starts stops before the next dial.
func reconnecting(url string, handle func([]byte)) {
	for {
		conn, _, err := websocket.DefaultDialer.Dial(url, nil) // want `no read deadline and no ping`
		if err != nil {
			return
		}
		for {
			_, msg, err := conn.ReadMessage()
			if err != nil {
				break
			}
			handle(msg)
		}
		conn.Close()
	}
}

type session struct {
	*websocket.Conn
}

// An embedded connection, whose methods are promoted, read by a helper.
func embedded(url string) {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil) // want `no read deadline and no ping`
	if err != nil {
		return
	}
	s := &session{conn}
	for {
		if s.next() != nil {
			return
		}
	}
}

func (s *session) next() error {
	_, _, err := s.ReadMessage()
	return err
}

// A helper that gets the connection as an argument.
func helper(url string, handle func([]byte)) {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil) // want `read at line 144 with no read deadline and no ping`
	if err != nil {
		return
	}
	for {
		msg, err := readOne(conn)
		if err != nil {
			return
		}
		handle(msg)
	}
}

func readOne(c *websocket.Conn) ([]byte, error) {
	_, msg, err := c.ReadMessage()
	return msg, err
}

// A first read before the loop.
func greeted(url string, handle func([]byte)) error {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil) // want `no read deadline and no ping`
	if err != nil {
		return err
	}
	if _, _, err := conn.ReadMessage(); err != nil {
		return err
	}
	for {
		_, msg, err := conn.ReadMessage()
		if err != nil {
			return err
		}
		handle(msg)
	}
}

var current *websocket.Conn

// A package variable: the goroutine and the handler keep to the connection that
// the loop began with.
func global(url string) (err error) {
	current, _, err = websocket.DefaultDialer.Dial(url, nil) // want `none`
	if err != nil {
		return err
	}
	for {
		if _, _, err := current.ReadMessage(); err != nil {
			return err
		}
	}
}

// A deadline that the loop lifts behind each read is set again before the next.
func cleared(url string) {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil) // want `none`
	if err != nil {
		return
	}
	for {
		if _, _, err := conn.ReadMessage(); err != nil {
			return
		}
		conn.SetReadDeadline(time.Time{})
	}
}

// The read is in an else-if: the deadline is set before the whole statement.
func elseIf(url string, skip func() bool) {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil) // want `none`
	if err != nil {
		return
	}
	for {
		if skip() {
			continue
		} else if _, _, err := conn.ReadMessage(); err != nil {
			return
		}
	}
}
