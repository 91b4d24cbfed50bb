package pingonly

import (
	"encoding/json"
	"time"

	"github.com/gorilla/websocket"
)

type message struct {
	Op   int
	Data any
}

// A function's name says heartbeat.
func byFunction(url string) {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil) // want `pinged at line 34 but read at line 23 .*pingonly`
	if err != nil {
		return
	}
	go sendHeartbeats(conn)
	for {
		if _, _, err := conn.ReadMessage(); err != nil {
			return
		}
	}
}

func sendHeartbeats(conn *websocket.Conn) {
	ticker := time.NewTicker(time.Second)
	defer ticker.Stop()
	for {
		<-ticker.C
		conn.WriteJSON(message{Op: 1})
	}
}

// A constant payload says ping.
func byPayload(url string) {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil) // want `pingonly`
	if err != nil {
		return
	}
	go func() {
		for range time.Tick(time.Second) {
			conn.WriteMessage(websocket.TextMessage, []byte(`{"type":"ping"}`))
		}
	}()
	for {
		if _, _, err := conn.ReadMessage(); err != nil {
			return
		}
	}
}

type keepAlive struct{ ID int }

// A type says keepalive.
func byType(url string) {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil) // want `pingonly`
	if err != nil {
		return
	}
	go func() {
		for i := 0; ; i++ {
			time.Sleep(time.Second)
			data, _ := json.Marshal(message{Data: i})
			conn.WriteMessage(websocket.TextMessage, data)
			conn.WriteJSON(&keepAlive{ID: i})
		}
	}()
	for {
		if _, _, err := conn.ReadMessage(); err != nil {
			return
		}
	}
}

// A ticker says ping.
func byTicker(url string, out <-chan []byte) {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil) // want `pingonly`
	if err != nil {
		return
	}
	go func() {
		pingTicker := time.NewTicker(time.Second)
		for {
			select {
			case msg := <-out:
				conn.WriteMessage(websocket.TextMessage, msg)
			case <-pingTicker.C:
				conn.WriteMessage(websocket.TextMessage, nil)
			}
		}
	}()
	for {
		if _, _, err := conn.ReadMessage(); err != nil {
			return
		}
	}
}

// A mapping is no ping, nor is shipping, and a periodic write may be anything.
func unnamed(url string, mapping map[string]string) {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil) // want `none`
	if err != nil {
		return
	}
	go func() {
		shipping := time.NewTicker(time.Second)
		for range shipping.C {
			conn.WriteJSON(mapping)
		}
	}()
	for {
		if _, _, err := conn.ReadMessage(); err != nil {
			return
		}
	}
}

// A ping that is sent once, on demand, is no heartbeat.
func once(url string) {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil) // want `none`
	if err != nil {
		return
	}
	conn.WriteMessage(websocket.TextMessage, []byte("ping"))
	for {
		if _, _, err := conn.ReadMessage(); err != nil {
			return
		}
	}
}

type queued struct{ out chan []byte }

// A ping is put into the writer's queue.
func (q *queued) run(url string) {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil) // want `pingonly`
	if err != nil {
		return
	}
	go func() {
		for msg := range q.out {
			conn.WriteMessage(websocket.TextMessage, msg)
		}
	}()
	go q.tick()
	for {
		if _, _, err := conn.ReadMessage(); err != nil {
			return
		}
	}
}

func (q *queued) tick() {
	for {
		time.Sleep(time.Minute)
		q.out <- []byte("ping")
	}
}

type asked struct{ out chan []byte }

// A ping that is queued when somebody asks for one is no heartbeat.
func (a *asked) run(url string) {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil) // want `none`
	if err != nil {
		return
	}
	go func() {
		for msg := range a.out {
			conn.WriteMessage(websocket.TextMessage, msg)
		}
	}()
	for {
		if _, _, err := conn.ReadMessage(); err != nil {
			return
		}
	}
}

func (a *asked) Ping() { a.out <- []byte("ping") }
