// Package wsdialtimeout reports dials that can hang forever.
//
// A WebSocket handshake is an HTTP request, for whose answer RFC 6455 section 4.1
// has no limit. A server, or a load balancer before a server that is gone, may
// accept the TCP connection and never answer: a dial that nothing bounds then
// blocks forever, and with it the loop that should have dialed another server.
//
// What bounds a handshake differs by library: a Dialer's HandshakeTimeout, the
// deadline of the context, the timeout of the http.Client that dials, a deadline
// on the connection that the handshake is made on. gorilla's DefaultDialer and
// gws have a bound of their own; x/net's Dial and DialConfig have none, whatever
// the timeout of their net.Dialer.
//
// # Bad
//
//	var d websocket.Dialer
//	conn, _, err := d.Dial(url, nil)
//
// # Good
//
//	var d = websocket.Dialer{HandshakeTimeout: 45 * time.Second}
//	conn, _, err := d.Dial(url, nil)
//
// # Silence
//
// Not reported is a dial that something bounds on some way there, and one that
// code out of sight may bound: a dialer, a context or a connection that is a
// parameter moves the question to the callers, also in other packages.
//
// # Fix
//
// The fix sets HandshakeTimeout to 45 seconds, as gorilla's DefaultDialer has
// it, or dials with a context that has that timeout and is cancelled behind the
// dial: in all libraries, the context of a dial bounds the handshake alone. There
// is no fix where the dialer is made in another file, and where the context
// would not end with the dial.
//
// # Flags
//
// -wsdialtimeout.tests reports in test files, too. To silence one finding, put
// //wsvet:ignore wsdialtimeout and the reason on its line or the line above.
package wsdialtimeout

import _ "embed" // of this file, whose package comment is the check's text

//go:embed doc.go
var source string
