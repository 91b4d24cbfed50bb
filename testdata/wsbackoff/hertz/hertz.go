// Package hertz redials with a client of hertz.
package hertz

import (
	"context"
	"log"
	"time"

	"github.com/cloudwego/hertz/pkg/app/client"
	"github.com/cloudwego/hertz/pkg/protocol"
	"github.com/hertz-contrib/websocket"
)

func stay(c *client.Client, url string, listen func(*websocket.Conn) error) {
	for {
		conn, err := dial(c, url)
		if err != nil {
			log.Print(err)
			time.Sleep(time.Second) // want `wsbackoff/constant`
			continue
		}
		log.Print(listen(conn))
		conn.Close()
	}
}

func dial(c *client.Client, url string) (*websocket.Conn, error) {
	var upgrader websocket.ClientUpgrader
	req, resp := new(protocol.Request), new(protocol.Response)
	req.SetRequestURI(url)
	upgrader.PrepareRequest(req)
	if err := c.Do(context.Background(), req, resp); err != nil {
		return nil, err
	}
	return upgrader.UpgradeResponse(req, resp)
}
