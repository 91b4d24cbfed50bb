// Package gwsright has a deadline that everything that comes renews, pongs to its
// pings among it. It bounds the writes, too: the library writes a close frame when
// a read fails.
package gwsright

import (
	"time"

	"github.com/lxzan/gws"
)

const (
	pongWait   = 60 * time.Second
	pingPeriod = 45 * time.Second
)

// Read hands over what comes until the connection ends.
func Read(option *gws.ClientOption, handle func([]byte)) error {
	h := &handler{handle: handle, done: make(chan struct{})}
	conn, _, err := gws.NewClient(h, option)
	if err != nil {
		return err
	}
	conn.ReadLoop()
	return h.err
}

type handler struct {
	handle func([]byte)
	done   chan struct{}
	err    error
}

func extend(conn *gws.Conn) { _ = conn.SetDeadline(time.Now().Add(pongWait)) }

func (h *handler) OnOpen(conn *gws.Conn) {
	extend(conn)
	go func() {
		ticker := time.NewTicker(pingPeriod)
		defer ticker.Stop()
		for {
			select {
			case <-h.done:
				return
			case <-ticker.C:
				if err := conn.WritePing(nil); err != nil {
					return
				}
			}
		}
	}()
}

func (h *handler) OnClose(conn *gws.Conn, err error) {
	h.err = err
	close(h.done)
}

func (h *handler) OnPing(conn *gws.Conn, payload []byte) {
	extend(conn)
	_ = conn.WritePong(payload)
}

func (h *handler) OnPong(conn *gws.Conn, payload []byte) { extend(conn) }

func (h *handler) OnMessage(conn *gws.Conn, m *gws.Message) {
	_ = conn.SetWriteDeadline(time.Time{})
	defer extend(conn) // the handler's time does not count
	defer m.Close()
	h.handle(m.Bytes())
}
