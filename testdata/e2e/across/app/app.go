// Package app has its connections from package ws.
package app

import (
	"github.com/gorilla/websocket"

	"github.com/wsvet/wsvet/testdata/e2e/across/ws"
)

func listen(url string, handle func([]byte)) error {
	conn, err := ws.Dial(url) // want `wskeepalive/none`
	if err != nil {
		return err
	}
	defer ws.Close(conn, websocket.CloseAbnormalClosure) // want `wsclosecode/reserved`
	for {
		_, message, err := conn.ReadMessage()
		if err != nil {
			return err
		}
		handle(message)
	}
}

func listenBounded(url string, handle func([]byte)) error {
	conn, err := ws.DialBounded(url)
	if err != nil {
		return err
	}
	defer ws.Close(conn, websocket.CloseNormalClosure)
	for {
		_, message, err := conn.ReadMessage()
		if err != nil {
			return err
		}
		handle(message)
	}
}
