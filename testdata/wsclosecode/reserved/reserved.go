// Package reserved holds constants that must not be in a close frame, on their
// ways through gorilla/websocket.
package reserved

import (
	"log"
	"time"

	"github.com/gorilla/websocket"
)

const abnormal = 1006

func direct(conn *websocket.Conn) error {
	m := websocket.FormatCloseMessage(websocket.CloseAbnormalClosure, "lost") // want `close code 1006 is reserved and must not be sent: gorilla/websocket puts it on the wire, and peers may fail the connection \(wsclosecode/reserved\)`
	return conn.WriteMessage(websocket.CloseMessage, m)
}

func literal(conn *websocket.Conn) {
	deadline := time.Now().Add(time.Second)
	conn.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(1015, ""), deadline)     // want `close code 1015 is reserved`
	conn.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(1004, ""), deadline)     // want `close code 1004 is reserved`
	conn.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(abnormal, ""), deadline) // want `close code 1006 is reserved`
}

func outside(conn *websocket.Conn) {
	conn.WriteMessage(websocket.CloseMessage, websocket.FormatCloseMessage(0, ""))     // want `close code 0 is outside of what may be sent: gorilla/websocket puts it on the wire, and`
	conn.WriteMessage(websocket.CloseMessage, websocket.FormatCloseMessage(999, ""))   // want `close code 999 is outside`
	conn.WriteMessage(websocket.CloseMessage, websocket.FormatCloseMessage(1016, ""))  // want `close code 1016 is outside`
	conn.WriteMessage(websocket.CloseMessage, websocket.FormatCloseMessage(2000, ""))  // want `close code 2000 is outside`
	conn.WriteMessage(websocket.CloseMessage, websocket.FormatCloseMessage(5000, ""))  // want `close code 5000 is outside`
	conn.WriteMessage(websocket.CloseMessage, websocket.FormatCloseMessage(-1, ""))    // want `close code -1 is outside .* puts it on the wire, as 65535`
	conn.WriteMessage(websocket.CloseMessage, websocket.FormatCloseMessage(70000, "")) // want `close code 70000 is outside .* puts it on the wire, as 4464`
}

func fine(conn *websocket.Conn) {
	for _, code := range []int{1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 4999} {
		conn.WriteMessage(websocket.CloseMessage, websocket.FormatCloseMessage(code, ""))
	}
	// The library makes an empty payload of this one.
	conn.WriteMessage(websocket.CloseMessage, websocket.FormatCloseMessage(websocket.CloseNoStatusReceived, ""))
	conn.WriteMessage(websocket.CloseMessage, nil)
	conn.WriteMessage(websocket.CloseMessage, []byte{})
}

func listed(conn *websocket.Conn) {
	for _, code := range []int{1000, 1006} { // want `close code 1006 is reserved .*; it is sent at line 48`
		conn.WriteMessage(websocket.CloseMessage, websocket.FormatCloseMessage(code, ""))
	}
}

func variable(conn *websocket.Conn, lost bool) {
	code := websocket.CloseNormalClosure
	if lost {
		code = websocket.CloseAbnormalClosure // want `close code 1006 is reserved .*; it is sent at line 57`
	}
	conn.WriteMessage(websocket.CloseMessage, websocket.FormatCloseMessage(code, ""))
}

func overwritten(conn *websocket.Conn, lost bool) {
	code := websocket.CloseAbnormalClosure
	if lost {
		code = websocket.CloseGoingAway
	} else {
		code = websocket.CloseNormalClosure
	}
	conn.WriteMessage(websocket.CloseMessage, websocket.FormatCloseMessage(code, ""))
}

func tested(conn *websocket.Conn, lost bool) {
	code := websocket.CloseNormalClosure
	if lost {
		code = websocket.CloseAbnormalClosure
	}
	if code != websocket.CloseAbnormalClosure {
		conn.WriteMessage(websocket.CloseMessage, websocket.FormatCloseMessage(code, ""))
	}
}

