// Package xnet reads with golang.org/x/net/websocket.
package xnet

import (
	"bufio"
	"encoding/json"
	"io"
	"log"
	"os"

	"golang.org/x/net/websocket"
)

func message(ws *websocket.Conn, handle func(string)) {
	for {
		var msg string
		if err := websocket.Message.Receive(ws, &msg); err != nil { // want `Receive's is not used by the return`
			return
		}
		handle(msg)
	}
}

func object(ws *websocket.Conn) (name string) {
	var v struct{ Name string }
	websocket.JSON.Receive(ws, &v) // want `Receive's is not looked at`
	return v.Name
}

func bytes(ws *websocket.Conn) error {
	p := make([]byte, 512)
	n, _ := ws.Read(p) // want `Read's is assigned to _`
	os.Stdout.Write(p[:n])
	return nil
}

func copies(ws *websocket.Conn) {
	io.Copy(os.Stdout, ws) // want `Copy's is not looked at`
}

// The decoder reads the connection itself.
func decoder(ws *websocket.Conn) {
	dec := json.NewDecoder(ws)
	for {
		var v struct{ Name string }
		if err := dec.Decode(&v); err != nil { // want `Decode's is not used`
			break
		}
		println(v.Name)
	}
}

// A scanner keeps its error for whoever asks.
func lines(ws *websocket.Conn) {
	sc := bufio.NewScanner(ws)
	for sc.Scan() {
		println(sc.Text())
	}
}

func logged(ws *websocket.Conn) {
	if _, err := io.Copy(os.Stdout, ws); err != nil {
		log.Print(err)
	}
}
