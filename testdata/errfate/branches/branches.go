// Package branches has branches for close frames: the want comment of each is the
// variable that holds the frame or its header.
package branches

import (
	"net"

	"github.com/gobwas/ws"
)

func equal(conn net.Conn) {
	h, _ := ws.ReadHeader(conn)
	if h.OpCode == ws.OpClose { // want `h`
		return
	}
	if ws.OpClose == h.OpCode { // want `h`
		return
	}
	if h.OpCode == ws.OpPing || h.OpCode != ws.OpClose {
		return
	}
}

func frame(conn net.Conn) {
	f, err := ws.ReadFrame(conn)
	if err != nil {
		return
	}
	switch f.Header.OpCode {
	case ws.OpText, ws.OpBinary:
	case ws.OpClose: // want `f`
		return
	}
	switch {
	case f.Header.OpCode == ws.OpPing:
	case f.Header.OpCode == ws.OpClose: // want `f`
		return
	}
}

// made is no frame that was read.
func made() {
	f := ws.NewCloseFrame(nil)
	if f.Header.OpCode == ws.OpClose {
		return
	}
}