func send(conn *websocket.Conn, code int, text string) {
	conn.WriteMessage(websocket.CloseMessage, websocket.FormatCloseMessage(code, text))
}

func arguments(conn *websocket.Conn) {
	send(conn, websocket.CloseGoingAway, "")
	send(conn, websocket.CloseAbnormalClosure, "") // want `close code 1006 is reserved .*; it is sent at line 81`
	send(conn, websocket.CloseNoStatusReceived, "")
}

func sendIfKnown(conn *websocket.Conn, code int) {
	if code == 0 || code == 1006 {
		conn.WriteMessage(websocket.CloseMessage, nil)
		return
	}
	conn.WriteMessage(websocket.CloseMessage, websocket.FormatCloseMessage(code, ""))
}

func filtered(conn *websocket.Conn) {
	sendIfKnown(conn, 0)
	sendIfKnown(conn, websocket.CloseAbnormalClosure)
	sendIfKnown(conn, 5000) // want `close code 5000 is outside .*; it is sent at line 95`
}

type client struct {
	conn *websocket.Conn
	code int
}

func newClient(conn *websocket.Conn) *client {
	return &client{conn: conn, code: websocket.CloseTLSHandshake} // want `close code 1015 is reserved .*; it is sent at line 118`
}

func (c *client) lost() {
	c.code = 1006 // want `close code 1006 is reserved .*; it is sent at line 118`
}

func (c *client) end() {
	c.conn.WriteMessage(websocket.CloseMessage, websocket.FormatCloseMessage(c.code, ""))
}

func (c *client) Close() error {
	m := websocket.FormatCloseMessage(websocket.CloseAbnormalClosure, "") // want `close code 1006 is reserved`
	c.conn.WriteMessage(websocket.CloseMessage, m)
	return c.conn.Close()
}

func (c *client) shutdown() {
	defer func() {
		m := websocket.FormatCloseMessage(1006, "") // want `close code 1006 is reserved`
		c.conn.WriteMessage(websocket.CloseMessage, m)
	}()
}

// state is looked at elsewhere: another code in its place would change that.
type state struct {
	conn *websocket.Conn
	code int
}

func (s *state) lost() {
	s.code = websocket.CloseAbnormalClosure // want `close code 1006 is reserved`
	s.end()
}

func (s *state) end() {
	send(s.conn, s.code, "")
	if s.code == websocket.CloseAbnormalClosure {
		log.Print("lost")
	}
}

func closure(conn *websocket.Conn) func(code int) {
	return func(code int) {
		conn.WriteMessage(websocket.CloseMessage, websocket.FormatCloseMessage(code, ""))
	}
}

func callClosure(conn *websocket.Conn) {
	end := func(code int) {
		conn.WriteMessage(websocket.CloseMessage, websocket.FormatCloseMessage(code, ""))
	}
	end(websocket.CloseNormalClosure)
	end(websocket.CloseAbnormalClosure) // want `close code 1006 is reserved`
}

func codeOf(lost bool) int {
	if lost {
		return websocket.CloseAbnormalClosure // want `close code 1006 is reserved`
	}
	return websocket.CloseNormalClosure
}

func result(conn *websocket.Conn, lost bool) {
	send(conn, codeOf(lost), "")
}

// What is only compared, logged, mapped or returned is not sent.
func silent(conn *websocket.Conn) int {
	_, _, err := conn.ReadMessage()
	if websocket.IsCloseError(err, websocket.CloseAbnormalClosure, 1006) {
		log.Println("lost", websocket.CloseAbnormalClosure)
	}
	names := map[int]string{websocket.CloseAbnormalClosure: "lost"}
	if e, ok := err.(*websocket.CloseError); ok && e.Code == websocket.CloseAbnormalClosure {
		log.Print(names[e.Code])
	}
	_ = &websocket.CloseError{Code: websocket.CloseAbnormalClosure}
	return websocket.CloseAbnormalClosure
}

