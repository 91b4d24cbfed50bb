// Package wsclosecode reports close codes that must not be sent.
//
// RFC 6455 reserves some close codes for what an endpoint tells its own
// application (sections 7.1.5 and 7.4.1): 1005 stands for a close frame without
// a code, 1006 for no close frame at all, 1015 for a failure of TLS; 1004 has no
// meaning. None of them may be in a close frame, nor may a code outside of 1000
// to 1014 and 3000 to 4999 (section 7.4.2). A library that is given one either
// puts it on the wire, where a peer that checks fails the connection with 1002,
// or refuses it and sends no close frame, and the peer sees 1006.
//
// # Categories
//
//   - reserved: a close frame with a code that must not be sent: 1004, 1005,
//     1006, 1015, or outside 1000–1014 and 3000–4999
//   - echo: a received code that is sent on unchecked: 1006 or -1 where the other
//     side vanished, 1005 or 0 where its frame was empty
//   - reason: a constant reason of more than 123 bytes, where the library then
//     sends no frame
//
// # Bad
//
//	if e, ok := err.(*websocket.CloseError); ok {
//		m := websocket.FormatCloseMessage(e.Code, e.Text) // 1006 if the peer vanished
//		dst.WriteMessage(websocket.CloseMessage, m)
//	}
//
// # Good
//
//	if e, ok := err.(*websocket.CloseError); ok {
//		closeCode := e.Code
//		if closeCode == websocket.CloseAbnormalClosure {
//			closeCode = websocket.CloseInternalServerErr
//		}
//		m := websocket.FormatCloseMessage(closeCode, e.Text)
//		dst.WriteMessage(websocket.CloseMessage, m)
//	}
//
// # Silence
//
// Not reported is what a library makes legal by contract (an empty payload, out
// of gorilla's FormatCloseMessage(CloseNoStatusReceived, "")); a code that is
// only compared, logged, mapped or returned; a received code that a condition, a
// switch, a map or a function filters on its way; and 1006 in the answer on the
// very connection that is gone.
//
// # Fix
//
// The fix writes the library's name of 1011 (internal error) in the place of
// 1004, 1006 and 1015, that of 1000 in a function named Close, Stop or Shutdown,
// the library's frame without a code in the place of 1005, and a guard that maps
// the reserved codes to 1011 before an echo. A code outside the ranges has no
// fix, as the peer may match it: codes of your own lie in 3000 to 4999. Nor has
// a long reason.
//
// # Flags
//
// -wsclosecode.tests reports in test files, too, and -wsclosecode.skip=echo
// leaves that category out. To silence one finding, put
// //wsvet:ignore wsclosecode and the reason on its line or the line above.
package wsclosecode

import _ "embed" // of this file, whose package comment is the check's text

//go:embed doc.go
var source string
