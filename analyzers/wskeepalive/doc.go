// Package wskeepalive reports dialed connections that nobody would notice
// dying.
//
// A peer that loses power or its network, or hangs, sends neither a close frame
// nor a TCP FIN. A read without a bound then waits until the operating system
// gives up, which takes minutes, or for ever if the peer only hangs or a proxy
// keeps its end of TCP alive. The program learns of it, if at all, as the
// abnormal closure 1006 (RFC 6455 section 7.1.5). Pings (section 5.5.2) do not
// help by themselves: nothing ends the read when no pong comes back, and on
// Linux an unacknowledged ping even suspends TCP keepalive: a read that ended
// after 2m29s without pings took 15m44s with them.
//
// Reported, at the dial, is a connection that is read with neither a bound on
// the read (a read deadline; for libraries whose reads take a context, one with
// a timeout) nor a watchdog (a timer that closes the connection, or cancels its
// context, when nothing arrives).
//
// A bound counts if its expiry ends something. These are none: a deadline for a
// handshake, lifted before the stream or when its first message comes; one that a
// timer sets again and again, whatever arrives; one after which the read is tried
// again and nothing counts (x/net and gobwas read on after a timeout). A timer
// that dials again, flushes a batch or renews a token is no watchdog.
//
// # Categories
//
//   - none: a dialed connection that is read with no deadline, no watchdog and
//     no ping
//   - pingonly: a dialed connection that sends pings, but where a missing answer
//     does not end the read
//
// # Bad
//
//	conn, _, err := websocket.DefaultDialer.Dial(url, nil)
//	if err != nil {
//		return err
//	}
//	for {
//		_, msg, err := conn.ReadMessage()
//		if err != nil {
//			return err
//		}
//		handle(msg)
//	}
//
// # Good
//
//	conn, _, err := websocket.DefaultDialer.Dial(url, nil)
//	if err != nil {
//		return err
//	}
//	const (
//		pongWait   = 60 * time.Second
//		pingPeriod = pongWait * 9 / 10
//		writeWait  = 10 * time.Second
//	)
//	conn.SetPongHandler(func(string) error {
//		return conn.SetReadDeadline(time.Now().Add(pongWait))
//	})
//	done := make(chan struct{})
//	defer close(done)
//	go func() {
//		ticker := time.NewTicker(pingPeriod)
//		defer ticker.Stop()
//		for {
//			select {
//			case <-done:
//				return
//			case <-ticker.C:
//				_ = conn.WriteControl(websocket.PingMessage, nil, time.Now().Add(writeWait))
//			}
//		}
//	}()
//	for {
//		_ = conn.SetReadDeadline(time.Now().Add(pongWait))
//		_, msg, err := conn.ReadMessage()
//		if err != nil {
//			return err
//		}
//		handle(msg)
//	}
//
// # Silence
//
// Server connections are not reported, nor is a connection that is only
// returned to the caller, handed to code that cannot be seen as something that
// can set a deadline or close, or never read. A read deadline counts wherever it is
// set, behind an option too, unless it is cleared again before the read. What the
// user's own packages do to a connection is seen, also where they know no
// WebSocket and take a net.Conn or an io.Reader.
//
// # Fix
//
// The fix does the above in the library's own way: the read deadline is set
// before every read and renewed by pongs, and a ticker sends the pings that
// cause them until the connection ends. A single read that waits for the answer
// to a request gets a deadline. For pingonly, only what is missing is added.
// Where the read loop goes on after an error there is no fix: leave the loop
// first.
//
// # Flags
//
// -wskeepalive.pongwait (60s) and -wskeepalive.writewait (10s) are the durations
// that the fix writes. -wskeepalive.tests reports in test files, too, and
// -wskeepalive.skip=pingonly leaves that category out. To silence one finding,
// put //wsvet:ignore wskeepalive and the reason on its line or the line above.
package wskeepalive

import _ "embed"

// of this file, whose package comment is the check's text

//go:embed doc.go
var source string
