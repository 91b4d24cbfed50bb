// Package nbio dials with nbio, whose engine reads with a deadline of its own: two
// minutes after the last frame, unless Options.KeepaliveTime says otherwise.
package nbio

import (
	"github.com/lesismal/nbio/nbhttp"
	"github.com/lesismal/nbio/nbhttp/websocket"
)

func listen(engine *nbhttp.Engine, url string, handle func([]byte)) (*websocket.Conn, error) {
	options := websocket.NewOptions()
	options.OnMessage(func(_ *websocket.Conn, _ websocket.MessageType, data []byte) { handle(data) })
	dialer := &websocket.Dialer{Engine: engine, Options: options}
	conn, _, err := dialer.Dial(url, nil)
	if err != nil {
		return nil, err
	}
	return conn, conn.WriteMessage(websocket.TextMessage, []byte("hello"))
}
