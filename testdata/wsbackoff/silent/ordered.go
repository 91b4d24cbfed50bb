package silent

import (
	"encoding/json"
	"log"

	"github.com/gorilla/websocket"
)

// A message tells the client to which server it is to go: no connection is lost.
type guest struct{ conn *websocket.Conn }

func (g *guest) connect(url string) error {
	var err error
	if g.conn, _, err = websocket.DefaultDialer.Dial(url, nil); err != nil {
		return err
	}
	go g.read()
	return nil
}

func (g *guest) read() {
	for {
		_, msg, err := g.conn.ReadMessage()
		if err != nil {
			log.Print(err)
		}
		var order struct{ Server string }
		if err := json.Unmarshal(msg, &order); err != nil {
			log.Print(err)
			continue
		}
		if err := g.obey(order.Server); err != nil {
			continue
		}
	}
}

func (g *guest) obey(server string) error {
	if server == "" {
		return nil
	}
	return g.connect(server)
}
