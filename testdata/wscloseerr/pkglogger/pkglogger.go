// Package pkglogger logs with a variable of its own.
package pkglogger

import (
	"log/slog"
	"os"

	"github.com/gorilla/websocket"
)

var logger = slog.New(slog.NewTextHandler(os.Stderr, nil))

func serve(conn *websocket.Conn, handle func([]byte)) {
	logger.Info("serving")
	for {
		_, msg, err := conn.ReadMessage() // want `ReadMessage's is not used`
		if err != nil {
			return
		}
		handle(msg)
	}
}
