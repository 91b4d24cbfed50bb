// Package together has findings of several checks in one function, in one file
// and in two files of a package: their fixes are applied together.
package together

import (
	"fmt"

	"github.com/gorilla/websocket"
)

func follow(url string) error {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil)
	if err != nil {
		return err
	}
	defer conn.Close()
	for {
		_, msg, err := conn.ReadMessage()
		if err != nil {
			refused := websocket.FormatCloseMessage(websocket.CloseAbnormalClosure, "lost")
			conn.WriteMessage(websocket.CloseMessage, refused)
			return err
		}
		// wsvet:ignore wskeepalive the space before this directive is too much
		fmt.Println(string(msg))
	}
}

func both(first, second string) error {
	a, _, err := websocket.DefaultDialer.Dial(first, nil)
	if err != nil {
		return err
	}
	defer a.Close()
	b, _, err := websocket.DefaultDialer.Dial(second, nil)
	if err != nil {
		return err
	}
	defer b.Close()
	go func() {
		for {
			if _, _, err := a.ReadMessage(); err != nil {
				return
			}
		}
	}()
	for {
		_, msg, err := b.ReadMessage()
		if err != nil {
			return err
		}
		fmt.Println(string(msg))
	}
}

func proxy(from, to *websocket.Conn) {
	_, _, err := from.ReadMessage()
	if e, ok := err.(*websocket.CloseError); ok {
		to.WriteMessage(websocket.CloseMessage, websocket.FormatCloseMessage(e.Code, e.Text))
		from.WriteMessage(websocket.CloseMessage, websocket.FormatCloseMessage(e.Code, ""))
	}
}
