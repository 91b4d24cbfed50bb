// Package below closes what is below a connection, where a close frame may come
// first one day.
package below

import "github.com/lxzan/gws"

type handler struct {
	gws.BuiltinEventHandler
	done chan struct{}
}

func run(option *gws.ClientOption, stop chan struct{}) error {
	h := &handler{done: make(chan struct{})}
	conn, _, err := gws.NewClient(h, option)
	if err != nil {
		return err
	}
	go conn.ReadLoop()
	select {
	case <-stop:
		conn.NetConn().Close()
	case <-h.done:
	}
	return nil
}

func (h *handler) OnClose(*gws.Conn, error) { // want `OnClose is given it and never uses it; keep it: a log line would report this side's own closes, which nothing tells apart`
	close(h.done)
}
