// Package wsunclosed reports dialed connections that are dropped without being closed.
//
// Whoever is done with a connection closes it (RFC 6455 section 7.1.1). One that
// nobody closes keeps its socket and, in most libraries, its goroutines; the
// server keeps its end, and waits for a client that is gone. The usual place is an
// error return between the dial and the first use; another is a loop that dials anew
// and puts the new connection in the place of the old one, or a field that is set to
// nil.
//
// # Bad
//
//	conn, _, err := websocket.DefaultDialer.Dial(url, nil)
//	if err != nil {
//		return nil, err
//	}
//	if err := conn.WriteJSON(login); err != nil {
//		return nil, err
//	}
//	return &Client{conn: conn}, nil
//
// # Good
//
//	if err := conn.WriteJSON(login); err != nil {
//		conn.Close()
//		return nil, err
//	}
//
// # Silence
//
// Not reported is a connection that is closed, returned, sent, stored in
// something that lives on, or handed to code out of sight that may close it. A
// struct that the function makes and drops is nothing that lives on. The end of
// the program takes its sockets with it.
//
// # Fix
//
// The fix closes the connection on that path, with a close frame where the
// library can send one; where the next connection takes its place in a field, before
// that is dialed, and where the field is set to nil, before that. There is none where
// a goroutine still uses the connection, where another one takes its place in a
// variable, and where the path returns what depends on it.
//
// # Flags
//
// -wsunclosed.tests reports in test files, too. To silence one finding, put
// //wsvet:ignore wsunclosed and the reason on its line or the line above.
package wsunclosed

import _ "embed" // of this file, whose package comment is the check's text

//go:embed doc.go
var source string
