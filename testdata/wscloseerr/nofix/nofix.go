// Package nofix holds findings for which no local edit is right: they say what
// to do.
package nofix

import (
	"io"
	"os"

	"github.com/gorilla/websocket"
	xws "golang.org/x/net/websocket"
)

// The call has nowhere to leave its error.
func started(ws *xws.Conn) {
	go io.Copy(os.Stdout, ws)    // want `Copy's is lost in the statement that starts the call`
	defer io.Copy(os.Stdout, ws) // want `Copy's is lost in the statement that starts the call`
}

// More than the loop would be left, or less.
func loop(conn *websocket.Conn, handle func([]byte)) {
	if conn != nil {
		for {
			_, msg, _ := conn.ReadMessage() // want `ReadMessage's is assigned to _; leave the loop with it`
			handle(msg)
		}
	}
}

func loopWithResult(conn *websocket.Conn, done func([]byte) bool) int {
	for n := 0; ; n++ {
		_, msg, _ := conn.ReadMessage() // want `ReadMessage's is assigned to _; leave the loop with it`
		if done(msg) {
			return n
		}
	}
}

// The error may be of what a message holds.
func loopStatement(conn *websocket.Conn, handle func(string)) {
	var v struct{ Name string }
	for {
		conn.ReadJSON(&v) // want `ReadJSON's is not looked at; leave the loop with it`
		handle(v.Name)
	}
}

// A timeout leaves the connection usable.
func loopReceive(ws *xws.Conn, handle func([]byte)) {
	p := make([]byte, 512)
	for {
		n, _ := ws.Read(p) // want `Read's is assigned to _; leave the loop with it`
		handle(p[:n])
	}
}

// A condition that is none of an if statement alone.
func conditions(conn *websocket.Conn, handle func(string)) {
	var v struct{ Name string }
	for conn.ReadJSON(&v) == nil { // want `ReadJSON's is compared with nil and has no name`
		handle(v.Name)
	}
	if v.Name == "" && conn.ReadJSON(&v) != nil { // want `ReadJSON's is compared with nil and has no name`
		return
	}
	if err := conn.WriteMessage(websocket.TextMessage, nil); err == nil && conn.ReadJSON(&v) == nil { // want `ReadJSON's is compared with nil and has no name`
		handle(v.Name)
	}
	switch {
	case conn.ReadJSON(&v) != nil: // want `ReadJSON's is compared with nil and has no name`
		return
	}
	handle(v.Name)
}

// The read stands in the head of a statement that goes on in any case.
func head(conn *websocket.Conn, handle func([]byte)) {
	if _, msg, _ := conn.ReadMessage(); len(msg) > 0 { // want `ReadMessage's is assigned to _`
		handle(msg)
	}
}

// The error is one of two, and the other one decides.
func both(conn *websocket.Conn, retry bool) {
	if _, msg, err := conn.ReadMessage(); err != nil && retry { // want `ReadMessage's is not used`
		return
	} else {
		println(len(msg))
	}
}

// What is read in a function literal handed to the call may be changed by
// another fix.
func literal(conn *websocket.Conn, dst func(func() io.Writer) io.Writer) {
	_, r, err := conn.NextReader()
	if err != nil {
		panic(err)
	}
	io.Copy(dst(func() io.Writer { return os.Stdout }), r) // want `Copy's is not looked at`
}

// A close handler that is declared elsewhere has no connection to answer on.
func handles(conn *websocket.Conn) error {
	conn.SetCloseHandler(quiet)
	_, _, err := conn.ReadMessage()
	return err
}

func quiet(int, string) error { return nil } // want `close handler sends no close frame`

// Nor can the connection be named again.
func of(conns []*websocket.Conn) error {
	conns[0].SetCloseHandler(func(int, string) error { return nil }) // want `close handler sends no close frame`
	_, _, err := conns[0].ReadMessage()
	return err
}

// A statement among others on one line.
func oneLine(c *websocket.Conn, v *struct{ Name string }) { _ = c.ReadJSON(v) } // want `ReadJSON's is assigned to _`
