package echo

import (
	"errors"
	"io"
	"log"
	"slices"
	"strings"

	"github.com/gorilla/websocket"
)

func write(dst *websocket.Conn, payload []byte) {
	dst.WriteMessage(websocket.CloseMessage, payload)
}

func ifReturns(dst *websocket.Conn, e *websocket.CloseError) {
	if e.Code == websocket.CloseAbnormalClosure {
		return
	}
	write(dst, websocket.FormatCloseMessage(e.Code, e.Text))
}

func ifMaps(dst *websocket.Conn, err error) {
	code := websocket.CloseInternalServerErr
	var e *websocket.CloseError
	if errors.As(err, &e) {
		code = e.Code
	}
	if code == websocket.CloseAbnormalClosure {
		code = websocket.CloseInternalServerErr
	}
	write(dst, websocket.FormatCloseMessage(code, ""))
}

func ifAnd(dst *websocket.Conn, err error) {
	if e, ok := err.(*websocket.CloseError); ok && e.Code != 1005 && e.Code != 1006 && e.Code != 1015 {
		write(dst, websocket.FormatCloseMessage(e.Code, e.Text))
	}
}

func ifRange(dst *websocket.Conn, e *websocket.CloseError) {
	if e.Code < 1000 || e.Code >= 1004 && e.Code <= 1006 || e.Code > 4999 {
		write(dst, nil)
	} else {
		write(dst, websocket.FormatCloseMessage(e.Code, e.Text))
	}
}

func ifField(dst *websocket.Conn, e *websocket.CloseError) {
	if e.Code == websocket.CloseAbnormalClosure {
		e.Code = websocket.CloseGoingAway
	}
	write(dst, websocket.FormatCloseMessage(e.Code, e.Text))
}

func switches(dst *websocket.Conn, e *websocket.CloseError) {
	code := e.Code
	switch code {
	case websocket.CloseNoStatusReceived, websocket.CloseAbnormalClosure, websocket.CloseTLSHandshake:
		code = websocket.CloseNormalClosure
	}
	write(dst, websocket.FormatCloseMessage(code, ""))
}

func switchReturns(dst *websocket.Conn, e *websocket.CloseError) {
	switch {
	case e.Code == 1006:
		return
	case e.Code == 1000:
		fallthrough
	default:
		write(dst, websocket.FormatCloseMessage(e.Code, ""))
	}
}

func listedOnly(dst *websocket.Conn, e *websocket.CloseError) {
	switch e.Code {
	case websocket.CloseNormalClosure, websocket.CloseGoingAway:
		write(dst, websocket.FormatCloseMessage(e.Code, ""))
	}
}

var mapped = map[int]int{1000: 1000, 1001: 1001, 1006: 1011}

func maps(dst *websocket.Conn, e *websocket.CloseError) {
	write(dst, websocket.FormatCloseMessage(mapped[e.Code], ""))
	if code, ok := mapped[e.Code]; ok {
		write(dst, websocket.FormatCloseMessage(code, ""))
	}
	if _, ok := mapped[e.Code]; ok {
		write(dst, websocket.FormatCloseMessage(e.Code, ""))
	}
}

var sendable = []int{1000, 1001}

func contains(dst *websocket.Conn, e *websocket.CloseError) {
	if slices.Contains(sendable, e.Code) {
		write(dst, websocket.FormatCloseMessage(e.Code, ""))
	}
	for _, code := range sendable {
		if code == e.Code {
			write(dst, websocket.FormatCloseMessage(e.Code, ""))
		}
	}
}

func valid(code int) bool {
	switch code {
	case 1004, 1005, 1006, 1015:
		return false
	}
	return code >= 1000 && code < 5000
}

func isLost(err error) bool {
	return websocket.IsCloseError(err, websocket.CloseAbnormalClosure) || errors.Is(err, io.ErrUnexpectedEOF)
}

func toSend(code int) int {
	if !valid(code) {
		return websocket.CloseInternalServerErr
	}
	return code
}

func helpers(dst *websocket.Conn, err error) {
	var e *websocket.CloseError
	if !errors.As(err, &e) {
		return
	}
	write(dst, websocket.FormatCloseMessage(toSend(e.Code), ""))
	if valid(e.Code) {
		write(dst, websocket.FormatCloseMessage(e.Code, ""))
	}
	if ok := valid(e.Code); !ok {
		return
	}
	write(dst, websocket.FormatCloseMessage(e.Code, ""))
}

