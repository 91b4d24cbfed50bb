// Package app closes what it dials, after the help of lib.
package app

import (
	"github.com/gorilla/websocket"

	"github.com/wsvet/wsvet/testdata/wsclosehandshake/across/lib"
)

func polite(url string) error {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil)
	if err != nil {
		return err
	}
	err = lib.Hello(conn)
	lib.Bye(conn)
	conn.Close()
	return err
}

func rude(url string) error {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil)
	if err != nil {
		return err
	}
	err = lib.Hello(conn)
	conn.Close() // want `connection dialed at line 22 is closed here without a close frame`
	return err
}
