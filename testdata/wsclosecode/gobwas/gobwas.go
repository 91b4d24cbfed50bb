// Package gobwas holds close codes sent with gobwas/ws.
package gobwas

import (
	"errors"
	"net"

	"github.com/gobwas/ws"
	"github.com/gobwas/ws/wsutil"
)

func reserved(conn net.Conn) {
	ws.WriteFrame(conn, ws.NewCloseFrame(ws.NewCloseFrameBody(ws.StatusAbnormalClosure, ""))) // want `close code 1006 is reserved and must not be sent: gobwas/ws puts it on the wire`
	ws.WriteFrame(conn, ws.NewCloseFrame(ws.NewCloseFrameBody(ws.StatusNoStatusRcvd, "")))    // want `close code 1005 is reserved`
	ws.WriteFrame(conn, ws.NewCloseFrame(ws.NewCloseFrameBody(ws.StatusNoMeaningYet, "")))    // want `close code 1004 is reserved`
	ws.WriteFrame(conn, ws.NewCloseFrame(ws.NewCloseFrameBody(5000, "")))                     // want `close code 5000 is outside`
	ws.WriteFrame(conn, ws.NewCloseFrame(ws.NewCloseFrameBody(ws.StatusNormalClosure, "")))
	ws.WriteFrame(conn, ws.NewCloseFrame(nil))

	body := ws.NewCloseFrameBody(ws.StatusNoStatusRcvd, "") // want `close code 1005 is reserved`
	wsutil.WriteServerMessage(conn, ws.OpClose, body)
}

func put(conn net.Conn) {
	body := make([]byte, 2)
	ws.PutCloseFrameBody(body, ws.StatusTLSHandshake, "") // want `close code 1015 is reserved`
	ws.PutCloseFrameBody(body, ws.StatusNoStatusRcvd, "") // want `close code 1005 is reserved`
	wsutil.WriteServerMessage(conn, ws.OpClose, body)
}

func packed(conn net.Conn) {
	ws.WriteFrame(conn, ws.NewCloseFrame([]byte{0x03, 0xee}))              // want `close code 1006 is reserved`
	ws.WriteFrame(conn, ws.NewFrame(ws.OpClose, true, []byte{0x03, 0xed})) // want `close code 1005 is reserved`
	wsutil.WriteClientMessage(conn, ws.OpClose, []byte("done"))            // want `the first two bytes of a close frame's payload are its code`
	wsutil.WriteClientMessage(conn, ws.OpText, []byte("done"))
}

func compiled(conn net.Conn) {
	conn.Write(ws.CompiledCloseTLSHandshake) // want `CompiledCloseTLSHandshake is a ready-made close frame, but its close code 1015 is reserved and must not be sent: peers may fail the connection`
	conn.Write(ws.CompiledCloseNoMeaningYet) // want `CompiledCloseNoMeaningYet is a ready-made close frame, but its close code 1004 is reserved`
	conn.Write(ws.CompiledCloseNormalClosure)
	conn.Write(ws.CompiledClose)
	conn.Write(ws.CompiledPing)
}

func compiledVariable(conn net.Conn, secure bool) {
	frame := ws.CompiledCloseGoingAway
	if !secure {
		frame = ws.CompiledCloseTLSHandshake // want `CompiledCloseTLSHandshake is a ready-made close frame, .*; it is sent at line 51`
	}
	conn.Write(frame)
}

func write(conn net.Conn, frame []byte) { conn.Write(frame) }

func Stop(conn net.Conn) {
	write(conn, ws.CompiledCloseTLSHandshake) // want `CompiledCloseTLSHandshake is a ready-made close frame`
	_ = len(ws.CompiledCloseTLSHandshake)
}

func echo(conn, from net.Conn) {
	_, _, err := wsutil.ReadServerData(from)
	var closed wsutil.ClosedError
	if errors.As(err, &closed) {
		ws.WriteFrame(conn, ws.NewCloseFrame(ws.NewCloseFrameBody(closed.Code, closed.Reason))) // want `1005 where the other side's close frame was empty`
	}
}

func echoParsed(conn net.Conn, payload []byte) {
	code, reason := ws.ParseCloseFrameData(payload)
	wsutil.WriteServerMessage(conn, ws.OpClose, ws.NewCloseFrameBody(code, reason)) // want `0 where the other side's close frame was empty`
}

func guarded(conn net.Conn, payload []byte) {
	code, reason := ws.ParseCloseFrameData(payload)
	if err := ws.CheckCloseFrameData(code, reason); err != nil {
		conn.Write(ws.CompiledCloseProtocolError)
		return
	}
	wsutil.WriteServerMessage(conn, ws.OpClose, ws.NewCloseFrameBody(code, reason))
}

func guardedByMethods(conn net.Conn, payload []byte, err error) {
	closed, ok := err.(wsutil.ClosedError)
	if !ok {
		return
	}
	code, reason := ws.ParseCloseFrameData(payload)
	if code.Empty() {
		conn.Write(ws.CompiledClose)
		return
	}
	wsutil.WriteServerMessage(conn, ws.OpClose, ws.NewCloseFrameBody(code, reason))
	if !closed.Code.IsProtocolReserved() {
		wsutil.WriteServerMessage(conn, ws.OpClose, ws.NewCloseFrameBody(closed.Code, ""))
	}
	if closed.Code.In(ws.StatusRangePrivate) {
		wsutil.WriteServerMessage(conn, ws.OpClose, ws.NewCloseFrameBody(closed.Code, ""))
	}
}
