package gorilla

import (
	"net/http"

	"github.com/gorilla/websocket"
)

// The loop of a proxy has both connections: one fix does for both.
func proxy(w http.ResponseWriter, r *http.Request, url string) {
	back, _, err := websocket.DefaultDialer.Dial(url, nil) // want `read at line 24`
	if err != nil {
		return
	}
	defer back.Close()
	front, err := (&websocket.Upgrader{}).Upgrade(w, r, nil)
	if err != nil {
		return
	}
	defer front.Close()
	errs := make(chan error, 2)
	pump := func(dst, src *websocket.Conn) {
		for {
			kind, msg, err := src.ReadMessage()
			if err != nil {
				errs <- err
				break
			}
			if err := dst.WriteMessage(kind, msg); err != nil {
				errs <- err
				break
			}
		}
	}
	go pump(front, back)
	go pump(back, front)
	<-errs
}

// Two connections in one loop function: one fix, with the first finding.
func both(a, b string) {
	first, _, err := websocket.DefaultDialer.Dial(a, nil) // want `none`
	if err != nil {
		return
	}
	second, _, err := websocket.DefaultDialer.Dial(b, nil) // want `none`
	if err != nil {
		return
	}
	go drain(first)
	drain(second)
}

func drain(conn *websocket.Conn) {
	for {
		if _, _, err := conn.ReadMessage(); err != nil {
			return
		}
	}
}
