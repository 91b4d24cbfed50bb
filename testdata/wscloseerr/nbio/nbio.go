// Package nbio has handlers that nbio calls when a connection ends.
package nbio

import (
	"log"

	"github.com/lesismal/nbio/nbhttp/websocket"
)

func ends(options *websocket.Options, ended chan<- struct{}) {
	options.OnClose(func(*websocket.Conn, error) { // want `wscloseerr/event`
		close(ended)
	})
}

func logged(options *websocket.Options) {
	options.OnClose(func(_ *websocket.Conn, err error) { log.Print(err) })
}

type client struct{ done chan struct{} }

func (c *client) onClose(_ *websocket.Conn, err error) { // want `onClose is given it and never uses it`
	close(c.done)
}

func (c *client) set(conn *websocket.Conn) { conn.OnClose(c.onClose) }

// The handler of the library answers; one of one's own has to.
func closeHandlers(options, other *websocket.Options) {
	options.SetCloseHandler(func(_ *websocket.Conn, code int, reason string) { // want `wscloseerr/handler`
		log.Print(code, reason)
	})
	other.SetCloseHandler(func(conn *websocket.Conn, code int, reason string) {
		log.Print(code, reason)
		_ = conn.WriteMessage(websocket.CloseMessage, nil)
	})
}
