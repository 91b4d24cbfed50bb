// Package wscloseerr reports code that learns why a connection ended and drops
// it.
//
// How a WebSocket connection ended is known in one place only: the error of the
// read that was blocked, or the handler that the library calls. Code that drops
// it cannot tell a peer that said goodbye from one that was cut off (1006), and
// nobody will ever learn which it was. A close handler that drops it leaves the
// peer without the close frame that RFC 6455 section 5.5.1 demands in answer, so
// that it is the peer who sees 1006.
//
// # Categories
//
//   - handler: a close handler, or a branch on the close opcode, that sends no
//     close frame, where the error of the read is not answered with one either
//   - event: an event method for the end of a connection that never uses its
//     error
//   - read: a read whose error is discarded, or dropped in its error branch
//
// # Bad
//
//	for {
//		_, msg, err := conn.ReadMessage()
//		if err != nil {
//			return
//		}
//		handle(msg)
//	}
//
// # Good
//
//	for {
//		_, msg, err := conn.ReadMessage()
//		if err != nil {
//			if !websocket.IsCloseError(err, websocket.CloseNormalClosure, websocket.CloseGoingAway) {
//				log.Printf("read message: %v", err)
//			}
//			return
//		}
//		handle(msg)
//	}
//
// # Silence
//
// Any use of the error by code that can run after the read counts: it is logged,
// returned, stored, sent, wrapped or compared. Not reported is a loop that
// throws all data away and closes, cancels or signals when the read fails; a
// single read that only waits for the peer to leave; a branch in which the
// reader's own shutdown was just checked; the errors of writes and of Close; and
// an embedded event handler of the library.
//
// # Fix
//
// The fix returns the error where the function returns nil or an error that it
// makes there, and adds it to a line that is logged already. Else it logs what is
// not a normal end with the logger that the package uses there: 1000, 1001, 1005
// and net.ErrClosed are normal, and so is the program's own end, such as a
// cancelled context. A close handler echoes the close frame. There is no fix in a
// defer statement, in an expression, in a loop that goes on whatever the read
// returns, and for gws where the package closes connections itself: no test tells
// that from other ends.
//
// # Flags
//
// -wscloseerr.tests reports in test files, too, and -wscloseerr.skip=event
// leaves that category out. To silence one finding, put
// //wsvet:ignore wscloseerr and the reason on its line or the line above.
package wscloseerr

import _ "embed" // of this file, whose package comment is the check's text

//go:embed doc.go
var source string
