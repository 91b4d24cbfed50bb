// Package wsbackoff defines an analyzer that reports clients that dial again
// without backing off.
package wsbackoff

const doc = `report clients that reconnect without backoff or jitter

When a server restarts, or fails, all its clients lose their connections in the
same moment. Those that dial again at once, or all after the same wait, arrive
together again and again, and keep down the server that they wait for. RFC 6455
section 7.2.3 asks for a first wait that is random, and for waits that grow from
one failed attempt to the next.

Categories, of which a cycle that dials again and again has the first that holds:

  none      after a failed dial, some path around the cycle waits for nothing
  constant  the wait is the same on every attempt
  first     failed dials back off, but a connection that was made and then lost
            is dialed again at once
  nojitter  the wait grows, but nothing random is in it

Bad:

	for {
		conn, _, err := websocket.DefaultDialer.Dial(url, nil)
		if err != nil {
			time.Sleep(5 * time.Second)
			continue
		}
		serve(conn)
	}

Good:

	const maxBackoff = 60 * time.Second
	backoff := time.Second
	for {
		dialed := time.Now()
		if conn, _, err := websocket.DefaultDialer.Dial(url, nil); err == nil {
			serve(conn)
		}
		if time.Since(dialed) > maxBackoff { // that connection was good
			backoff = time.Second
		}
		time.Sleep(time.Duration((0.5 + rand.Float64()/2) * float64(backoff)))
		backoff = min(2*backoff, maxBackoff)
	}

A cycle is a loop, a goto, a recursion, or a goroutine or timer that starts
itself again; the dial may sit in a called function. It is silent where the wait
cannot be seen or has something random in it, on rate limiters and on retry
libraries that have no visible configuration without jitter, on a loop that
leaves on failure, a walk over several addresses, a loop that opens connections
that live side by side, a few attempts that each wait, and on a wait for a
person or an event from outside. The end of the connection is no such event.

The fix makes the wait grow, with a limit and with jitter, and starts again from
its first value after a connection that lasted. For nojitter it adds what is
missing. There is none where a lock is held around the wait, in a select that
serves other channels, in a function that a library calls back, or where the
cycle leads through several functions.

Flags: -wsbackoff.min and -wsbackoff.max are the first and the longest wait that
a fix writes; a loop of at most -wsbackoff.attempts attempts that wait is left
alone. -wsbackoff.tests reports in test files, too; -wsbackoff.skip=first leaves
that category out. To silence one finding, put //wsvet:ignore wsbackoff and the
reason on its line or the line above.`
