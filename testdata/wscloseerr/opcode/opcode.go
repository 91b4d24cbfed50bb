// Package opcode has branches on the close opcode, written by hand.
package opcode

import (
	"errors"
	"io"
	"log"
	"net"

	"github.com/gobwas/ws"
	"github.com/gobwas/ws/wsutil"
)

var errClosed = errors.New("closed")

func nextFrame(conn net.Conn) error {
	rd := wsutil.Reader{Source: conn, State: ws.StateClientSide}
	h, err := rd.NextFrame()
	if err != nil {
		return err
	}
	if h.OpCode == ws.OpClose { // want `a close frame was received here and is not answered: the peer sees 1006; write a close frame before leaving \(wscloseerr/handler\)`
		return io.EOF
	}
	return rd.Discard()
}

func readFrame(conn net.Conn) ([]byte, error) {
	for {
		frame, err := ws.ReadFrame(conn)
		if err != nil {
			return nil, err
		}
		switch frame.Header.OpCode {
		case ws.OpPing:
			continue
		case ws.OpClose: // want `a close frame was received here`
			return nil, errClosed
		}
		return frame.Payload, nil
	}
}

func readHeader(conn net.Conn) error {
	for {
		h, err := ws.ReadHeader(conn)
		if err != nil {
			return err
		}
		switch {
		case h.OpCode == ws.OpClose: // want `a close frame was received here`
			return nil
		default:
			if _, err := io.CopyN(io.Discard, conn, h.Length); err != nil {
				return err
			}
		}
	}
}

// To use the code does not answer the peer.
func usesPayload(conn net.Conn) error {
	frame, err := ws.ReadFrame(conn)
	if err != nil {
		return err
	}
	if frame.Header.OpCode == ws.OpClose { // want `a close frame was received here`
		code, reason := ws.ParseCloseFrameData(frame.Payload)
		return wsutil.ClosedError{Code: code, Reason: reason}
	}
	return nil
}

func logsCode(conn net.Conn) error {
	for {
		h, err := ws.ReadHeader(conn)
		if err != nil {
			return err
		}
		p := make([]byte, h.Length)
		if _, err := io.ReadFull(conn, p); err != nil {
			return err
		}
		if h.OpCode == ws.OpClose { // want `a close frame was received here`
			code, reason := ws.ParseCloseFrameData(p)
			log.Printf("closed: %d %s", code, reason)
			return io.EOF
		}
	}
}

// What follows is silent.

func returnsFrame(conn net.Conn) (ws.Frame, error) {
	frame, err := ws.ReadFrame(conn)
	if err != nil {
		return ws.Frame{}, err
	}
	if frame.Header.OpCode == ws.OpClose {
		return frame, io.EOF
	}
	return frame, nil
}

func answers(conn net.Conn) error {
	frame, err := ws.ReadFrame(conn)
	if err != nil {
		return err
	}
	if frame.Header.OpCode == ws.OpClose {
		ws.WriteFrame(conn, ws.MaskFrame(ws.NewCloseFrame(nil)))
		return io.EOF
	}
	return nil
}

func handsOn(conn net.Conn, handle func(ws.Frame)) error {
	frame, err := ws.ReadFrame(conn)
	if err != nil {
		return err
	}
	if frame.Header.OpCode == ws.OpClose {
		handle(frame)
		return io.EOF
	}
	return nil
}

func readsPayload(conn net.Conn) ([]byte, error) {
	h, err := ws.ReadHeader(conn)
	if err != nil {
		return nil, err
	}
	if h.OpCode == ws.OpClose {
		p := make([]byte, h.Length)
		_, err := io.ReadFull(conn, p)
		return p, err
	}
	return nil, nil
}

func handled(conn net.Conn) error {
	control := wsutil.ControlFrameHandler(conn, ws.StateClientSide)
	rd := wsutil.Reader{Source: conn, State: ws.StateClientSide, OnIntermediate: control}
	h, err := rd.NextFrame()
	if err != nil {
		return err
	}
	if h.OpCode.IsControl() {
		if err := control(h, &rd); err != nil {
			return err
		}
	}
	if h.OpCode == ws.OpClose {
		return io.EOF
	}
	return nil
}

// The caller answers.
type session struct{ conn net.Conn }

func (s *session) next() error {
	frame, err := ws.ReadFrame(s.conn)
	if err != nil {
		return err
	}
	if frame.Header.OpCode == ws.OpClose {
		return errClosed
	}
	return nil
}

func (s *session) run() error {
	for {
		if err := s.next(); err != nil {
			wsutil.WriteClientMessage(s.conn, ws.OpClose, nil)
			return err
		}
	}
}

// The library has answered: it hands out no close frame.
func answered(conn net.Conn) error {
	_, op, err := wsutil.ReadServerData(conn)
	if err != nil {
		return err
	}
	if op == ws.OpClose {
		return io.EOF
	}
	return nil
}
