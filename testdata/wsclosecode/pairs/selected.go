package pairs

import (
	"cmp"
	"errors"

	"github.com/gorilla/websocket"
)

func firstOf(to *websocket.Conn, err error) error {
	var end *websocket.CloseError
	if !errors.As(err, &end) {
		return err
	}
	code := cmp.Or(end.Code, websocket.CloseNormalClosure)
	return send(to, websocket.FormatCloseMessage(code, "")) // want `a received close code is sent on unchecked`
}

func firstOrNormal(to *websocket.Conn, err error) {
	var code int
	if end, ok := err.(*websocket.CloseError); ok {
		code = end.Code
	}
	send(to, websocket.FormatCloseMessage(cmp.Or(code, websocket.CloseNormalClosure), "")) // want `a received close code is sent on unchecked`
}

func orReserved(to *websocket.Conn, code int) {
	send(to, websocket.FormatCloseMessage(cmp.Or(code, websocket.CloseAbnormalClosure), "")) // want `close code 1006 is reserved and must not be sent`
}

func atLeast(to *websocket.Conn, end *websocket.CloseError, err error) {
	if errors.As(err, &end) {
		send(to, websocket.FormatCloseMessage(max(end.Code, websocket.CloseNormalClosure), "")) // want `a received close code is sent on unchecked`
	}
}

func either[T comparable](a, b T) T {
	var none T
	if a == none {
		return b
	}
	return a
}

func eitherOf(to *websocket.Conn, end *websocket.CloseError, err error) {
	if errors.As(err, &end) {
		send(to, websocket.FormatCloseMessage(either(end.Code, websocket.CloseNormalClosure), "")) // want `a received close code is sent on unchecked`
	}
}

// There is always one: 0 is what the function returns where none is set.
func firstSet(codes ...int) int {
	for _, code := range codes {
		if code != 0 {
			return code
		}
	}
	return 0
}

func firstSetOf(to *websocket.Conn, end *websocket.CloseError, err error) {
	if errors.As(err, &end) {
		send(to, websocket.FormatCloseMessage(firstSet(end.Code, websocket.CloseNormalClosure), "")) // want `a received close code is sent on unchecked`
	}
}

// What follows is silent.

func mapped(to *websocket.Conn, end *websocket.CloseError, err error) {
	if errors.As(err, &end) {
		instead := map[int]int{websocket.CloseAbnormalClosure: websocket.CloseInternalServerErr}
		send(to, websocket.FormatCloseMessage(cmp.Or(instead[end.Code], websocket.CloseNormalClosure), ""))
	}
}

func filtered(to *websocket.Conn, end *websocket.CloseError, err error) {
	var code int
	if errors.As(err, &end) && end.Code != websocket.CloseAbnormalClosure {
		code = end.Code
	}
	send(to, websocket.FormatCloseMessage(cmp.Or(code, websocket.CloseInternalServerErr), ""))
}

func neverReserved(to *websocket.Conn) {
	send(to, websocket.FormatCloseMessage(cmp.Or(websocket.CloseNormalClosure, websocket.CloseAbnormalClosure), ""))
}
