// Package as finds the close error with another package's errors.As.
package as

import (
	"errors"
	"io"

	"github.com/gorilla/websocket"

	"github.com/wsvet/wsvet/testdata/wsclosecode/as/errs"
)

func forwards(to *websocket.Conn, err error) error {
	var end *websocket.CloseError
	if errs.As(err, &end) {
		return to.WriteMessage(websocket.CloseMessage, websocket.FormatCloseMessage(end.Code, end.Text)) // want `a received close code is sent on unchecked`
	}
	return err
}

func leavesEarly(to *websocket.Conn, err error) error {
	var end *websocket.CloseError
	if errs.Is(err, io.EOF) || !errs.As(err, &end) {
		return err
	}
	return to.WriteMessage(websocket.CloseMessage, websocket.FormatCloseMessage(end.Code, end.Text)) // want `a received close code is sent on unchecked`
}

// As of this package's own.
func As(err error, target any) bool { return errors.As(err, target) }

func own(to *websocket.Conn, err error) error {
	var end *websocket.CloseError
	if As(err, &end) {
		return to.WriteMessage(websocket.CloseMessage, websocket.FormatCloseMessage(end.Code, "")) // want `a received close code is sent on unchecked`
	}
	return err
}

func inSwitch(to *websocket.Conn, err error) {
	var end *websocket.CloseError
	code := websocket.CloseInternalServerErr
	switch {
	case errs.Is(err, io.ErrUnexpectedEOF):
		code = websocket.CloseProtocolError
	case errs.As(err, &end):
		code = end.Code
	}
	to.WriteMessage(websocket.CloseMessage, websocket.FormatCloseMessage(code, "")) // want `a received close code is sent on unchecked`
}

// What follows is silent.

func checked(to *websocket.Conn, err error) error {
	var end *websocket.CloseError
	if errs.As(err, &end) && end.Code != websocket.CloseAbnormalClosure {
		return to.WriteMessage(websocket.CloseMessage, websocket.FormatCloseMessage(end.Code, end.Text))
	}
	return err
}

func mapped(to *websocket.Conn, err error) error {
	var end *websocket.CloseError
	if !errs.As(err, &end) {
		return err
	}
	if end.Code == websocket.CloseAbnormalClosure {
		end.Code = websocket.CloseInternalServerErr
	}
	return to.WriteMessage(websocket.CloseMessage, websocket.FormatCloseMessage(end.Code, end.Text))
}

// An As of another shape may be a filter.
type codes struct{}

func (codes) As(code int, target *int) bool {
	*target = code
	return code >= 3000
}

func filtered(to *websocket.Conn, end *websocket.CloseError) {
	var code int
	if (codes{}).As(end.Code, &code) {
		to.WriteMessage(websocket.CloseMessage, websocket.FormatCloseMessage(code, ""))
	}
}
