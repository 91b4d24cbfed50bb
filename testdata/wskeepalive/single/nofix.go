package single

import (
	"context"

	coder "github.com/coder/websocket"
	"github.com/gorilla/websocket"
)

// Nothing was asked: the event may take its time.
func event(url string) ([]byte, error) {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil) // want `no fix, as nobody may owe an answer \(wskeepalive/none\)`
	if err != nil {
		return nil, err
	}
	defer conn.Close()
	_, msg, err := conn.ReadMessage()
	return msg, err
}

// Asked on one path only.
func maybe(url string, ask bool) ([]byte, error) {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil) // want `no fix, as nobody may owe an answer \(wskeepalive/none\)`
	if err != nil {
		return nil, err
	}
	defer conn.Close()
	if ask {
		conn.WriteMessage(websocket.TextMessage, nil)
	}
	_, msg, err := conn.ReadMessage()
	return msg, err
}

// A pong is no request.
func ponged(url string) ([]byte, error) {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil) // want `no fix, as nobody may owe an answer \(wskeepalive/none\)`
	if err != nil {
		return nil, err
	}
	defer conn.Close()
	conn.WriteMessage(websocket.PongMessage, nil)
	_, msg, err := conn.ReadMessage()
	return msg, err
}

// A loop that ends by itself is none to set up pings for, and its last read may
// have nothing to do with the request.
func counted(url string) {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil) // want `leave the loop when a read fails, before a deadline makes it spin there \(wskeepalive/none\)`
	if err != nil {
		return
	}
	defer conn.Close()
	conn.WriteMessage(websocket.TextMessage, nil)
	for i := 0; i < 3; i++ {
		conn.ReadMessage()
	}
}

// The deadline would be left behind for the other read.
func spread(url string) {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil) // want `no fix, as nobody may owe an answer \(wskeepalive/none\)`
	if err != nil {
		return
	}
	conn.WriteMessage(websocket.TextMessage, nil)
	conn.ReadMessage()
	wait(conn)
}

func wait(conn *websocket.Conn) { conn.ReadMessage() }

// A context that is a parameter bounds a single read.
func given(ctx context.Context, url string) ([]byte, error) {
	conn, _, err := coder.Dial(ctx, url, nil)
	if err != nil {
		return nil, err
	}
	defer conn.CloseNow()
	_, msg, err := conn.Read(ctx)
	return msg, err
}
