package silent

import (
	"encoding/json"
	"log"

	"github.com/gorilla/websocket"
)

// A message tells the client to which server it is to go: no connection is lost.
type guest struct{ conn *websocket.Conn }

func (g *guest) run() {
	for {
		_, msg, err := g.conn.ReadMessage()
		if err != nil {
			log.Print(err)
			return
		}
		g.obey(msg)
	}
}

func (g *guest) obey(msg []byte) {
	var order struct{ Server string }
	if err := json.Unmarshal(msg, &order); err != nil || order.Server == "" {
		return
	}
	conn, _, err := websocket.DefaultDialer.Dial(order.Server, nil)
	if err != nil {
		log.Print(err)
		return
	}
	g.conn.Close()
	g.conn = conn
}
