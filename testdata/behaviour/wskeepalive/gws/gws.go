// Package gws reads with neither deadline nor ping.
package gws

import "github.com/lxzan/gws"

// Read hands over what comes until the connection ends.
func Read(option *gws.ClientOption, handle func([]byte)) error {
	h := &handler{handle: handle}
	conn, _, err := gws.NewClient(h, option)
	if err != nil {
		return err
	}
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
