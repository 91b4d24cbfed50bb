// Package used holds reads whose error is used in any way at all.
package used

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"strings"

	"github.com/gorilla/websocket"
)

func logged(conn *websocket.Conn, handle func([]byte)) {
	for {
		_, msg, err := conn.ReadMessage()
		if err != nil {
			log.Println("read:", err)
			return
		}
		handle(msg)
	}
}

func returned(conn *websocket.Conn) ([]byte, error) {
	_, msg, err := conn.ReadMessage()
	return msg, err
}

func returnedAtOnce(conn *websocket.Conn) (int, []byte, error) { return conn.ReadMessage() }

func wrapped(conn *websocket.Conn) error {
	var v any
	if err := conn.ReadJSON(&v); err != nil {
		return fmt.Errorf("read: %w", err)
	}
	return nil
}

func wrappedAtOnce(conn *websocket.Conn, v any) error {
	return errors.Join(conn.ReadJSON(v))
}

// A named result keeps it.
func kept(conn *websocket.Conn) (msg []byte, err error) {
	_, msg, err = conn.ReadMessage()
	return
}

func keptOnBreak(conn *websocket.Conn, handle func([]byte)) (err error) {
	for {
		var msg []byte
		if _, msg, err = conn.ReadMessage(); err != nil {
			break
		}
		handle(msg)
	}
	return
}

// A deferred function logs it.
func deferred(conn *websocket.Conn, handle func([]byte)) {
	var err error
	defer func() {
		if err != nil {
			log.Print(err)
		}
	}()
	for {
		var msg []byte
		_, msg, err = conn.ReadMessage()
		if err != nil {
			return
		}
		handle(msg)
	}
}

func deferredArgument(conn *websocket.Conn, handle func([]byte)) {
	var err error
	defer report(&err)
	for {
		var msg []byte
		_, msg, err = conn.ReadMessage()
		if err != nil {
			return
		}
		handle(msg)
	}
}

func report(err *error) { log.Print(*err) }

// The function around takes it from its literal.
func outside(conn *websocket.Conn, handle func([]byte)) error {
	var err error
	done := make(chan struct{})
	go func() {
		defer close(done)
		for {
			var msg []byte
			if _, msg, err = conn.ReadMessage(); err != nil {
				return
			}
			handle(msg)
		}
	}()
	<-done
	return err
}

type client struct {
	conn *websocket.Conn
	err  error
	errs chan error
}

func (c *client) stored(handle func([]byte)) {
	for {
		_, msg, err := c.conn.ReadMessage()
		if err != nil {
			c.err = err
			return
		}
		handle(msg)
	}
}

func (c *client) storedAtOnce() (msg []byte) {
	_, msg, c.err = c.conn.ReadMessage()
	return msg
}

func (c *client) sent(handle func([]byte)) {
	for {
		_, msg, err := c.conn.ReadMessage()
		if err != nil {
			c.errs <- err
			return
		}
		handle(msg)
	}
}

func (c *client) sentInSelect(ctx context.Context, handle func([]byte)) {
	for {
		_, msg, err := c.conn.ReadMessage()
		if err != nil {
			select {
			case c.errs <- err:
			case <-ctx.Done():
			}
			return
		}
		handle(msg)
	}
}

func last(conn *websocket.Conn) error {
	var last error
	for {
		_, _, err := conn.ReadMessage()
		if err != nil {
			last = err
			break
		}
	}
	return last
}

// Compared is used: this code wants to know.
func compared(conn *websocket.Conn, redial func()) {
	for {
		_, _, err := conn.NextReader()
		if websocket.IsUnexpectedCloseError(err, websocket.CloseGoingAway) {
			redial()
		}
		if err != nil {
			return
		}
	}
}

func comparedWithAnother(conn *websocket.Conn) {
	for {
		_, p, err := conn.ReadMessage()
		if err == io.EOF {
			return
		}
		if err != nil {
			continue
		}
		println(len(p))
	}
}

func takenApart(conn *websocket.Conn) {
	for {
		_, p, err := conn.ReadMessage()
		var closed *websocket.CloseError
		if errors.As(err, &closed) && closed.Code == websocket.CloseGoingAway {
			return
		}
		if err != nil {
			return
		}
		println(len(p))
	}
}

func asserted(conn *websocket.Conn, redial func()) {
	_, p, err := conn.ReadMessage()
	if err != nil {
		switch err.(type) {
		case *websocket.CloseError:
			redial()
		}
		return
	}
	println(len(p))
}

func matched(conn *websocket.Conn, redial func()) {
	_, p, err := conn.ReadMessage()
	if err != nil && strings.Contains(err.Error(), "timeout") {
		redial()
		return
	}
	println(len(p))
}

func switched(conn *websocket.Conn, v any) {
	switch conn.ReadJSON(v) {
	case nil:
	case io.ErrUnexpectedEOF:
		println("empty")
	}
}

// On one path is enough.
func ownClose(c, current *websocket.Conn, reconnect func()) {
	for {
		_, p, err := c.ReadMessage()
		if err != nil {
			if c == current {
				log.Print(err)
				reconnect()
			}
			return
		}
		println(len(p))
	}
}

// The branch where its own shutdown was just checked.
func shutdown(ctx context.Context, conn *websocket.Conn, done chan struct{}, handle func([]byte)) error {
	for {
		_, msg, err := conn.ReadMessage()
		if err != nil {
			select {
			case <-done:
				return nil
			default:
			}
			if ctx.Err() != nil {
				return ctx.Err()
			}
			return err
		}
		handle(msg)
	}
}

// The error of a write, and of Close, is another matter.
func writes(conn *websocket.Conn) {
	conn.WriteMessage(websocket.TextMessage, nil)
	if err := conn.WriteMessage(websocket.TextMessage, nil); err != nil {
		return
	}
	conn.Close()
}

// A function that says whether it could read says it to its caller.
func (c *client) alive() bool {
	_, _, err := c.conn.ReadMessage()
	return err == nil
}

// What a server says that refuses the handshake is no connection's.
func refused(url string) {
	conn, resp, err := websocket.DefaultDialer.Dial(url, nil)
	if err != nil {
		if resp != nil {
			body, _ := io.ReadAll(resp.Body)
			log.Printf("%s: %s", err, body)
		}
		return
	}
	conn.Close()
}

// Where the reader's own end was not just checked, the program ends.
func checksContext(ctx context.Context, conn *websocket.Conn, handle func([]byte)) {
	for {
		_, msg, err := conn.ReadMessage()
		if err != nil {
			if ctx.Err() != nil {
				return
			}
			panic("connection lost")
		}
		handle(msg)
	}
}

func checksDone(done chan struct{}, conn *websocket.Conn, handle func([]byte)) {
	for {
		_, msg, err := conn.ReadMessage()
		if err != nil {
			select {
			case <-done:
				return
			default:
				log.Fatal("connection lost")
			}
		}
		handle(msg)
	}
}
