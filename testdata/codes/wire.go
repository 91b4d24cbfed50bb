package main

import (
	"bufio"
	"context"
	"crypto/sha1"
	"encoding/base64"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"time"

	btcsuite "github.com/btcsuite/websocket"
	coder "github.com/coder/websocket"
	dvonthenen "github.com/dvonthenen/websocket"
	fasthttp "github.com/fasthttp/websocket"
	"github.com/gobwas/ws"
	"github.com/gobwas/ws/wsutil"
	gorilla "github.com/gorilla/websocket"
	"github.com/lxzan/gws"
	xnet "golang.org/x/net/websocket"
	nhooyr "nhooyr.io/websocket"
)

// clients dial addr and close the connection with a code and a reason, in each
// library's way. Their errors are no matter: what is on the wire is.
var clients = map[string]func(addr string, code int, reason string) io.Closer{
	"gorilla/websocket": func(addr string, code int, reason string) io.Closer {
		conn, _, err := gorilla.DefaultDialer.Dial("ws://"+addr, nil)
		must(err)
		_ = conn.WriteControl(gorilla.CloseMessage, gorilla.FormatCloseMessage(code, reason), soon())
		return conn
	},
	"fasthttp/websocket": func(addr string, code int, reason string) io.Closer {
		conn, _, err := fasthttp.DefaultDialer.Dial("ws://"+addr, nil)
		must(err)
		_ = conn.WriteControl(fasthttp.CloseMessage, fasthttp.FormatCloseMessage(code, reason), soon())
		return conn
	},
	"dvonthenen/websocket": func(addr string, code int, reason string) io.Closer {
		conn, _, err := dvonthenen.DefaultDialer.Dial("ws://"+addr, nil)
		must(err)
		_ = conn.WriteControl(dvonthenen.CloseMessage, dvonthenen.FormatCloseMessage(code, reason), soon())
		return conn
	},
	"btcsuite/websocket": func(addr string, code int, reason string) io.Closer {
		conn, _, err := btcsuite.DefaultDialer.Dial("ws://"+addr, nil)
		must(err)
		_ = conn.WriteControl(btcsuite.CloseMessage, btcsuite.FormatCloseMessage(code, reason), soon())
		return conn
	},
	"coder/websocket": func(addr string, code int, reason string) io.Closer {
		conn, _, err := coder.Dial(context.Background(), "ws://"+addr, nil)
		must(err)
		_ = conn.Close(coder.StatusCode(code), reason)
		return nil
	},
	"nhooyr.io/websocket": func(addr string, code int, reason string) io.Closer {
		conn, _, err := nhooyr.Dial(context.Background(), "ws://"+addr, nil)
		must(err)
		_ = conn.Close(nhooyr.StatusCode(code), reason)
		return nil
	},
	"gobwas/ws": func(addr string, code int, reason string) io.Closer {
		conn, _, _, err := ws.Dial(context.Background(), "ws://"+addr)
		must(err)
		_ = wsutil.WriteClientMessage(conn, ws.OpClose, ws.NewCloseFrameBody(ws.StatusCode(code), reason))
		return conn
	},
	"lxzan/gws": func(addr string, code int, reason string) io.Closer {
		conn, _, err := gws.NewClient(gws.BuiltinEventHandler{}, &gws.ClientOption{Addr: "ws://" + addr})
		must(err)
		_ = conn.WriteClose(uint16(code), []byte(reason))
		return conn.NetConn()
	},
	"x/net/websocket": func(addr string, code int, _ string) io.Closer {
		conn, err := xnet.Dial("ws://"+addr, "", "http://"+addr)
		must(err)
		_ = conn.WriteClose(code)
		return conn
	},
}

func soon() time.Time { return time.Now().Add(10 * time.Second) }

func must(err error) {
	if err != nil {
		log.Fatal(err)
	}
}

// sent returns the payload of the first close frame that a client sends, nil if
// it sends none.
func sent(client func(addr string, code int, reason string) io.Closer, code int, reason string) []byte {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	must(err)
	defer l.Close()
	payload := make(chan []byte)
	go func() {
		conn, err := l.Accept()
		must(err)
		defer conn.Close()
		payload <- serve(conn)
	}()
	if c := client(l.Addr().String(), code, reason); c != nil {
		defer c.Close()
		if conn, ok := c.(interface{ UnderlyingConn() net.Conn }); ok {
			c = conn.UnderlyingConn()
		}
		if tcp, ok := c.(*net.TCPConn); ok {
			_ = tcp.CloseWrite() // nothing more will come
		}
	}
	return <-payload
}

// serve is a peer that shakes hands, and answers the first close frame.
func serve(conn net.Conn) []byte {
	br := shake(conn)
	for {
		f, err := ws.ReadFrame(br)
		if err != nil {
			return nil
		}
		if f.Header.OpCode == ws.OpClose {
			_ = ws.WriteFrame(conn, ws.NewCloseFrame(nil))
			return append([]byte{}, ws.UnmaskFrame(f).Payload...)
		}
	}
}

// shake is the server's side of the opening handshake.
func shake(conn net.Conn) *bufio.Reader {
	br := bufio.NewReader(conn)
	req, err := http.ReadRequest(br)
	must(err)
	sum := sha1.Sum([]byte(req.Header.Get("Sec-WebSocket-Key") + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"))
	fmt.Fprintf(conn, "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: %s\r\n\r\n",
		base64.StdEncoding.EncodeToString(sum[:]))
	return br
}
