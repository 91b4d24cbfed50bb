// Package pairs has helpers that return a code, and whether there is one.
package pairs

import (
	"errors"
	"fmt"

	"github.com/gorilla/websocket"
)

func send(to *websocket.Conn, payload []byte) error {
	return to.WriteMessage(websocket.CloseMessage, payload)
}

// codeOf lets 1006 pass.
func codeOf(err error) (int, bool) {
	var end *websocket.CloseError
	if errors.As(err, &end) {
		return end.Code, true
	}
	return 0, false
}

func ifOK(to *websocket.Conn, err error) error {
	if code, ok := codeOf(err); ok {
		return send(to, websocket.FormatCloseMessage(code, "")) // want `a received close code is sent on unchecked`
	}
	return err
}

func unlessOK(to *websocket.Conn, err error) error {
	code, ok := codeOf(err)
	if !ok {
		return err
	}
	return send(to, websocket.FormatCloseMessage(code, "")) // want `a received close code is sent on unchecked`
}

func inSwitch(to *websocket.Conn, err error) error {
	switch code, ok := codeOf(err); {
	case ok:
		return send(to, websocket.FormatCloseMessage(code, "")) // want `a received close code is sent on unchecked`
	}
	return err
}

func onlyNormal(to *websocket.Conn, err error) error {
	if code, ok := codeOf(err); ok && code != websocket.CloseAbnormalClosure {
		return send(to, websocket.FormatCloseMessage(code, ""))
	}
	return err
}

// The third result is a text, and the results have names.
func partsOf(err error) (code int, text string, ok bool) {
	var end *websocket.CloseError
	if ok = errors.As(err, &end); ok {
		code, text = end.Code, end.Text
	}
	return
}

func parts(to *websocket.Conn, err error) error {
	if code, text, ok := partsOf(err); ok {
		return send(to, websocket.FormatCloseMessage(code, text)) // want `a received close code is sent on unchecked`
	}
	return err
}

// The second result is an error.
var errNoCode = errors.New("no close frame")

func codeOrError(err error) (int, error) {
	if end, ok := err.(*websocket.CloseError); ok {
		return end.Code, nil
	}
	return websocket.CloseAbnormalClosure, fmt.Errorf("%w: %v", errNoCode, err)
}

func orError(to *websocket.Conn, err error) error {
	code, failed := codeOrError(err)
	if failed != nil {
		return failed
	}
	return send(to, websocket.FormatCloseMessage(code, "")) // want `a received close code is sent on unchecked`
}

// sendable filters 1006, so ok does, too.
func sendable(err error) (int, bool) {
	var end *websocket.CloseError
	if errors.As(err, &end) && end.Code != websocket.CloseAbnormalClosure {
		return end.Code, true
	}
	return websocket.CloseAbnormalClosure, false
}

func ifSendable(to *websocket.Conn, err error) error {
	if code, ok := sendable(err); ok {
		return send(to, websocket.FormatCloseMessage(code, ""))
	}
	return err
}

// forwardable hands both results on.
func forwardable(err error) (int, bool) { return sendable(err) }

func ifForwardable(to *websocket.Conn, err error) error {
	if code, ok := forwardable(err); ok {
		return send(to, websocket.FormatCloseMessage(code, ""))
	}
	return err
}

// allowed says what to do with any code.
func allowed(err error) (int, bool) {
	var end *websocket.CloseError
	if !errors.As(err, &end) {
		return 0, false
	}
	switch end.Code {
	case websocket.CloseAbnormalClosure, websocket.CloseNoStatusReceived:
		return end.Code, false
	}
	return end.Code, true
}

func ifAllowed(to *websocket.Conn, err error) error {
	if code, ok := allowed(err); ok {
		return send(to, websocket.FormatCloseMessage(code, ""))
	}
	return err
}

// The code beside false is sent all the same.
func ownCode(err error) (int, bool) {
	if err == nil {
		return websocket.CloseNormalClosure, true
	}
	return websocket.CloseAbnormalClosure, false // want `close code 1006 is reserved and must not be sent`
}

func always(to *websocket.Conn, err error) error {
	code, _ := ownCode(err)
	return send(to, websocket.FormatCloseMessage(code, ""))
}

// This one filters the wrong code.
func isWire(code int) bool { return code != websocket.CloseNoStatusReceived }

func ifWire(to *websocket.Conn, end *websocket.CloseError, err error) error {
	if errors.As(err, &end) && isWire(end.Code) {
		return send(to, websocket.FormatCloseMessage(end.Code, "")) // want `a received close code is sent on unchecked`
	}
	return err
}

// The results of a struct are not known one by one.
type outcome struct {
	code int
	ok   bool
}

func classify(err error) outcome {
	var end *websocket.CloseError
	if errors.As(err, &end) && end.Code != websocket.CloseAbnormalClosure {
		return outcome{end.Code, true}
	}
	return outcome{code: websocket.CloseAbnormalClosure}
}

func ifClassified(to *websocket.Conn, err error) error {
	if o := classify(err); o.ok {
		return send(to, websocket.FormatCloseMessage(o.code, ""))
	}
	return err
}

// There is a code where the pointer is not nil.
func pointer(err error) *int {
	var end *websocket.CloseError
	if errors.As(err, &end) {
		return &end.Code
	}
	return nil
}

func ifPointer(to *websocket.Conn, err error) error {
	if code := pointer(err); code != nil {
		return send(to, websocket.FormatCloseMessage(*code, "")) // want `a received close code is sent on unchecked`
	}
	return err
}

// A struct beside false is not looked into.
type ending struct{ code int }

func (e ending) Code() int { return e.code }

func endingOf(err error) (ending, bool) {
	var end *websocket.CloseError
	if !errors.As(err, &end) || end.Code == websocket.CloseAbnormalClosure {
		return ending{websocket.CloseAbnormalClosure}, false
	}
	return ending{end.Code}, true
}

func ifEnding(to *websocket.Conn, err error) error {
	if e, ok := endingOf(err); ok {
		return send(to, websocket.FormatCloseMessage(e.Code(), ""))
	}
	return err
}

func anyEnding(to *websocket.Conn, err error) error {
	e, _ := endOf(err)
	return send(to, websocket.FormatCloseMessage(e.code, ""))
}

func endOf(err error) (*ending, bool) {
	if err == nil {
		return &ending{websocket.CloseNormalClosure}, true
	}
	return &ending{websocket.CloseAbnormalClosure}, false // want `close code 1006 is reserved and must not be sent`
}
