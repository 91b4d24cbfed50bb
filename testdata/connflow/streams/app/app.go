// Package app gives connections to package plain, which knows no WebSocket.
package app

import (
	"context"
	"net"
	"time"

	"github.com/gobwas/ws"
	"github.com/gorilla/websocket"

	"github.com/wsvet/wsvet/testdata/connflow/streams/plain"
)

func probed() {
	c, _, _ := websocket.DefaultDialer.Dial("ws://a", nil) // want `client: read in probed$`
	_ = plain.Probe(c.NetConn())
	if t, ok := c.NetConn().(*net.TCPConn); ok {
		_ = plain.Small(t)
	}
	c.ReadMessage()
}

func bounded() {
	c, _, _ := websocket.DefaultDialer.Dial("ws://a", nil) // want `client: bounded in bounded, closed in bounded, read in bounded$`
	defer plain.Quit(c)
	_ = plain.Bound(c.NetConn(), time.Minute)
	c.ReadMessage()
}

func joined(c net.Conn) {
	d, _, _, _ := ws.Dial(context.Background(), "ws://a") // want `client: read in the background in joined, written in joined$`
	plain.Join(c, d)
}

func lines() {
	c, _, _, _ := ws.Dial(context.Background(), "ws://a") // want `client: read in lines$`
	plain.Lines(c).Scan()
}

func greeted() {
	c, _, _, _ := ws.Dial(context.Background(), "ws://a") // want `client: bound lifted in greeted, read in greeted$`
	_ = plain.Greeting(c)
}

func patient(b []byte) {
	c, _, _, _ := ws.Dial(context.Background(), "ws://a") // want `client: bounded in patient, read in patient$`
	_, _ = plain.Patient(c, b)
}

func drained() {
	c, _, _, _ := ws.Dial(context.Background(), "ws://a") // want `client: read to the end in drained$`
	_ = plain.Drain(c)
}

func forwarded(s plain.Sink) {
	c, _, _, _ := ws.Dial(context.Background(), "ws://a") // want `client: handed away as net\.Conn$`
	plain.Forward(c, s)
}

// Who has an io.Writer can do nothing that matters to those who read.
func printed(p plain.Printer) {
	c, _, _, _ := ws.Dial(context.Background(), "ws://a") // want `client: nothing$`
	plain.Print(c, p)
}

func framed() {
	c, _, _, _ := ws.Dial(context.Background(), "ws://a") // want `client: read in framed$`
	f := plain.New(c)
	_, _ = f.Next()
}

func run(each func([]byte)) {
	c, _, _, _ := ws.Dial(context.Background(), "ws://a") // want `client: read to the end in run$`
	_ = plain.New(c).Run(each)
}

func started(each func([]byte)) {
	c, _, _, _ := ws.Dial(context.Background(), "ws://a") // want `client: read in the background in started$`
	plain.New(c).Start(each)
}

func registered(h *plain.Hub) {
	c, _, _, _ := ws.Dial(context.Background(), "ws://a") // want `client: closed in registered, read to the end in registered$`
	h.Register(c)
	h.Serve()
}
