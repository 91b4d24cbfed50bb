// Package harness is what the programs in the folders beside it run against: a
// WebSocket server that misbehaves when told to and writes down what it sees,
// and a network in memory that can refuse and lose.
//
// # A proof
//
// A program under test is a package, testdata/behaviour/CHECK/PROGRAM, that
// imports nothing of this, and dials in one function, which takes the library's
// own hook for that: a gorilla Dialer, coder's DialOptions, a gobwas Dialer, a
// gws ClientOption. CHECK holds the tests of all its programs, in one package:
//
//	TestBefore…  the program as it stands shows the trouble that the check reports
//	TestAfter…   with the fix it does not
//	other tests  are run both times
//
// A program whose name ends in _right has no finding of CHECK as it stands, and
// passes the tests After beside the others. TestBehaviour in cmd/wsvet runs
// all of them: it wants a finding of CHECK in every program and none in those
// that are right, runs the tests Before, has wsvet -fix change the programs, wants
// no finding any more, and runs the tests After. What the tests log with t.Log
// are the numbers of the proof; go test -v shows them:
//
//	go test ./cmd/wsvet -run TestBehaviour -v
//	go test ./behaviour/CHECK -run TestBefore -v   (in testdata)
//
// # In a test
//
// Each test runs in a bubble of testing/synctest, where an hour costs nothing:
//
//	synctest.Test(t, func(t *testing.T) {
//		network := harness.NewNetwork()
//		server := harness.Serve(network)
//		defer server.Stop()
//		dialer := &websocket.Dialer{NetDialContext: network.DialContext}
//		end := make(chan error, 1)
//		go func() { end <- program.Run(dialer) }()
//		time.Sleep(time.Hour) // of the bubble
//		server.Silence(true)  // or Stall, Drop, Cut, Reset, Send; network.Refuse, Lose, TimeOut
//		...
//		network.Dials()       // when a client dialed, refused or not
//		server.Ends()         // how connections ended, with the close frame's payload
//		server.Received(harness.Ping)
//	})
//
// All that waits here waits on channels and conditions of the bubble, and never
// with a mutex held, so that the clock of the bubble goes on. A test ends when all
// goroutines of its bubble have: what a program leaves running fails its test.
//
// # What the network is
//
// Its connections behave as TCP connections on Linux do, as far as a program can
// tell (the tests hold both side by side): a write waits for no reader until the
// window is full, a close with unread data is a reset, errors have the types of
// package net. It has no keepalive and never gives up, as with a
// net.Dialer{KeepAlive: -1} and a kernel of endless patience.
//
// Outside of a bubble, where time is real, it works as well, and Serve takes any
// listener, one of loopback TCP too. That is for a library whose dial has no hook
// (golang.org/x/net/websocket's Dial), or which holds a mutex while it waits (gws,
// when a write does): the clock of a bubble stands still then.
package harness
