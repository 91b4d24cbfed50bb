// Package packed holds close payloads that are packed by hand.
package packed

import (
	"encoding/binary"
	"time"

	"github.com/gorilla/websocket"
)

func bytes(conn *websocket.Conn) {
	conn.WriteMessage(websocket.CloseMessage, []byte{0x03, 0xee})      // want `close code 1006 is reserved and must not be sent: peers may fail the connection`
	conn.WriteMessage(websocket.CloseMessage, []byte{0x03, 0xEC, 'x'}) // want `close code 1004 is reserved`
	conn.WriteMessage(websocket.CloseMessage, []byte{3, 247})          // want `close code 1015 is reserved`
	conn.WriteMessage(websocket.CloseMessage, []byte{0x03, 0xed})      // want `close code 1005 is reserved`
	conn.WriteMessage(websocket.CloseMessage, []byte{0x03, 0xe8})
	conn.WriteMessage(websocket.CloseMessage, []byte{1006 >> 8, 1006 & 0xff}) // want `close code 1006 is reserved`
	conn.WriteMessage(websocket.TextMessage, []byte{0x03, 0xee})
}

func text(conn *websocket.Conn) {
	conn.WriteMessage(websocket.CloseMessage, []byte("bye bye")) // want `the first two bytes of a close frame's payload are its code, here 25209, which must not be sent: peers may fail`
	conn.WriteControl(websocket.CloseMessage, []byte(""), time.Time{})
	conn.WriteMessage(websocket.TextMessage, []byte("bye bye"))
}

const goodbye = "goodbye"

func variable(conn *websocket.Conn) {
	payload := []byte(goodbye) // want `here 26479, which must not be sent: .*; it is sent at line 31`
	conn.WriteMessage(websocket.CloseMessage, payload)
}

func empty(conn *websocket.Conn) {
	payload := []byte{0x03, 0xed} // want `close code 1005 is reserved`
	conn.WriteMessage(websocket.CloseMessage, payload)
}

func put(conn *websocket.Conn) {
	buf := make([]byte, 2+len("lost"))
	binary.BigEndian.PutUint16(buf, 1006) // want `close code 1006 is reserved .*; it is sent at line 43`
	copy(buf[2:], "lost")
	conn.WriteMessage(websocket.CloseMessage, buf)
}

func putNone(conn *websocket.Conn) {
	buf := make([]byte, 2)
	binary.BigEndian.PutUint16(buf, websocket.CloseNoStatusReceived) // want `close code 1005 is reserved`
	conn.WriteMessage(websocket.CloseMessage, buf)
}

func appended(conn *websocket.Conn) {
	buf := binary.BigEndian.AppendUint16(nil, uint16(websocket.CloseAbnormalClosure)) // want `close code 1006 is reserved`
	conn.WriteMessage(websocket.CloseMessage, append(buf, "lost"...))
}

func putElsewhere(conn *websocket.Conn) {
	buf := make([]byte, 4)
	binary.BigEndian.PutUint16(buf, 1006)
	conn.WriteMessage(websocket.BinaryMessage, buf)

	payload := websocket.FormatCloseMessage(websocket.CloseNormalClosure, "")
	payload = append(payload, make([]byte, 2)...)
	binary.BigEndian.PutUint16(payload[2:], 1006)
	conn.WriteMessage(websocket.CloseMessage, payload)
}

func pack(code uint16) []byte {
	buf := make([]byte, 2)
	binary.BigEndian.PutUint16(buf, code)
	return buf
}

func helper(conn *websocket.Conn) {
	conn.WriteMessage(websocket.CloseMessage, pack(1000))
	conn.WriteMessage(websocket.CloseMessage, pack(1006)) // want `close code 1006 is reserved`
}

func shut(conn *websocket.Conn, payload []byte) {
	conn.WriteMessage(websocket.CloseMessage, payload)
}

func throughHelper(conn *websocket.Conn) {
	shut(conn, []byte("bye")) // want `here 25209`
	shut(conn, nil)
}

// None of these is ever sent.
func unsent() ([]byte, []byte) {
	return []byte{0x03, 0xee}, pack(1006)
}
