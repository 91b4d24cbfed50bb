// Package wsreadloop reports read loops that go on after a read failed.
//
// A WebSocket connection does not recover from a failed read: an endpoint that has
// failed it must not go on to process what comes (RFC 6455 section 7.1.7), and
// each further read returns the same error at once. A loop that logs the error and goes on spins:
// gorilla/websocket panics at the 1000th failing read, others use up a processor
// and fill the log, and gobwas/ws blocks after a close frame until TCP ends.
//
// # Bad
//
//	for {
//		_, data, err := conn.ReadMessage()
//		if err != nil {
//			log.Print(err)
//			continue
//		}
//		handle(data)
//	}
//
// # Good
//
//	if err != nil {
//		log.Print(err)
//		return
//	}
//
// A limit to the number of failures changes nothing: no further read succeeds. The
// loop may be in a caller: a function that logs the error and returns nothing of it
// leaves its caller to read on.
//
// # Silence
//
// Not reported is a loop that dials again, that another goroutine is told of by a
// channel or a context, and that goes on only after an error which does not end
// the connection: a message that is no JSON, of gorilla's ReadJSON and x/net's
// Codec, and a timeout of gobwas/ws and x/net/websocket between frames.
//
// # Fix
//
// The fix leaves the loop: it returns, with the error where the function returns
// one. There is none where the loop is in a caller or in the middle of a function, and
// where the way back is not in the branch of the error.
//
// # Flags
//
// -wsreadloop.tests reports in test files, too. To silence one finding, put
// //wsvet:ignore wsreadloop and the reason on its line or the line above.
package wsreadloop

import _ "embed" // of this file, whose package comment is the check's text

//go:embed doc.go
var source string
