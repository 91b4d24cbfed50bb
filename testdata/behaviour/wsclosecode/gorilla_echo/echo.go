// Package gorillaecho hands on the close code that it was told, whatever it is.
package gorillaecho

import (
	"errors"
	"fmt"
	"time"

	"github.com/gorilla/websocket"
)

const newsWait = time.Minute

// Relay hands on what comes from one side until that ends, and how it ended.
func Relay(from, to *websocket.Dialer, url string) error {
	src, err := dial(from, url)
	if err != nil {
		return err
	}
	defer src.Close()
	dst, err := dial(to, url)
	if err != nil {
		return err
	}
	defer dst.Close()
	for {
		if err := src.SetReadDeadline(time.Now().Add(newsWait)); err != nil {
			return err
		}
		kind, msg, err := src.ReadMessage()
		if err != nil {
			message := websocket.FormatCloseMessage(websocket.CloseInternalServerErr, fmt.Sprint(err))
			var closed *websocket.CloseError
			if errors.As(err, &closed) {
				message = websocket.FormatCloseMessage(closed.Code, closed.Text)
			}
			return dst.WriteMessage(websocket.CloseMessage, message)
		}
		if err := dst.WriteMessage(kind, msg); err != nil {
			return err
		}
	}
}

func dial(dialer *websocket.Dialer, url string) (*websocket.Conn, error) {
	conn, _, err := dialer.Dial(url, nil)
	return conn, err
}