// The code parameter of a close handler is never a reserved one but 1005.
func handler(conn, other *websocket.Conn) {
	conn.SetCloseHandler(func(code int, text string) error {
		m := websocket.FormatCloseMessage(code, text)
		other.WriteControl(websocket.CloseMessage, m, time.Now().Add(time.Second))
		return conn.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(code, ""), time.Now().Add(time.Second))
	})
}

func prepared() (*websocket.PreparedMessage, error) {
	return websocket.NewPreparedMessage(websocket.CloseMessage, websocket.FormatCloseMessage(1006, "")) // want `close code 1006 is reserved`
}

// CodeOf is what others ask, too.
func CodeOf(lost bool) int {
	if lost {
		return websocket.CloseAbnormalClosure // want `close code 1006 is reserved`
	}
	return websocket.CloseNormalClosure
}

func askedCode(lost bool) int {
	if lost {
		return websocket.CloseAbnormalClosure // want `close code 1006 is reserved`
	}
	return websocket.CloseNormalClosure
}

func asked(conn *websocket.Conn, lost bool) {
	send(conn, CodeOf(lost), "")
	if askedCode(lost) == websocket.CloseAbnormalClosure {
		log.Print("lost")
	}
	send(conn, askedCode(lost), "")
}

type failure struct {
	error
	code int
}

// A code in an error of the package's own, sent where it is asked for.
func fail(conn *websocket.Conn, err error) {
	f := failure{err, websocket.CloseTLSHandshake} // want `close code 1015 is reserved`
	defer func() { send(conn, f.code, f.Error()) }()
}

func perCode(conn *websocket.Conn, kind string) {
	codes := map[string]int{
		"quit": websocket.CloseNormalClosure,
		"lost": websocket.CloseAbnormalClosure, // want `close code 1006 is reserved`
	}
	send(conn, codes[kind], "")
}

func method(conn *websocket.Conn) {
	write := conn.WriteMessage
	write(websocket.CloseMessage, websocket.FormatCloseMessage(websocket.CloseAbnormalClosure, "")) // want `close code 1006 is reserved`
}

func generic[T ~int](conn *websocket.Conn, code T) {
	conn.WriteMessage(websocket.CloseMessage, websocket.FormatCloseMessage(int(code), ""))
}

func instance(conn *websocket.Conn) {
	generic(conn, 1000)
	generic(conn, 1006) // want `close code 1006 is reserved`
}

var lostMessage = websocket.FormatCloseMessage(websocket.CloseAbnormalClosure, "lost") // want `close code 1006 is reserved`

func ignored(conn *websocket.Conn) {
	//wsvet:ignore wsclosecode the peer is ours and counts these
	send(conn, websocket.CloseAbnormalClosure, "")
}

func boxed(conn *websocket.Conn) {
	var code any = websocket.CloseAbnormalClosure // want `close code 1006 is reserved`
	if n, ok := code.(int); ok {
		send(conn, n, "")
	}
	codes := make(chan int, 1)
	codes <- websocket.CloseTLSHandshake // want `close code 1015 is reserved`
	for code := range codes {
		send(conn, code, "")
	}
}

// unset says by 0 that it has no code yet.
type unset struct {
	conn *websocket.Conn
	code int
}

func (u *unset) reset() { u.code = 0 }

func (u *unset) defaults() {
	if u.code == 0 {
		u.code = websocket.CloseNormalClosure
	}
}

func (u *unset) end() { send(u.conn, u.code, "") }

// The helper tells other codes apart, not these.
func sendOrNone(conn *websocket.Conn, code int) {
	switch code {
	case 0:
		conn.WriteMessage(websocket.CloseMessage, nil)
	case 4000, 4001:
		log.Print("kicked")
	}
	if code != 0 {
		conn.WriteMessage(websocket.CloseMessage, websocket.FormatCloseMessage(code, ""))
	}
}

func orNone(conn *websocket.Conn) {
	sendOrNone(conn, 0)
	sendOrNone(conn, websocket.CloseAbnormalClosure) // want `close code 1006 is reserved`
}
