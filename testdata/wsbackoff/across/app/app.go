// Package app dials through package lib.
package app

import (
	"github.com/gorilla/websocket"

	"github.com/wsvet/wsvet/testdata/wsbackoff/across/lib"
)

func hasty(url string) *websocket.Conn {
	for {
		if conn, err := lib.Connect(url); err == nil { // want `wsbackoff/none`
			return conn
		}
	}
}

// What waits in package lib is not judged from here.
func patient(url string) *websocket.Conn {
	for {
		if conn, err := lib.Patient(url); err == nil {
			return conn
		}
	}
}
