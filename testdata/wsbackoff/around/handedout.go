package around

import (
	"errors"
	"log"
	"math/rand/v2"
	"net"
	"time"

	"github.com/gorilla/websocket"
)

// open dials, and reads until the server has said that it is ready: where that fails, no
// connection was lost.
func open(url string) (net.Conn, error) {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil)
	if err != nil {
		time.Sleep(time.Second + rand.N(time.Second))
		return nil, err
	}
	for {
		_, msg, err := conn.ReadMessage()
		if err != nil {
			conn.Close()
			return nil, err
		}
		if string(msg) == "ready" {
			return conn.NetConn(), nil
		}
	}
}

func anyOf(urls []string, tries int) (conn net.Conn, err error) {
	for range tries {
		for _, url := range urls {
			if conn, err = open(url); err == nil {
				return conn, nil
			}
			log.Print(err)
		}
	}
	return nil, errors.New("no server is ready")
}
