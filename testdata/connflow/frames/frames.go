// Package frames has frames whose type is said in many ways.
package frames

import (
	"context"
	"io"
	"net"

	"github.com/gobwas/ws"
	"github.com/gobwas/ws/wsutil"
	"github.com/gorilla/websocket"
	xnet "golang.org/x/net/websocket"
)

func prepared() {
	conn, _, _ := websocket.DefaultDialer.Dial("ws://a", nil) // want `client: pinged in prepared$`
	m, _ := websocket.NewPreparedMessage(websocket.PingMessage, nil)
	conn.WritePreparedMessage(m)
}

func gobwas() {
	conn, br, _, _ := ws.Dial(context.Background(), "ws://a") // want `client: close frame sent in gobwas, pinged in gobwas, read in gobwas$`
	frame := ws.MaskFrameInPlace(ws.NewPingFrame(nil))
	conn.Write(ws.MustCompileFrame(frame))
	wsutil.WriteClientMessage(conn, ws.OpClose, nil)
	io.ReadAll(io.MultiReader(br, conn))
}

func compiled(conn net.Conn) {
	ws.Upgrade(conn) // want `server: close frame sent in compiled, pinged in compiled, written in compiled$`
	conn.Write(ws.CompiledPing)
	conn.Write(ws.CompiledClose)
	conn.Write([]byte("x"))
}

var pingCodec = xnet.Codec{Marshal: func(any) ([]byte, byte, error) { return nil, xnet.PingFrame, nil }}

func codec() {
	conn, _ := xnet.Dial("ws://a", "", "http://a") // want `client: pinged in codec, written in codec$`
	pingCodec.Send(conn, nil)
	xnet.Message.Send(conn, "x")
}

func echo(ws *xnet.Conn) { io.Copy(ws, ws) }

var handler = xnet.Handler(echo) // want `server: read in echo, written in echo$`

var server = xnet.Server{
	Handler: func(ws *xnet.Conn) { ws.Close() }, // want `server: closed in \(\)$`
}
