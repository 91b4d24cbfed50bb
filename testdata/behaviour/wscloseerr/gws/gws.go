// Package gws is told why a connection ended, and keeps it to itself.
package gws

import (
	"context"
	"log"
	"time"

	"github.com/lxzan/gws"
)

const newsWait = time.Minute

// Run hands over what comes until the connection ends, or ctx, with which it
// closes.
func Run(ctx context.Context, option *gws.ClientOption, handle func([]byte)) {
	h := &handler{handle: handle, done: make(chan struct{})}
	conn, _, err := gws.NewClient(h, option)
	if err != nil {
		log.Printf("dial: %v", err)
		return
	}
	stop := context.AfterFunc(ctx, func() { _ = conn.WriteClose(1000, nil) })
	defer stop()
	go conn.ReadLoop()
	<-h.done
}

type handler struct {
	gws.BuiltinEventHandler
	handle func([]byte)
	done   chan struct{}
}

func (h *handler) OnOpen(conn *gws.Conn) { _ = conn.SetReadDeadline(time.Now().Add(newsWait)) }

func (h *handler) OnMessage(conn *gws.Conn, m *gws.Message) {
	defer m.Close()
	h.handle(m.Bytes())
	_ = conn.SetReadDeadline(time.Now().Add(newsWait))
}

func (h *handler) OnClose(*gws.Conn, error) { close(h.done) }
