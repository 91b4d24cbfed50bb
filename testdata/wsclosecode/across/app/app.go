// Package app closes through packages lib and mid.
package app

import (
	"github.com/gorilla/websocket"

	"github.com/wsvet/wsvet/testdata/wsclosecode/across/lib"
	"github.com/wsvet/wsvet/testdata/wsclosecode/across/mid"
)

func constants(c *websocket.Conn, client *lib.Client, s *mid.Session) {
	lib.CloseWithCode(c, websocket.CloseAbnormalClosure, "no backend") // want `1006.*wsclosecode/reserved`
	lib.CloseWithCode(c, websocket.CloseGoingAway, "")
	lib.CloseChecked(c, websocket.CloseAbnormalClosure)
	client.Close(websocket.CloseTLSHandshake) // want `1015.*wsclosecode/reserved`
	client.Close(websocket.CloseNormalClosure)
	s.Quit(999) // want `999.*wsclosecode/reserved`
	s.Quit(4000)
}

func deferred(c *websocket.Conn) {
	defer lib.CloseWithCode(c, 1004, "") // want `1004.*wsclosecode/reserved`
	c.ReadMessage()
}

func payload(c *websocket.Conn) error {
	return c.WriteMessage(websocket.CloseMessage, lib.Payload(websocket.CloseAbnormalClosure)) // want `1006.*wsclosecode/reserved`
}

func proxy(dst, src *websocket.Conn) error {
	_, _, err := src.ReadMessage()
	if e, ok := err.(*websocket.CloseError); ok {
		return lib.CloseWithCode(dst, e.Code, e.Text) // want `wsclosecode/echo`
	}
	return err
}

func proxySession(s *mid.Session, src *websocket.Conn) error {
	_, _, err := src.ReadMessage()
	if e, ok := err.(*websocket.CloseError); ok {
		return s.Quit(e.Code) // want `wsclosecode/echo`
	}
	return err
}

func told(dst, src *websocket.Conn) error {
	_, _, err := src.ReadMessage()
	return lib.CloseWithCode(dst, lib.Code(err), "") // want `wsclosecode/echo`
}

func toldTwice(dst, src *websocket.Conn) error {
	_, _, err := src.ReadMessage()
	code := mid.Reason(err)
	return dst.WriteMessage(websocket.CloseMessage, websocket.FormatCloseMessage(code, "")) // want `wsclosecode/echo`
}

func sendable(dst, src *websocket.Conn) error {
	_, _, err := src.ReadMessage()
	return lib.CloseWithCode(dst, lib.Sendable(err), "")
}

func checked(dst, src *websocket.Conn) error {
	_, _, err := src.ReadMessage()
	code := lib.Code(err)
	if code == websocket.CloseAbnormalClosure {
		code = websocket.CloseInternalServerErr
	}
	return lib.CloseWithCode(dst, code, "")
}
