// Package handshake bounds the reads of a handshake alone.
package handshake

import (
	"context"
	"errors"
	"fmt"
	"time"

	coder "github.com/coder/websocket"
	"github.com/coder/websocket/wsjson"
	"github.com/gorilla/websocket"
	"github.com/lxzan/gws"
)

func read(conn *websocket.Conn, each func([]byte)) error {
	for i := 0; i < 1000; i++ {
		_, p, err := conn.ReadMessage()
		if err != nil {
			return err
		}
		each(p)
	}
	return nil
}

type client struct {
	conn *websocket.Conn
	each func([]byte)
}

// Its error returns leave the deadline set, and the caller gives up.
func (c *client) login() error {
	if err := c.conn.SetReadDeadline(time.Now().Add(time.Second)); err != nil {
		return err
	}
	var answer struct{ OK bool }
	if err := c.conn.ReadJSON(&answer); err != nil {
		return fmt.Errorf("login: %w", err)
	}
	if !answer.OK {
		return errors.New("login: refused")
	}
	return c.conn.SetReadDeadline(time.Time{})
}

func (c *client) run(url string) (err error) {
	c.conn, _, err = websocket.DefaultDialer.Dial(url, nil) // want `none`
	if err != nil {
		return err
	}
	defer c.conn.Close()
	if err := c.login(); err != nil {
		return err
	}
	return read(c.conn, c.each)
}

// What is set in a helper, and lifted by its caller.
func outside(url string, each func([]byte)) error {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil) // want `none`
	if err != nil {
		return err
	}
	arm(conn)
	if _, _, err := conn.ReadMessage(); err != nil {
		conn.Close()
		return err
	}
	disarm(conn)
	return read(conn, each)
}

func arm(conn *websocket.Conn)    { _ = conn.SetReadDeadline(time.Now().Add(time.Second)) }
func disarm(conn *websocket.Conn) { _ = conn.SetReadDeadline(time.Time{}) }

// Never lifted: it ends the stream, too.
func kept(url string) error {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil)
	if err != nil {
		return err
	}
	arm(conn)
	for i := 0; i < 1000; i++ {
		if _, _, err := conn.ReadMessage(); err != nil {
			return err
		}
	}
	return nil
}

// A handshake in several messages is a loop of its own.
func negotiated(url string, each func([]byte)) error {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil) // want `none`
	if err != nil {
		return err
	}
	for done := false; !done; {
		arm(conn)
		var step struct{ Done bool }
		if err := conn.ReadJSON(&step); err != nil {
			return err
		}
		done = step.Done
	}
	disarm(conn)
	return read(conn, each)
}

// The first reads have a timeout, the stream has none.
func streamed(ctx context.Context, url string, each func([]byte)) error {
	conn, _, err := coder.Dial(ctx, url, nil) // want `none`
	if err != nil {
		return err
	}
	defer conn.CloseNow()
	for done := false; !done; {
		if done, err = step(ctx, conn); err != nil {
			return err
		}
	}
	for i := 0; i < 1000; i++ {
		_, p, err := conn.Read(context.Background())
		if err != nil {
			return err
		}
		each(p)
	}
	return nil
}

func step(ctx context.Context, conn *coder.Conn) (done bool, err error) {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	err = wsjson.Read(ctx, conn, &done)
	return done, err
}

// Each message that arrives lifts the deadline that was set for the first.
func first(url string, each func([]byte)) error {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil) // want `none`
	if err != nil {
		return err
	}
	arm(conn)
	for i := 0; i < 1000; i++ {
		_, p, err := conn.ReadMessage()
		if err != nil {
			return err
		}
		disarm(conn)
		each(p)
	}
	return nil
}

// Each message that arrives lifts the deadline, and each read sets it anew.
func every(url string, each func([]byte)) error {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil)
	if err != nil {
		return err
	}
	for i := 0; i < 1000; i++ {
		arm(conn)
		_, p, err := conn.ReadMessage()
		if err != nil {
			return err
		}
		disarm(conn)
		each(p)
	}
	return nil
}

type greeted struct {
	gws.BuiltinEventHandler
	each func([]byte)
}

func (greeted) OnOpen(c *gws.Conn) { _ = c.SetReadDeadline(time.Now().Add(time.Second)) }

func (g greeted) OnMessage(c *gws.Conn, m *gws.Message) {
	_ = c.SetReadDeadline(time.Time{})
	g.each(m.Bytes())
}

func events(url string, each func([]byte)) error {
	conn, _, err := gws.NewClient(greeted{each: each}, &gws.ClientOption{Addr: url}) // want `none`
	if err != nil {
		return err
	}
	conn.ReadLoop()
	return nil
}
