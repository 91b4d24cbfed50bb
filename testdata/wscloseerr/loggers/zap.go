package loggers

import (
	"github.com/gorilla/websocket"
	"go.uber.org/zap"
)

type zapClient struct {
	conn *websocket.Conn
	log  *zap.Logger
}

func (c *zapClient) read(handle func([]byte)) {
	c.log.Info("reading")
	for {
		_, msg, err := c.conn.ReadMessage() // want `ReadMessage's is not used`
		if err != nil {
			return
		}
		handle(msg)
	}
}

func sugared(conn *websocket.Conn, log *zap.SugaredLogger, handle func([]byte)) {
	for {
		_, msg, err := conn.ReadMessage() // want `ReadMessage's is not used`
		if err != nil {
			return
		}
		handle(msg)
	}
}
