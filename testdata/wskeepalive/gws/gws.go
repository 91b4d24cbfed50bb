// Package gws holds clients of lxzan/gws.
package gws

import (
	"fmt"
	"time"

	"github.com/lxzan/gws"
)

func dial(addr string) error {
	conn, _, err := gws.NewClient(&handler{}, &gws.ClientOption{Addr: addr}) // want `read at line 16 with no read deadline and no ping`
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

// Pings and write deadlines of its own: the read deadline is what is missing.
func dialPinged(addr string) error {
	conn, _, err := gws.NewClient(&pinged{}, &gws.ClientOption{Addr: addr}) // want `pingonly`
	if err != nil {
		return err
	}
	go func() {
		for range time.Tick(20 * time.Second) {
			_ = conn.SetWriteDeadline(time.Now().Add(time.Second))
			if err := conn.WritePing(nil); err != nil {
				return
			}
		}
	}()
	conn.ReadLoop()
	return nil
}

type pinged struct {
	n int
}

func (p *pinged) OnOpen(conn *gws.Conn) {}

func (p *pinged) OnClose(conn *gws.Conn, err error) { fmt.Println(err) }

func (p *pinged) OnPing(conn *gws.Conn, payload []byte) { _ = conn.WritePong(payload) }

func (p *pinged) OnPong(conn *gws.Conn, payload []byte) {}

func (p *pinged) OnMessage(conn *gws.Conn, message *gws.Message) {
	defer message.Close()
	p.n++
}
