package nofix

import (
	"log"
	"time"

	"github.com/gorilla/websocket"
)

// A greeting that fails leads to the next dial, and so does the end of the messages: no
// loop reads one connection again after a read has failed.
type greeted struct {
	url  string
	conn *websocket.Conn
}

func (g *greeted) connect() {
	for {
		conn, _, err := websocket.DefaultDialer.Dial(g.url, nil) // want `and ping: close it in the end, too`
		if err != nil {
			time.Sleep(time.Second)
			continue
		}
		g.conn = conn
		var hello struct{ Name string }
		if err := g.conn.ReadJSON(&hello); err != nil {
			log.Print(err)
			continue
		}
		return
	}
}

func (g *greeted) listen(handle func([]byte)) {
	for {
		_, msg, err := g.conn.ReadMessage()
		if err != nil {
			log.Print(err)
			g.connect()
			continue
		}
		handle(msg)
	}
}
