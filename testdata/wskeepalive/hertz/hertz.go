// Package hertz upgrades the responses that a client of hertz gets.
package hertz

import (
	"context"
	"time"

	"github.com/cloudwego/hertz/pkg/app"
	"github.com/cloudwego/hertz/pkg/app/client"
	"github.com/cloudwego/hertz/pkg/protocol"
	"github.com/hertz-contrib/websocket"
)

func listen(c *client.Client, url string, handle func([]byte)) error {
	conn, err := dial(c, url) // want `wskeepalive/none`
	if err != nil {
		return err
	}
	defer conn.Close()
	for {
		_, message, err := conn.ReadMessage()
		if err != nil {
			return err
		}
		handle(message)
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

func bounded(c *client.Client, url string, handle func([]byte)) error {
	conn, err := dial(c, url)
	if err != nil {
		return err
	}
	defer conn.Close()
	for {
		if err := conn.SetReadDeadline(time.Now().Add(time.Minute)); err != nil {
			return err
		}
		_, message, err := conn.ReadMessage()
		if err != nil {
			return err
		}
		handle(message)
	}
}

// A server's connection is out of scope.
func serve(ctx *app.RequestContext, upgrader *websocket.HertzUpgrader, handle func([]byte)) error {
	return upgrader.Upgrade(ctx, func(conn *websocket.Conn) {
		for {
			_, message, err := conn.ReadMessage()
			if err != nil {
				handle([]byte(err.Error()))
				return
			}
			handle(message)
		}
	})
}
