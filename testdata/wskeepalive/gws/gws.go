// Package gws holds clients of lxzan/gws.
package gws

import (
	"fmt"

	"github.com/lxzan/gws"
)

func dial(addr string) error {
	conn, _, err := gws.NewClient(&handler{}, &gws.ClientOption{Addr: addr}) // want `read at line 15 with no read deadline and no ping`
	if err != nil {
		return err
	}
	conn.ReadLoop()
	return nil
}

type handler struct {
	n int
}

func (h *handler) OnOpen(conn *gws.Conn) {
	_ = conn.WriteString("hello")
}

func (h *handler) OnClose(conn *gws.Conn, err error) { fmt.Println(err) }

func (h *handler) OnPing(socket *gws.Conn, payload []byte) {
	_ = socket.WritePong(payload)
}

func (h *handler) OnPong(socket *gws.Conn, payload []byte) {}

func (h *handler) OnMessage(socket *gws.Conn, message *gws.Message) {
	defer message.Close()
	h.n++
	fmt.Println(message.Data.String())
}
