// Package single holds connections that are read outside of a loop.
package single

import (
	"context"
	"net"

	"github.com/coder/websocket/wsjson"
	"github.com/gobwas/ws"
	"github.com/gobwas/ws/wsutil"
	"github.com/gorilla/websocket"
	xnet "golang.org/x/net/websocket"

	coder "github.com/coder/websocket"
)

// A request and its answer.
func ask(url string, question []byte) ([]byte, error) {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil) // want `none`
	if err != nil {
		return nil, err
	}
	defer conn.Close()
	if err := conn.WriteMessage(websocket.TextMessage, question); err != nil {
		return nil, err
	}
	_, answer, err := conn.ReadMessage()
	return answer, err
}

// Two answers.
func askTwice(url string) (a, b []byte, err error) {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil) // want `none`
	if err != nil {
		return nil, nil, err
	}
	defer conn.Close()
	if err := conn.WriteJSON("?"); err != nil {
		return nil, nil, err
	}
	if _, a, err = conn.ReadMessage(); err != nil {
		return nil, nil, err
	}
	_, b, err = conn.ReadMessage()
	return a, b, err
}

// The same with coder: its context is no deadline of its own.
func askCoder(url string) (answer string, err error) {
	ctx := context.Background()
	conn, _, err := coder.Dial(ctx, url, nil) // want `with no timeout and no ping`
	if err != nil {
		return "", err
	}
	defer conn.CloseNow()
	if err := wsjson.Write(ctx, conn, "?"); err != nil {
		return "", err
	}
	err = wsjson.Read(ctx, conn, &answer)
	return answer, err
}

// With gobwas.
func askGobwas(ctx context.Context, url string) ([]byte, error) {
	conn, _, _, err := ws.Dial(ctx, url) // want `none`
	if err != nil {
		return nil, err
	}
	defer conn.Close()
	if err := wsutil.WriteClientText(conn, []byte("?")); err != nil {
		return nil, err
	}
	return wsutil.ReadServerText(conn)
}

// With x/net.
func askXnet(url string) (answer string, err error) {
	conn, err := xnet.Dial(url, "", url) // want `none`
	if err != nil {
		return "", err
	}
	defer conn.Close()
	if err := xnet.Message.Send(conn, "?"); err != nil {
		return "", err
	}
	err = xnet.Message.Receive(conn, &answer)
	return answer, err
}

// Over a net.Conn that was made here.
func askUnder(url string) ([]byte, error) {
	raw, err := net.Dial("tcp", url)
	if err != nil {
		return nil, err
	}
	config, err := xnet.NewConfig(url, url)
	if err != nil {
		return nil, err
	}
	conn, err := xnet.NewClient(config, raw) // want `none`
	if err != nil {
		return nil, err
	}
	defer conn.Close()
	if _, err := conn.Write([]byte("?")); err != nil {
		return nil, err
	}
	buf := make([]byte, 512)
	n, err := conn.Read(buf)
	return buf[:n], err
}

// Asked in another function.
func elsewhere(url string) ([]byte, error) {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil) // want `none`
	if err != nil {
		return nil, err
	}
	defer conn.Close()
	send(conn)
	_, msg, err := conn.ReadMessage()
	return msg, err
}

func send(conn *websocket.Conn) { conn.WriteMessage(websocket.TextMessage, nil) }

// Nothing tests the error, and nobody gets the connection.
func unchecked(url string) string {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil) // want `none`
	if err != nil {
		return ""
	}
	_ = conn.WriteMessage(websocket.TextMessage, []byte("?"))
	_, answer, _ := conn.ReadMessage()
	return string(answer)
}
