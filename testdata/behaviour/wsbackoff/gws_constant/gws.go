// Package gwsconstant waits a second after a failed dial and after a lost
// connection.
package gwsconstant

import (
	"context"
	"log"
	"time"

	"github.com/lxzan/gws"
)

const retryDelay = time.Second

// Run keeps a connection until ctx ends.
func Run(ctx context.Context, option *gws.ClientOption, handle func([]byte)) {
	for ctx.Err() == nil {
		conn, _, err := gws.NewClient(&handler{handle: handle}, option)
		if err != nil {
			log.Println("dial:", err)
			time.Sleep(retryDelay)
			continue
		}
		stop := context.AfterFunc(ctx, func() { conn.NetConn().Close() })
		conn.ReadLoop()
		stop()
		time.Sleep(retryDelay)
	}
}

type handler struct {
	gws.BuiltinEventHandler
	handle func([]byte)
}

func (h *handler) OnClose(conn *gws.Conn, err error) { log.Println("closed:", err) }

func (h *handler) OnMessage(conn *gws.Conn, m *gws.Message) {
	defer m.Close()
	h.handle(m.Bytes())
}
