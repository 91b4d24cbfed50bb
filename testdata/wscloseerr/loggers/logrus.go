package loggers

import (
	"github.com/gorilla/websocket"
	"github.com/sirupsen/logrus"
)

func entry(conn *websocket.Conn, entry *logrus.Entry, handle func([]byte)) {
	for {
		_, msg, err := conn.ReadMessage() // want `ReadMessage's is not used`
		if err != nil {
			return
		}
		handle(msg)
	}
}

func standard(conn *websocket.Conn, handle func([]byte)) {
	logrus.Info("reading")
	for {
		_, msg, err := conn.ReadMessage() // want `ReadMessage's is not used`
		if err != nil {
			return
		}
		handle(msg)
	}
}
