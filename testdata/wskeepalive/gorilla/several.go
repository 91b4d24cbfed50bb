package gorilla

import "github.com/gorilla/websocket"

// A writer that sends what it is told, pings among it.
type frame struct {
	kind int
	data []byte
}

func frames(url string, out chan frame, handle func([]byte)) error {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil) // want `pinged at line 19 but read at line 24 .*\(wskeepalive/pingonly\)`
	if err != nil {
		return err
	}
	defer conn.Close()
	go func() {
		for f := range out {
			_ = conn.WriteMessage(f.kind, f.data)
		}
	}()
	go say(out)
	for {
		_, message, err := conn.ReadMessage()
		if err != nil {
			return err
		}
		handle(message)
	}
}

func say(out chan<- frame) {
	out <- frame{websocket.TextMessage, []byte("hello")}
	out <- frame{kind: websocket.PingMessage}
}
