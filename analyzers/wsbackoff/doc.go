// Package wsbackoff reports clients that reconnect without backoff or jitter.
//
// When a server restarts, or fails, all its clients lose their connections at
// the same moment. Those that dial again at once, or all after the same wait,
// arrive together again and again, and keep down the server that they wait for.
// RFC 6455 section 7.2.3 asks for a first wait that is random, and for waits
// that grow from one failed attempt to the next.
//
// Reported is a cycle that dials again after a dial failed or a connection was
// lost: a loop, a goto, a recursion, or a goroutine or timer that starts itself
// again. The dial may be in a function that is called. A cycle has the first of
// the categories that holds.
//
// # Categories
//
//   - none: a cycle that dials again after a failed dial, on some path without
//     any wait
//   - constant: a cycle that waits the same time before every attempt
//   - first: a cycle that backs off after failed dials, but redials a lost
//     connection at once
//   - nojitter: a cycle whose wait grows, but with nothing random in it
//
// # Bad
//
//	for {
//		conn, _, err := websocket.DefaultDialer.Dial(url, nil)
//		if err != nil {
//			time.Sleep(5 * time.Second)
//			continue
//		}
//		serve(conn)
//	}
//
// # Good
//
//	const maxBackoff = 60 * time.Second
//	backoff := time.Second
//	for {
//		dialed := time.Now()
//		if conn, _, err := websocket.DefaultDialer.Dial(url, nil); err == nil {
//			serve(conn)
//		}
//		if time.Since(dialed) > maxBackoff { // that connection was good
//			backoff = time.Second
//		}
//		time.Sleep(backoff/2 + rand.N(backoff/2))
//		backoff = min(2*backoff, maxBackoff)
//	}
//
// # Silence
//
// Not reported is a wait that cannot be seen, or has something random in it; a
// rate limiter; a retry library that takes the dial as a callback and has no
// visible configuration without jitter; a loop that leaves on failure; a walk
// over several addresses; a loop that opens connections that live side by side;
// a few attempts that each wait; a wait for a person or for an event from
// outside. The end of the connection is no such event.
//
// # Fix
//
// The fix makes the wait grow, with a limit and with jitter, and starts again
// from its first value after a connection that lasted. A wait that the code has
// stays as the first one. For nojitter, only the randomness is added, and so it
// is for a wait after lost connections where failed dials wait elsewhere. A
// goroutine that is started to dial anew waits at random first.
//
// There is no fix where a lock is held around the wait, in a select that serves
// other channels, in a function that a library calls back, before a call that
// handles other messages, too, or where the cycle is spread over several
// functions so that no local edit is right.
//
// # Flags
//
// -wsbackoff.min (1s) and -wsbackoff.max (60s) are the first and the longest
// wait that a fix writes. A cycle of at most -wsbackoff.attempts (10) attempts,
// each after a wait, is left alone. -wsbackoff.tests reports in test files, too,
// and -wsbackoff.skip=first leaves that category out. To silence one finding,
// put //wsvet:ignore wsbackoff and the reason on its line or the line above.
package wsbackoff

import _ "embed" // of this file, whose package comment is the check's text

//go:embed doc.go
var source string
