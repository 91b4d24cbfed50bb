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
	"github.com/cloudwego/hertz/pkg/app/client"
	"github.com/cloudwego/hertz/pkg/network/standard"
	"github.com/cloudwego/hertz/pkg/protocol"
	coder "github.com/coder/websocket"
	dvonthenen "github.com/dvonthenen/websocket"
	fasthttp "github.com/fasthttp/websocket"
	"github.com/gobwas/ws"
	"github.com/gobwas/ws/wsutil"
	gorilla "github.com/gorilla/websocket"
	hertz "github.com/hertz-contrib/websocket"
	"github.com/lesismal/nbio/logging"
	"github.com/lesismal/nbio/nbhttp"
	nbio "github.com/lesismal/nbio/nbhttp/websocket"
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
	"hertz-contrib/websocket": func(addr string, code int, reason string) io.Closer {
		conn := dialHertz(addr)
		if conn.WriteControl(hertz.CloseMessage, hertz.FormatCloseMessage(code, reason), soon()) != nil {
			conn.Close() // nothing was sent, nor will be
		}
		return conn
	},
	"lesismal/nbio": func(addr string, code int, reason string) io.Closer {
		conn := dialNbio(addr, func(error) {})
		if conn.WriteClose(code, reason) != nil {
			conn.Close() // nothing was sent, nor will be
		}
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

// dialHertz dials as hertz does: the client sends the request, and the response
// is upgraded.
func dialHertz(addr string) *hertz.Conn {
	c, err := client.NewClient(client.WithDialer(standard.NewDialer()))
	must(err)
	req, resp := new(protocol.Request), new(protocol.Response)
	req.SetRequestURI("http://" + addr)
	req.SetMethod(http.MethodGet)
	var upgrader hertz.ClientUpgrader
	upgrader.PrepareRequest(req)
	must(c.Do(context.Background(), req, resp))
	conn, err := upgrader.UpgradeResponse(req, resp)
	must(err)
	return conn
}

// dialNbio dials with an engine of its own, which reads the connection.
func dialNbio(addr string, ended func(error)) *nbio.Conn {
	logging.SetLevel(logging.LevelNone) // it would log on standard output
	engine := nbhttp.NewEngine(nbhttp.Config{})
	must(engine.Start())
	options := nbio.NewOptions()
	options.OnClose(func(_ *nbio.Conn, err error) { ended(err) })
	conn, _, err := (&nbio.Dialer{Engine: engine, Options: options, DialTimeout: 10 * time.Second}).Dial("ws://"+addr, nil)
	must(err)
	return conn
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
