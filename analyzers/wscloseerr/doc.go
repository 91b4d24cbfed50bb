// Package wscloseerr defines an analyzer that reports code which learns why a
// connection ended and drops it.
package wscloseerr

const doc = `report news of a close that is thrown away

How a WebSocket connection ended is known in one place only: the error of the
read that was blocked, or the handler that the library calls. Code that drops
it cannot tell a peer that said goodbye from one that was cut off (1006), and
nobody will ever learn which it was. A close handler that drops it leaves the
peer without the close frame that RFC 6455 section 5.5.1 demands in answer, so
that it is the peer who sees 1006.

Categories:

  handler  a close handler, or a branch on the close opcode written by hand,
           that sends no close frame, whether it uses the code or not, where the
           read's error is not answered with a close frame either
  event    a library's event method for the end of the connection that never
           uses its error
  read     a read, or a function of the package that returns a read's error,
           whose error is discarded, or whose error branch returns, breaks,
           redials or overwrites the error without any use of it

Bad:

	for {
		_, msg, err := conn.ReadMessage()
		if err != nil {
			return
		}
		handle(msg)
	}

Good:

	for {
		_, msg, err := conn.ReadMessage()
		if err != nil {
			if !websocket.IsCloseError(err, websocket.CloseNormalClosure, websocket.CloseGoingAway) {
				log.Printf("read message: %v", err)
			}
			return
		}
		handle(msg)
	}

Any use of the error counts: it is logged, returned, stored, sent, wrapped or
compared by code that can run after the read. The check is silent on loops that throw all data away and close,
cancel or signal when the read fails, on a single read that only waits for the
peer to leave, where the reader's own shutdown was just checked, on the errors
of writes and of Close, and on an embedded event handler of the library.

The fix returns the error where the function returns one, else it logs what is
news (not 1000, 1001, 1005 and net.ErrClosed) with the logger that the receiver
or the file uses; a close handler echoes the close frame. Where no local edit is
right, there is none: in a go or defer statement, in an expression, in a loop
that goes on whatever the read says.

Flags: -wscloseerr.tests reports in test files, too; -wscloseerr.skip=event
leaves that category out. To silence one finding, put
//wsvet:ignore wscloseerr and the reason on its line or the line above.`
