// Package away has connections that leave the visible code.
package away

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/rpc"

	"github.com/coder/websocket"
	gorilla "github.com/gorilla/websocket"
)

type unseen interface{ serve(*gorilla.Conn) }

func method(u unseen) {
	conn, _, _ := gorilla.DefaultDialer.Dial("ws://a", nil) // want `client: handed away as \*websocket\.Conn$`
	u.serve(conn)
}

// Options are set by who imports the package.
type Options struct{ OnConn func(*gorilla.Conn) }

func function(o Options) {
	conn, _, _ := gorilla.DefaultDialer.Dial("ws://a", nil) // want `client: handed away as \*websocket\.Conn$`
	o.OnConn(conn)
}

func asReader() {
	conn, _, _ := gorilla.DefaultDialer.Dial("ws://a", nil) // want `client: handed away as io\.ReadWriteCloser$`
	rpc.NewClient(conn.NetConn())
}

func printed() {
	conn, _, _ := gorilla.DefaultDialer.Dial("ws://a", nil) // want `client: nothing$`
	fmt.Println(conn)
}

func netConn(ctx context.Context) {
	conn, _, _ := websocket.Dial(ctx, "ws://a", nil) // want `client: read in netConn$`
	nc := websocket.NetConn(ctx, conn, websocket.MessageBinary)
	bufio.NewReader(nc).ReadString('\n')
}

// A struct that embeds the connection hands its methods on.
type conn struct{ net.Conn }

func Dial() (net.Conn, error) {
	c, _, err := gorilla.DefaultDialer.Dial("ws://a", nil) // want `client: returned as net\.Conn$`
	if err != nil {
		return nil, err
	}
	return &conn{c.NetConn()}, nil
}

// A struct that keeps it to itself hands nothing on but its own methods.
type private struct{ c *gorilla.Conn }

func (p *private) Read(b []byte) (int, error) {
	_, r, err := p.c.NextReader()
	if err != nil {
		return 0, err
	}
	return r.Read(b)
}

func Private() io.Reader {
	c, _, _ := gorilla.DefaultDialer.Dial("ws://a", nil) // want `client: read in Read$`
	return &private{c}
}

// Conn hands out what is kept, to callers out of sight.
type Holder struct{ c *gorilla.Conn }

func (h *Holder) Conn() *gorilla.Conn { return h.c }

func NewHolder() *Holder {
	c, _, _ := gorilla.DefaultDialer.Dial("ws://a", nil) // want `client: returned as \*websocket\.Conn$`
	return &Holder{c}
}

// The literal is returned: who calls it cannot be seen.
func Hook() func() (*gorilla.Conn, error) {
	return func() (*gorilla.Conn, error) {
		c, _, err := gorilla.DefaultDialer.Dial("ws://a", nil) // want `client: returned as \*websocket\.Conn$`
		return c, err
	}
}
