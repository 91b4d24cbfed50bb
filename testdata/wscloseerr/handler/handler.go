// Package handler sets close handlers.
package handler

import (
	"context"
	"log"
	"time"

	"github.com/gorilla/websocket"
)

func drops(conn *websocket.Conn) error {
	conn.SetCloseHandler(func(int, string) error { return nil }) // want `close handler sends no close frame: it takes the place of the library's, which echoes the frame, so the peer sees 1006 \(wscloseerr/handler\)`
	_, _, err := conn.ReadMessage()
	return err
}

func signals(conn *websocket.Conn, done chan struct{}) error {
	conn.SetCloseHandler(func(code int, text string) error { // want `close handler sends no close frame`
		close(done)
		return nil
	})
	_, _, err := conn.ReadMessage()
	return err
}

type client struct {
	conn   *websocket.Conn
	closed bool
}

// The field may hold another connection when the handler runs.
func (c *client) field(url string) error {
	var err error
	if c.conn, _, err = websocket.DefaultDialer.Dial(url, nil); err != nil {
		return err
	}
	c.conn.SetCloseHandler(func(_ int, _ string) error { // want `close handler sends no close frame`
		c.closed = true
		return nil
	})
	for {
		if _, _, err := c.conn.ReadMessage(); err != nil {
			return err
		}
	}
}

// A function that is declared elsewhere has no connection to write to.
func declared(conn *websocket.Conn) error {
	conn.SetCloseHandler(ignore)
	_, _, err := conn.ReadMessage()
	return err
}

func ignore(int, string) error { // want `close handler sends no close frame`
	return nil
}

func (c *client) onClose(code int, text string) error { // want `close handler sends no close frame`
	c.closed = true
	return nil
}

func (c *client) method() error {
	c.conn.SetCloseHandler(c.onClose)
	_, _, err := c.conn.ReadMessage()
	return err
}

// To use the code does not answer the peer.
func logs(conn *websocket.Conn) error {
	conn.SetCloseHandler(func(code int, text string) error { // want `close handler sends no close frame`
		log.Println(code)
		return nil
	})
	_, _, err := conn.ReadMessage()
	return err
}

func keepsCode(conn *websocket.Conn, codes map[int]int) error {
	conn.SetCloseHandler(func(code int, text string) error { // want `close handler sends no close frame`
		codes[code]++
		return &websocket.CloseError{Code: code, Text: text}
	})
	_, _, err := conn.ReadMessage()
	return err
}

// The writer ends at the signal, and sends no frame then.
func endsWriter(conn *websocket.Conn, messages chan string) error {
	gone := make(chan int)
	conn.SetCloseHandler(func(code int, _ string) error { // want `close handler sends no close frame`
		gone <- code
		return nil
	})
	go func() {
		for {
			select {
			case <-gone:
				return
			case m, ok := <-messages:
				if !ok {
					bye(conn)
					return
				}
				conn.WriteMessage(websocket.TextMessage, []byte(m))
			}
		}
	}()
	for {
		if _, _, err := conn.ReadMessage(); err != nil {
			return err
		}
	}
}

// What follows is silent.

// The writer answers when it is told.
func tellsWriter(conn *websocket.Conn, messages chan string) error {
	gone := make(chan int)
	conn.SetCloseHandler(func(code int, _ string) error {
		gone <- code
		return nil
	})
	go func() {
		for {
			select {
			case code := <-gone:
				conn.WriteMessage(websocket.CloseMessage, websocket.FormatCloseMessage(code, ""))
				return
			case m := <-messages:
				conn.WriteMessage(websocket.TextMessage, []byte(m))
			}
		}
	}()
	for {
		if _, _, err := conn.ReadMessage(); err != nil {
			return err
		}
	}
}

func cancels(ctx context.Context, conn *websocket.Conn) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	conn.SetCloseHandler(func(int, string) error {
		cancel()
		return nil
	})
	go func() {
		<-ctx.Done()
		bye(conn)
	}()
	for {
		if _, _, err := conn.ReadMessage(); err != nil {
			return err
		}
	}
}

func nilHandler(conn *websocket.Conn) error {
	conn.SetCloseHandler(nil)
	_, _, err := conn.ReadMessage()
	return err
}

func echoes(conn *websocket.Conn) error {
	conn.SetCloseHandler(func(int, string) error {
		return conn.WriteControl(websocket.CloseMessage, nil, time.Now().Add(time.Second))
	})
	_, _, err := conn.ReadMessage()
	return err
}

func echoesInHelper(conn *websocket.Conn) error {
	conn.SetCloseHandler(func(int, string) error {
		bye(conn)
		return nil
	})
	_, _, err := conn.ReadMessage()
	return err
}

func bye(conn *websocket.Conn) {
	conn.WriteMessage(websocket.CloseMessage, []byte{})
}

func keepsDefault(conn *websocket.Conn) error {
	echo := conn.CloseHandler()
	conn.SetCloseHandler(func(code int, text string) error { return echo(code, text) })
	_, _, err := conn.ReadMessage()
	return err
}

// The frame is sent in answer to the read's error.
func answersLater(conn *websocket.Conn) error {
	conn.SetCloseHandler(func(int, string) error { return nil })
	for {
		if _, _, err := conn.ReadMessage(); err != nil {
			bye(conn)
			return err
		}
	}
}

func answersDeferred(conn *websocket.Conn) error {
	conn.SetCloseHandler(func(int, string) error { return nil })
	defer bye(conn)
	for {
		if _, _, err := conn.ReadMessage(); err != nil {
			return err
		}
	}
}

type answering struct{ conn *websocket.Conn }

func (a *answering) open() {
	a.conn.SetCloseHandler(func(int, string) error { return nil })
	go a.run()
}

func (a *answering) run() {
	if err := a.read(); err != nil {
		log.Print(err)
	}
	bye(a.conn)
}

func (a *answering) read() error {
	for {
		if _, _, err := a.conn.ReadMessage(); err != nil {
			return err
		}
	}
}

// The connection is read, and answered perhaps, by code that cannot be seen.
func handsAway(conn *websocket.Conn, serve func(*websocket.Conn)) {
	conn.SetCloseHandler(func(int, string) error { return nil })
	serve(conn)
}

// A handler from outside may do anything.
func fromOutside(conn *websocket.Conn, h func(int, string) error) error {
	conn.SetCloseHandler(h)
	_, _, err := conn.ReadMessage()
	return err
}
