// Package ws dials for package app, and closes for it.
package ws

import (
	"time"

	"github.com/gorilla/websocket"
)

// Dial leaves it to its callers to notice a dead peer.
func Dial(url string) (*websocket.Conn, error) {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil)
	return conn, err
}

// DialBounded has pongs renew the deadline, and pings.
func DialBounded(url string) (*websocket.Conn, error) {
	conn, err := Dial(url)
	if err != nil {
		return nil, err
	}
	conn.SetPongHandler(func(string) error { return conn.SetReadDeadline(time.Now().Add(time.Minute)) })
	go ping(conn)
	return conn, nil
}

func ping(conn *websocket.Conn) {
	for range time.Tick(time.Minute / 2) {
		if conn.WriteControl(websocket.PingMessage, nil, time.Now().Add(time.Second)) != nil {
			return
		}
	}
}

// Close sends a close frame first.
func Close(conn *websocket.Conn, code int) error {
	message := websocket.FormatCloseMessage(code, "")
	_ = conn.WriteControl(websocket.CloseMessage, message, time.Now().Add(time.Second))
	return conn.Close()
}
