// Package containers has connections in maps, slices and channels.
package containers

import (
	"container/list"
	"sync"

	"github.com/gorilla/websocket"
)

type hub struct {
	byName map[string]*websocket.Conn
	set    map[*websocket.Conn]bool
	list   []*websocket.Conn
	add    chan *websocket.Conn
	any    sync.Map
}

func (h *hub) fill() {
	a, _, _ := websocket.DefaultDialer.Dial("ws://a", nil) // want `client: read in ranged$`
	h.byName["a"] = a
	b, _, _ := websocket.DefaultDialer.Dial("ws://b", nil) // want `client: closed in ranged$`
	h.set[b] = true
	c, _, _ := websocket.DefaultDialer.Dial("ws://c", nil) // want `client: pinged in ranged$`
	h.list = append(h.list, c)
	d, _, _ := websocket.DefaultDialer.Dial("ws://d", nil) // want `client: written in receive$`
	h.add <- d
	e, _, _ := websocket.DefaultDialer.Dial("ws://e", nil) // want `client: read in load$`
	h.any.Store("e", e)
	f, _, _ := websocket.DefaultDialer.Dial("ws://f", nil) // want `client: closed in inMap$`
	inMap(map[string]*websocket.Conn{"f": f})
}

func inMap(m map[string]*websocket.Conn) { m["f"].Close() }

func (h *hub) ranged() {
	for _, c := range h.byName {
		c.ReadMessage()
	}
	for c := range h.set {
		c.Close()
	}
	h.list[0].WriteMessage(websocket.PingMessage, nil)
}

func (h *hub) receive() {
	for c := range h.add {
		c.WriteJSON(1)
	}
}

func (h *hub) load() {
	v, _ := h.any.Load("e")
	v.(*websocket.Conn).ReadMessage()
}

func local() {
	ch := make(chan *websocket.Conn)
	go produce(ch)
	c := <-ch
	c.ReadMessage()
}

func produce(ch chan<- *websocket.Conn) {
	c, _, _ := websocket.DefaultDialer.Dial("ws://a", nil) // want `client: read in local$`
	ch <- c
}

func linked() {
	l := list.New()
	c, _, _ := websocket.DefaultDialer.Dial("ws://a", nil) // want `client: closed in linked$`
	l.PushBack(c)
	l.Front().Value.(*websocket.Conn).Close()
}
