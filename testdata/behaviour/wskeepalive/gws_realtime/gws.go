// Package gwsrealtime writes beside its read loop. A mutex of the library is held
// while a write waits, so that the clock of a bubble stands still.
package gwsrealtime

import "github.com/lxzan/gws"

// Chat writes what comes out of the channel, and hands over what comes over the
// connection, until it ends.
func Chat(option *gws.ClientOption, out <-chan []byte, handle func([]byte)) error {
	h := &handler{handle: handle}
	conn, _, err := gws.NewClient(h, option)
	if err != nil {
		return err
	}
	go func() {
		for msg := range out {
			if err := conn.WriteMessage(gws.OpcodeBinary, msg); err != nil {
				return
			}
		}
	}()
	conn.ReadLoop()
	return h.err
}

type handler struct {
	handle func([]byte)
	err    error
}

func (h *handler) OnOpen(conn *gws.Conn) {}

func (h *handler) OnClose(conn *gws.Conn, err error) { h.err = err }

func (h *handler) OnPing(conn *gws.Conn, payload []byte) { _ = conn.WritePong(payload) }

func (h *handler) OnPong(conn *gws.Conn, payload []byte) {}

func (h *handler) OnMessage(conn *gws.Conn, m *gws.Message) {
	defer m.Close()
	h.handle(m.Bytes())
}
