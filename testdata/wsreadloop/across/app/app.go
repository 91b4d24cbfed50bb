// Package app reads on with the help of lib.
package app

import (
	"log"

	"github.com/gorilla/websocket"

	"github.com/wsvet/wsvet/testdata/wsreadloop/across/lib"
)

func run(conn *websocket.Conn, handle func(string)) {
	for {
		text, err := lib.Read(conn) // want `the loop at line 13 reads`
		if err != nil {
			log.Print(err)
			continue
		}
		handle(text)
	}
}
