// Package echo holds received close codes that are sent on, through
// gorilla/websocket.
package echo

import (
	"encoding/binary"
	"errors"
	"fmt"
	"log"
	"time"

	"github.com/gorilla/websocket"
)

// proxy filters 1005, which is legal anyway, and not 1006.
func proxy(dst, src *websocket.Conn) {
	for {
		kind, msg, err := src.ReadMessage()
		if err != nil {
			m := websocket.FormatCloseMessage(websocket.CloseNormalClosure, fmt.Sprint(err))
			if e, ok := err.(*websocket.CloseError); ok {
				if e.Code != websocket.CloseNoStatusReceived {
					m = websocket.FormatCloseMessage(e.Code, e.Text) // want `a received close code is sent on unchecked: 1006 where the other side vanished; gorilla/websocket puts it on the wire, and peers may fail the connection \(wsclosecode/echo\)`
				}
			}
			dst.WriteMessage(websocket.CloseMessage, m)
			break
		}
		if err = dst.WriteMessage(kind, msg); err != nil {
			break
		}
	}
}

func as(dst *websocket.Conn, err error) {
	var e *websocket.CloseError
	if errors.As(err, &e) {
		dst.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(e.Code, e.Text), time.Now().Add(time.Second)) // want `sent on unchecked`
	}
}

func typeSwitch(dst *websocket.Conn, err error) error {
	switch e := err.(type) {
	case nil:
		return nil
	case *websocket.CloseError:
		log.Print("closed")
		return dst.WriteMessage(websocket.CloseMessage, websocket.FormatCloseMessage(e.Code, e.Text)) // want `sent on unchecked`
	}
	return err
}

func variable(dst *websocket.Conn, err error) {
	code, text := websocket.CloseGoingAway, ""
	if e, ok := err.(*websocket.CloseError); ok {
		code, text = e.Code, e.Text
	}
	if err := dst.WriteMessage(websocket.CloseMessage, websocket.FormatCloseMessage(code, text)); err != nil { // want `sent on unchecked`
		log.Print(err)
	}
}

func logged(dst *websocket.Conn, e *websocket.CloseError) {
	if e.Code == websocket.CloseAbnormalClosure {
		log.Print("lost")
	}
	if weird(e.Code) {
		log.Printf("weird code %d", e.Code)
	}
	dst.WriteMessage(websocket.CloseMessage, websocket.FormatCloseMessage(e.Code, "")) // want `sent on unchecked`
}

var weirdCodes = map[int]bool{}

func weird(code int) bool { return weirdCodes[code] }

func forward(dst *websocket.Conn, code int) {
	dst.WriteMessage(websocket.CloseMessage, websocket.FormatCloseMessage(code, "")) // want `sent on unchecked: .* peers may fail the connection; it is received at line 83 \(`
}

func throughHelper(dst *websocket.Conn, err error) {
	if e, ok := err.(*websocket.CloseError); ok {
		forward(dst, e.Code)
	}
}

type session struct {
	conn, other *websocket.Conn
	code        int
}

func (s *session) read() {
	for {
		if _, _, err := s.conn.ReadMessage(); err != nil {
			var e *websocket.CloseError
			if errors.As(err, &e) {
				s.code = e.Code
			}
			return
		}
	}
}

func (s *session) end() {
	s.other.WriteMessage(websocket.CloseMessage, websocket.FormatCloseMessage(s.code, "")) // want `sent on unchecked`
}

func codeOf(err error) int {
	var e *websocket.CloseError
	if errors.As(err, &e) {
		return e.Code
	}
	return websocket.CloseInternalServerErr
}

func result(dst *websocket.Conn, err error) {
	dst.WriteMessage(websocket.CloseMessage, websocket.FormatCloseMessage(codeOf(err), "")) // want `sent on unchecked`
}

func packed(dst *websocket.Conn, e *websocket.CloseError) {
	buf := make([]byte, 2)
	binary.BigEndian.PutUint16(buf, uint16(e.Code)) // want `1005 where the other side's close frame was empty and 1006 where the other side vanished`
	dst.WriteMessage(websocket.CloseMessage, buf)
}

func wrongWay(dst *websocket.Conn, e *websocket.CloseError) {
	if e.Code == websocket.CloseAbnormalClosure {
		dst.WriteMessage(websocket.CloseMessage, websocket.FormatCloseMessage(e.Code, "")) // want `sent on unchecked`
	}
}

func copied(dst *websocket.Conn, e *websocket.CloseError) {
	c := *e
	dst.WriteMessage(websocket.CloseMessage, websocket.FormatCloseMessage(c.Code, c.Text)) // want `sent on unchecked`
}

func elseIf(dst *websocket.Conn, err error) {
	if err == nil {
		return
	} else if e, ok := err.(*websocket.CloseError); ok && dst.WriteMessage(websocket.CloseMessage, websocket.FormatCloseMessage(e.Code, "")) != nil { // want `sent on unchecked`
		log.Print("not sent")
	}
}

func later(dst *websocket.Conn, e *websocket.CloseError) {
	go func() {
		dst.WriteMessage(websocket.CloseMessage, websocket.FormatCloseMessage(e.Code, "")) // want `sent on unchecked`
	}()
}

func choose(dst *websocket.Conn, errs chan error) {
	select {
	case err := <-errs:
		if e, ok := err.(*websocket.CloseError); ok {
			dst.WriteMessage(websocket.CloseMessage, websocket.FormatCloseMessage(e.Code, "")) // want `sent on unchecked`
		}
	case <-time.After(time.Second):
	}
}

func inCall(dst *websocket.Conn, e *websocket.CloseError, closeCode int) []byte {
	log.Print(closeCode)
	return websocket.FormatCloseMessage(int(uint16(e.Code)), "") // want `sent on unchecked`
}

// Each end has a connection of the same field.
type end struct {
	conn *websocket.Conn
	far  *end
}

func (e *end) pump() {
	_, _, err := e.conn.ReadMessage()
	if ce, ok := err.(*websocket.CloseError); ok {
		e.far.conn.WriteMessage(websocket.CloseMessage, websocket.FormatCloseMessage(ce.Code, ce.Text)) // want `sent on unchecked`
	}
}

// received hands on the errors that the functions above are given.
func received(dst, src *websocket.Conn) {
	_, _, err := src.ReadMessage()
	var e *websocket.CloseError
	if !errors.As(err, &e) {
		return
	}
	logged(dst, e)
	packed(dst, e)
	wrongWay(dst, e)
	copied(dst, e)
	later(dst, e)
	inCall(dst, e, 0)
}
