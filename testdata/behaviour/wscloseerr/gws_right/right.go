// Package gwsright tells the log why a connection ended.
package gwsright

import (
	"context"
	"errors"
	"log"
	"time"

	"github.com/lxzan/gws"
)

const newsWait = time.Minute

// Run hands over what comes until the connection ends, or ctx, with which it
// closes.
func Run(ctx context.Context, option *gws.ClientOption, handle func([]byte)) {
	h := &handler{handle: handle, done: make(chan error, 1)}
	conn, _, err := gws.NewClient(h, option)
	if err != nil {
		log.Printf("dial: %v", err)
		return
	}
	stop := context.AfterFunc(ctx, func() { _ = conn.WriteClose(1000, nil) })
	defer stop()
	go conn.ReadLoop()
	// What the library says of the own goodbye is of no type to test for.
	if err := <-h.done; ctx.Err() == nil && !ordinary(err) {
		log.Printf("closed: %v", err)
	}
}

// ordinary reports whether a connection ended with err as connections do.
func ordinary(err error) bool {
	var closed *gws.CloseError
	if !errors.As(err, &closed) {
		return false
	}
	switch closed.Code {
	case 0, 1000, 1001:
		return true
	}
	return false
}

type handler struct {
	gws.BuiltinEventHandler
	handle func([]byte)
	done   chan error
}

func (h *handler) OnOpen(conn *gws.Conn) { _ = conn.SetReadDeadline(time.Now().Add(newsWait)) }

func (h *handler) OnMessage(conn *gws.Conn, m *gws.Message) {
	defer m.Close()
	h.handle(m.Bytes())
	_ = conn.SetReadDeadline(time.Now().Add(newsWait))
}

func (h *handler) OnClose(_ *gws.Conn, err error) { h.done <- err }
