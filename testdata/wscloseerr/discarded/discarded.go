// Package discarded holds reads whose error nothing takes up.
package discarded

import (
	"io"
	"os"

	"github.com/gorilla/websocket"
)

func blank(conn *websocket.Conn) []byte {
	_, msg, _ := conn.ReadMessage() // want `the error that says why the connection ended is dropped: ReadMessage's is assigned to _ \(wscloseerr/read\)`
	return msg
}

func blankReturned(conn *websocket.Conn) ([]byte, error) {
	_, msg, _ := conn.ReadMessage() // want `ReadMessage's is assigned to _`
	return msg, nil
}

func predeclared(conn *websocket.Conn) ([]byte, error) {
	var msg []byte
	_, msg, _ = conn.ReadMessage() // want `ReadMessage's is assigned to _`
	return msg, nil
}

func statement(conn *websocket.Conn) (v struct{ Name string }) {
	conn.ReadJSON(&v) // want `ReadJSON's is not looked at`
	return v
}

func underscore(conn *websocket.Conn) (v struct{ Name string }) {
	_ = conn.ReadJSON(&v) // want `ReadJSON's is assigned to _`
	return v
}

func copies(conn *websocket.Conn) {
	_, r, err := conn.NextReader()
	if err != nil {
		panic(err)
	}
	io.Copy(os.Stdout, r) // want `Copy's is not looked at`
}

func copiesLast(conn *websocket.Conn) error {
	_, r, err := conn.NextReader()
	if err != nil {
		return err
	}
	io.Copy(os.Stdout, r) // want `Copy's is not looked at`
	return nil
}

// A return would leave the lock held.
func copiesAndGoesOn(conn *websocket.Conn, done chan struct{}) error {
	_, r, err := conn.NextReader()
	if err != nil {
		return err
	}
	data, _ := io.ReadAll(r) // want `ReadAll's is assigned to _`
	_, err = os.Stdout.Write(data)
	close(done)
	return err
}

// The name err is taken.
func taken(conn *websocket.Conn, write func([]byte) error) error {
	_, msg, _ := conn.ReadMessage() // want `ReadMessage's is assigned to _`
	err := write(msg)
	return err
}

func condition(conn *websocket.Conn) {
	var v struct{ Name string }
	for {
		if conn.ReadJSON(&v) != nil { // want `ReadJSON's is compared with nil and has no name`
			return
		}
		println(v.Name)
	}
}

func conditionReturned(conn *websocket.Conn) (string, error) {
	var v struct{ Name string }
	if conn.ReadJSON(&v) != nil { // want `ReadJSON's is compared with nil`
		return "", nil
	}
	return v.Name, nil
}

// A function that returns errors leaves the loop.
func loop(conn *websocket.Conn, handle func([]byte)) error {
	for {
		_, msg, _ := conn.ReadMessage() // want `ReadMessage's is assigned to _`
		handle(msg)
	}
}

// An error that is thrown away by hand is none that is used.
func byHand(conn *websocket.Conn) []byte {
	_, msg, err := conn.ReadMessage() // want `ReadMessage's is not used`
	_ = err
	return msg
}

// A body on one line gets lines of its own.
func oneLine(conn *websocket.Conn, v *struct{ Name string }) { conn.ReadJSON(v) } // want `ReadJSON's is not looked at`
