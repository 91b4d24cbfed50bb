// Package ownclose closes connections of a library that does not say so.
package ownclose

import "github.com/lxzan/gws"

type handler struct {
	gws.BuiltinEventHandler
	gone chan *gws.Conn
}

// To log the error here is to log each close of this side, too.
func (h *handler) OnClose(conn *gws.Conn, err error) { // want `OnClose is given it and never uses it; keep it: a log line would report this side's own closes, which nothing tells apart`
	h.gone <- conn
}

func (h *handler) OnMessage(conn *gws.Conn, message *gws.Message) {
	defer message.Close()
	if message.Data.Len() == 0 {
		conn.WriteClose(1000, nil)
	}
}
