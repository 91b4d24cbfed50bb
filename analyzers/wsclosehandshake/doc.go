// Package wsclosehandshake reports connections that are closed without a close frame.
//
// RFC 6455 section 7.1.2 has each side send a close frame before it ends the TCP
// connection. A peer that gets none takes the connection for lost: it is told
// code 1006, logs an error, and may wait for the client to come back.
//
// The Close of gorilla/websocket and its forks, the CloseNow of coder/websocket,
// the NetConn().Close of all libraries and the Close of a net.Conn, which
// gobwas/ws hands out, only end the TCP connection. The Close of coder/websocket
// and of x/net/websocket, and gws's WriteClose, send the frame.
//
// # Bad
//
//	func (c *Client) Close() error {
//		return c.conn.Close()
//	}
//
// # Good
//
//	func (c *Client) Close() error {
//		message := websocket.FormatCloseMessage(websocket.CloseNormalClosure, "")
//		_ = c.conn.WriteControl(websocket.CloseMessage, message, time.Now().Add(10*time.Second))
//		return c.conn.Close()
//	}
//
// A connection is reported once, at the first such close on a normal path: that a
// caller's context ended is one, and so is an error that has nothing to do with
// the connection.
//
// # Silence
//
// Not reported is a close where a close frame may have been sent before; one that
// is come to only after a read, a write or the setting of a deadline has failed on
// the connection, or when a time has run out; a connection that nothing is read from or written to; and one
// that code out of sight has, which may send the frame.
//
// # Fix
//
// The fix sends a close frame with code 1000 before the close, within 10 seconds,
// or closes with the call of the library that sends one. There is none where the
// connection is closed through another type.
//
// # Flags
//
// -wsclosehandshake.tests reports in test files, too. To silence one finding, put
// //wsvet:ignore wsclosehandshake and the reason on its line or the line above.
package wsclosehandshake

import _ "embed" // of this file, whose package comment is the check's text

//go:embed doc.go
var source string
