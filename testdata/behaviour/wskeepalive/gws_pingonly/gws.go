// Package gwspingonly pings, and looks for no answer.
package gwspingonly

import (
	"time"

	"github.com/lxzan/gws"
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

func (h *handler) OnOpen(conn *gws.Conn) {
	go func() {
		ticker := time.NewTicker(20 * time.Second)
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

func (h *handler) OnPing(conn *gws.Conn, payload []byte) { _ = conn.WritePong(payload) }

func (h *handler) OnPong(conn *gws.Conn, payload []byte) {}

func (h *handler) OnMessage(conn *gws.Conn, m *gws.Message) {
	defer m.Close()
	h.handle(m.Bytes())
}
