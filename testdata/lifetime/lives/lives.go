// Package lives has connections with all the fates that lifetime tells apart.
package lives

import (
	"context"
	"io"

	"github.com/gorilla/websocket"
)

type client struct{ conn *websocket.Conn }

func (c *client) hello() error { return c.conn.WriteJSON("hello") }

func dial(url string) (*websocket.Conn, error) {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil) // want `^returned$`
	if err != nil {
		return nil, err
	}
	return conn, nil
}

// All results of one call are returned at once.
func passed(url string) (*websocket.Conn, error) {
	return dial(url) // want `^returned$`
}

func usedPassed(url string) {
	conn, _ := passed(url) // want `^closed$`
	conn.Close()
}

func used(url string) error {
	conn, err := dial(url) // want `^closed used, open used failed$`
	if err != nil {
		return err
	}
	if err := conn.WriteJSON(1); err != nil {
		return err
	}
	return conn.Close()
}

func framed(url string) {
	conn, err := dial(url) // want `^closed used failed framed, closed used framed$`
	if err != nil {
		return
	}
	_ = conn.WriteMessage(websocket.CloseMessage, nil)
	conn.Close()
}

func (c *client) left(url string) error {
	conn, err := dial(url) // want `^left used, left used failed$`
	if err != nil {
		return err
	}
	c.conn = conn
	return c.hello()
}

func made(url string) *client {
	c := new(client)
	if c.left(url) != nil { // want `^open used failed, returned used$`
		return nil
	}
	return c
}

func kept(url string, conns chan<- io.Closer) {
	conn, err := dial(url) // want `^kept$`
	if err == nil {
		conns <- conn
	}
}

func shared(url string) {
	conn, err := dial(url) // want `^open shared$`
	if err != nil {
		return
	}
	go conn.ReadMessage()
}

func closes(ctx context.Context, url string) error {
	conn, err := dial(url) // want `^closed shared$`
	if err != nil {
		return err
	}
	go func() {
		<-ctx.Done()
		conn.Close()
	}()
	return nil
}

func deferred(url string, check func() error) error {
	conn, err := dial(url) // want `^closed, open$`
	if err != nil {
		return err
	}
	if err := check(); err != nil {
		return err
	}
	defer conn.Close()
	return check()
}

func both(conn *websocket.Conn) (ok bool) {
	if conn.WriteJSON(1) != nil {
		conn.Close()
		return false
	}
	return true
}

func told(url string) (*websocket.Conn, bool) {
	conn, err := dial(url) // want `^closed used failed, returned used$`
	if err != nil {
		return nil, false
	}
	if !both(conn) {
		return nil, false
	}
	return conn, true
}

func again(url string) {
	for {
		conn, err := dial(url) // want `^replaced open used, replaced open used failed$`
		if err == nil {
			conn.ReadMessage()
		}
	}
}
