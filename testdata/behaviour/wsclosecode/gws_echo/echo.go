// Package gwsecho hands on the close code that it was told, whatever it is.
package gwsecho

import (
	"errors"
	"time"

	"github.com/lxzan/gws"
)

const newsWait = time.Minute

// Relay hands on what comes from one side until that ends, and how it ended.
func Relay(from, to *gws.ClientOption) error {
	dst, _, err := gws.NewClient(gws.BuiltinEventHandler{}, to)
	if err != nil {
		return err
	}
	src, _, err := gws.NewClient(&relay{dst: dst}, from)
	if err != nil {
		return err
	}
	src.ReadLoop()
	return nil
}

type relay struct {
	gws.BuiltinEventHandler
	dst *gws.Conn
}

func (r *relay) OnOpen(src *gws.Conn) { _ = src.SetReadDeadline(time.Now().Add(newsWait)) }

func (r *relay) OnMessage(src *gws.Conn, m *gws.Message) {
	defer m.Close()
	_ = src.SetReadDeadline(time.Now().Add(newsWait))
	_ = r.dst.WriteMessage(m.Opcode, m.Bytes())
}

func (r *relay) OnClose(_ *gws.Conn, err error) {
	var closed *gws.CloseError
	if errors.As(err, &closed) {
		_ = r.dst.WriteClose(closed.Code, closed.Reason)
		return
	}
	_ = r.dst.WriteClose(1011, []byte(err.Error()))
}
