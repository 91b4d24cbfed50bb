package loggers

import (
	"github.com/gorilla/websocket"
	"github.com/rs/zerolog"
	"github.com/rs/zerolog/log"
)

type zeroClient struct {
	conn   *websocket.Conn
	logger zerolog.Logger
}

func (c *zeroClient) read(handle func([]byte)) {
	c.logger.Info().Msg("reading")
	for {
		_, msg, err := c.conn.ReadMessage() // want `ReadMessage's is not used`
		if err != nil {
			return
		}
		handle(msg)
	}
}

func global(conn *websocket.Conn, handle func([]byte)) {
	log.Info().Msg("reading")
	for {
		_, msg, err := conn.ReadMessage() // want `ReadMessage's is not used`
		if err != nil {
			return
		}
		handle(msg)
	}
}
