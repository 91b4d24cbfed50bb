// Package libraries has one cycle for each WebSocket library.
package libraries

import (
	"context"
	"log"
	"net/http"
	"time"

	btcsuite "github.com/btcsuite/websocket"
	"github.com/coder/websocket"
	dvonthenen "github.com/dvonthenen/websocket"
	fasthttp "github.com/fasthttp/websocket"
	"github.com/gobwas/ws"
	"github.com/gobwas/ws/wsutil"
	"github.com/lxzan/gws"
	xnet "golang.org/x/net/websocket"
	nhooyr "nhooyr.io/websocket"
)

func useCoder(ctx context.Context, url string) error {
	for {
		conn, _, err := websocket.Dial(ctx, url, nil)
		if err == nil {
			for err == nil {
				_, _, err = conn.Read(ctx)
			}
		}
		time.Sleep(time.Second) // want `wsbackoff/constant`
	}
}

func useNhooyr(ctx context.Context, url string) error {
	for {
		conn, _, err := nhooyr.Dial(ctx, url, nil) // want `wsbackoff/none`
		if err != nil {
			continue
		}
		for err == nil {
			_, _, err = conn.Read(ctx)
		}
	}
}

func useFasthttp(url string) {
	for {
		conn, _, err := fasthttp.DefaultDialer.Dial(url, nil)
		if err != nil {
			time.Sleep(time.Second) // want `wsbackoff/constant`
			continue
		}
		for err == nil {
			_, _, err = conn.ReadMessage()
		}
		time.Sleep(time.Second)
	}
}

func useDvonthenen(url string) {
	for {
		conn, _, err := dvonthenen.DefaultDialer.Dial(url, nil) // want `wsbackoff/none`
		if err != nil {
			log.Println(err)
			continue
		}
		for err == nil {
			_, _, err = conn.ReadMessage()
		}
	}
}

func useBtcsuite(url string) *btcsuite.Conn {
	dialer := btcsuite.Dialer{HandshakeTimeout: time.Minute}
	wait := 100 * time.Millisecond
	for {
		conn, _, err := dialer.Dial(url, http.Header{})
		if err == nil {
			return conn
		}
		wait *= 2
		time.Sleep(wait) // want `wsbackoff/nojitter`
	}
}

func useGobwas(ctx context.Context, url string) {
	for {
		conn, _, _, err := ws.Dial(ctx, url) // want `wsbackoff/none`
		if err != nil {
			continue
		}
		for {
			if _, err := wsutil.ReadServerText(conn); err != nil {
				break
			}
		}
		conn.Close()
	}
}

type handler struct{ gws.BuiltinEventHandler }

func useGws(url string) {
	for {
		conn, _, err := gws.NewClient(&handler{}, &gws.ClientOption{Addr: url})
		if err != nil {
			time.Sleep(3 * time.Second) // want `wsbackoff/constant`
			continue
		}
		conn.ReadLoop()
		time.Sleep(3 * time.Second)
	}
}

func useXnet(url string) {
	for {
		conn, err := xnet.Dial(url, "", url)
		if err == nil {
			for err == nil {
				var msg string
				err = xnet.Message.Receive(conn, &msg)
			}
		}
		<-time.After(time.Second) // want `wsbackoff/constant`
	}
}