func errorHelpers(dst *websocket.Conn, err error) {
	e, ok := err.(*websocket.CloseError)
	if !ok || isLost(err) {
		return
	}
	write(dst, websocket.FormatCloseMessage(e.Code, ""))
}

func library(dst *websocket.Conn, err error) {
	if websocket.IsUnexpectedCloseError(err, websocket.CloseNormalClosure, websocket.CloseGoingAway) {
		return
	}
	if e, ok := err.(*websocket.CloseError); ok {
		write(dst, websocket.FormatCloseMessage(e.Code, ""))
	}
}

func byText(dst *websocket.Conn, err error) {
	if strings.Contains(err.Error(), "abnormal") {
		return
	}
	if e, ok := err.(*websocket.CloseError); ok {
		write(dst, websocket.FormatCloseMessage(e.Code, ""))
	}
}

func checked(dst *websocket.Conn, code int) {
	if code == 1006 {
		code = 1011
	}
	write(dst, websocket.FormatCloseMessage(code, ""))
}

func unchecked(dst *websocket.Conn, code int) {
	write(dst, websocket.FormatCloseMessage(code, ""))
}

func callers(dst *websocket.Conn, e *websocket.CloseError) {
	checked(dst, e.Code)
	if e.Code != 1006 {
		unchecked(dst, e.Code)
	}
}

func forwardError(dst *websocket.Conn, err error) {
	if e, ok := err.(*websocket.CloseError); ok {
		write(dst, websocket.FormatCloseMessage(e.Code, ""))
	}
}

func guardedCaller(dst, src *websocket.Conn) {
	_, _, err := src.ReadMessage()
	if isLost(err) {
		return
	}
	forwardError(dst, err)
}

func closure(dst *websocket.Conn, e *websocket.CloseError) {
	if e.Code == 1006 {
		return
	}
	go func() { write(dst, websocket.FormatCloseMessage(e.Code, "")) }()
	code := e.Code
	if code == 1006 {
		code = 1011
	}
	defer func() { write(dst, websocket.FormatCloseMessage(code, "")) }()
}

type guardedSession struct {
	conn, other *websocket.Conn
	code        int
}

func (s *guardedSession) read() {
	_, _, err := s.conn.ReadMessage()
	var e *websocket.CloseError
	if errors.As(err, &e) {
		s.code = e.Code
		log.Print("closed with ", s.code)
		if s.code == websocket.CloseAbnormalClosure {
			s.code = websocket.CloseInternalServerErr
		}
	}
	s.end()
}

func (s *guardedSession) end() {
	write(s.other, websocket.FormatCloseMessage(s.code, ""))
}

// What is only logged, compared or returned is not sent.
func unsent(err error) (int, bool) {
	e, ok := err.(*websocket.CloseError)
	if !ok {
		return 0, false
	}
	log.Print(e.Code)
	return e.Code, e.Code == 1006
}

// A frame on the connection that is gone reaches nobody.
func answer(conn *websocket.Conn) {
	for {
		_, _, err := conn.ReadMessage()
		if e, ok := err.(*websocket.CloseError); ok {
			conn.WriteMessage(websocket.CloseMessage, websocket.FormatCloseMessage(e.Code, ""))
		}
		if err != nil {
			return
		}
	}
}

type answering struct {
	conn *websocket.Conn
	code chan int
}

func (a *answering) read() {
	_, _, err := a.conn.ReadMessage()
	var e *websocket.CloseError
	if errors.As(err, &e) {
		a.code <- e.Code
	}
}

func (a *answering) end() {
	a.conn.WriteMessage(websocket.CloseMessage, websocket.FormatCloseMessage(<-a.code, ""))
}

// receivedGuarded hands on the errors that the functions above are given.
func receivedGuarded(dst, src *websocket.Conn) {
	_, _, err := src.ReadMessage()
	e, ok := err.(*websocket.CloseError)
	if !ok {
		return
	}
	ifReturns(dst, e)
	ifRange(dst, e)
	ifField(dst, e)
	switches(dst, e)
	switchReturns(dst, e)
	listedOnly(dst, e)
	maps(dst, e)
	contains(dst, e)
	callers(dst, e)
	closure(dst, e)
}

// A close error that the package makes itself has a code that it chose.
type closing struct {
	conn  *websocket.Conn
	close chan websocket.CloseError
}

func (c *closing) Close(e websocket.CloseError) { c.close <- e }

func (c *closing) bye() {
	c.Close(websocket.CloseError{Code: websocket.CloseNormalClosure, Text: "bye"})
}

func (c *closing) write() {
	e := <-c.close
	write(c.conn, websocket.FormatCloseMessage(e.Code, e.Text))
}
