package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"

	coder "github.com/coder/websocket"
	dvonthenen "github.com/dvonthenen/websocket"
	fasthttp "github.com/fasthttp/websocket"
	"github.com/gobwas/ws"
	"github.com/gobwas/ws/wsutil"
	gorilla "github.com/gorilla/websocket"
	hertz "github.com/hertz-contrib/websocket"
	nbio "github.com/lesismal/nbio/nbhttp/websocket"
	"github.com/lxzan/gws"
	nhooyr "nhooyr.io/websocket"
)

// peers are what a server sends before it ends its side.
var peers = map[string][]byte{
	"":     ws.CompiledClose,
	"1006": ws.MustCompileFrame(ws.NewCloseFrame(ws.NewCloseFrameBody(1006, ""))),
	"5000": ws.MustCompileFrame(ws.NewCloseFrame(ws.NewCloseFrameBody(5000, ""))),
	"cut":  nil,
}

// readers dial addr, read until the connection ends, and return the code that
// the library hands out, false where there is none.
var readers = map[string]func(addr string) (int, bool){
	"gorilla/websocket": func(addr string) (int, bool) {
		conn, _, err := gorilla.DefaultDialer.Dial("ws://"+addr, nil)
		must(err)
		defer conn.Close()
		_, _, err = conn.ReadMessage()
		var e *gorilla.CloseError
		if errors.As(err, &e) {
			return e.Code, true
		}
		return 0, false
	},
	"fasthttp/websocket": func(addr string) (int, bool) {
		conn, _, err := fasthttp.DefaultDialer.Dial("ws://"+addr, nil)
		must(err)
		defer conn.Close()
		_, _, err = conn.ReadMessage()
		var e *fasthttp.CloseError
		if errors.As(err, &e) {
			return e.Code, true
		}
		return 0, false
	},
	"dvonthenen/websocket": func(addr string) (int, bool) {
		conn, _, err := dvonthenen.DefaultDialer.Dial("ws://"+addr, nil)
		must(err)
		defer conn.Close()
		_, _, err = conn.ReadMessage()
		var e *dvonthenen.CloseError
		if errors.As(err, &e) {
			return e.Code, true
		}
		return 0, false
	},
	"hertz-contrib/websocket": func(addr string) (int, bool) {
		conn := dialHertz(addr)
		defer conn.Close()
		_, _, err := conn.ReadMessage()
		var e *hertz.CloseError
		if errors.As(err, &e) {
			return e.Code, true
		}
		return 0, false
	},
	"lesismal/nbio": func(addr string) (int, bool) {
		ended := make(chan error, 1)
		dialNbio(addr, func(err error) { ended <- err })
		err := <-ended
		var e *nbio.CloseError
		if errors.As(err, &e) {
			return e.Code, true
		}
		return nbio.CloseCode(err), true
	},
	"coder/websocket": func(addr string) (int, bool) {
		conn, _, err := coder.Dial(context.Background(), "ws://"+addr, nil)
		must(err)
		defer conn.CloseNow()
		_, _, err = conn.Read(context.Background())
		return int(coder.CloseStatus(err)), true
	},
	"nhooyr.io/websocket": func(addr string) (int, bool) {
		conn, _, err := nhooyr.Dial(context.Background(), "ws://"+addr, nil)
		must(err)
		defer conn.CloseNow()
		_, _, err = conn.Read(context.Background())
		return int(nhooyr.CloseStatus(err)), true
	},
	"gobwas/ws": func(addr string) (int, bool) {
		conn, br, _, err := ws.Dial(context.Background(), "ws://"+addr)
		must(err)
		defer conn.Close()
		src := io.Reader(conn)
		if br != nil {
			src = br
		}
		_, _, err = wsutil.ReadServerData(struct {
			io.Reader
			io.Writer
		}{src, conn})
		var e wsutil.ClosedError
		if errors.As(err, &e) {
			return int(e.Code), true
		}
		return 0, false
	},
	"gobwas/ws by hand": func(addr string) (int, bool) {
		conn, br, _, err := ws.Dial(context.Background(), "ws://"+addr)
		must(err)
		defer conn.Close()
		src := io.Reader(conn)
		if br != nil {
			src = br
		}
		f, err := ws.ReadFrame(src)
		if err != nil {
			return 0, false
		}
		code, _ := ws.ParseCloseFrameData(f.Payload)
		return int(code), true
	},
	"lxzan/gws": func(addr string) (int, bool) {
		ended := new(onClose)
		conn, _, err := gws.NewClient(ended, &gws.ClientOption{Addr: "ws://" + addr})
		must(err)
		conn.ReadLoop()
		var e *gws.CloseError
		if errors.As(ended.err, &e) {
			return int(e.Code), true
		}
		return 0, false
	},
}

// onClose keeps the error that gws closes with.
type onClose struct {
	gws.BuiltinEventHandler
	err error
}

func (h *onClose) OnClose(_ *gws.Conn, err error) { h.err = err }

// received returns the code that a library hands out for what a peer sends.
func received(read func(addr string) (int, bool), send []byte) (int, bool) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	must(err)
	defer l.Close()
	go func() {
		conn, err := l.Accept()
		must(err)
		defer conn.Close()
		br := shake(conn)
		_, err = io.Copy(conn, bytes.NewReader(send))
		must(err)
		must(conn.(*net.TCPConn).CloseWrite())
		_, _ = io.Copy(io.Discard, br) // until the client closes, so that nothing is reset
	}()
	return read(l.Addr().String())
}
