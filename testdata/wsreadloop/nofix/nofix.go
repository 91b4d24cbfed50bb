// Package nofix reads on where no edit is right.
package nofix

import (
	"log"

	"github.com/gorilla/websocket"
)

// More is to be done behind the loop.
func more(conn *websocket.Conn, limit int, handle func([]byte)) {
	for range limit {
		_, data, err := conn.ReadMessage() // want `the loop at line 12 reads .*; leave the loop there`
		if err != nil {
			log.Print(err)
			continue
		}
		handle(data)
	}
	log.Print("done")
}

// The error is not looked at.
func blind(conn *websocket.Conn, handle func([]byte)) {
	for {
		_, data, _ := conn.ReadMessage() // want `the loop at line 25 reads .*; leave the loop there`
		handle(data)
	}
}
