package wscloseerr

import (
	"bytes"
	"context"
	"log"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/wsvet/wsvet/testdata/behaviour/harness"
)

// A connection is that of a program that runs.
type connection struct {
	network *harness.Network
	server  *harness.Server
	// stop has the program say goodbye, if it can.
	stop func()
}

// An ending is a way in which a connection ends.
type ending struct {
	name string
	end  func(c *connection)
	// words are what a log or a caller is told of it: all of one of these.
	words [][]string
}

// news are the endings that somebody has to learn of.
var news = []ending{
	{"4001", sends(4001, "kicked out"), [][]string{{"4001", "kicked out"}}},
	{"1011", sends(1011, "out of order"), [][]string{{"1011", "out of order"}, {"StatusInternalError", "out of order"}}},
	{"cut", func(c *connection) { c.server.Cut() }, [][]string{{"EOF"}}},
	{"reset", func(c *connection) { c.server.Reset() }, [][]string{{"connection reset by peer"}}},
	{"hang", func(c *connection) { c.server.Silence(true) }, [][]string{{"i/o timeout"}, {"deadline exceeded"}}},
	{"loss", func(c *connection) { c.network.TimeOut() }, [][]string{{"connection timed out"}}},
}

// eof are those of them that golang.org/x/net/websocket calls io.EOF, as it does a
// normal end.
var eof = []string{"4001", "1011", "cut"}

// ordinary are the endings that are no news.
var ordinary = []ending{
	{"1000", sends(1000, "done"), nil},
	{"1001", sends(1001, "moving"), nil},
	{"empty", func(c *connection) { c.server.Send(harness.Close, nil) }, nil},
	{"own", func(c *connection) { c.stop() }, nil},
	{"own, unanswered", func(c *connection) { c.server.Silence(true); c.stop() }, nil},
}

func sends(code int, reason string) func(c *connection) {
	return func(c *connection) { c.server.Send(harness.Close, harness.ClosePayload(code, reason)) }
}

// told reports whether s tells of the ending.
func (e ending) told(s string) bool {
	return slices.ContainsFunc(e.words, func(words []string) bool {
		return !slices.ContainsFunc(words, func(word string) bool { return !strings.Contains(s, word) })
	})
}

// run runs a program until its connection ends, and returns what its log says and
// how its server saw the end.
func run(t *testing.T, program func(ctx context.Context, n *harness.Network), end func(c *connection)) (logged string, seen []harness.End) {
	t.Helper()
	var out bytes.Buffer
	log.SetOutput(&out) // log/slog's, too
	defer log.SetOutput(os.Stderr)
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		c := &connection{network: harness.NewNetwork(), stop: cancel}
		c.server = harness.Serve(c.network)
		defer c.server.Stop()
		done := make(chan struct{})
		go func() {
			defer close(done)
			program(ctx, c.network)
		}()
		synctest.Wait()
		if c.server.Open() != 1 {
			t.Fatalf("%d connections", c.server.Open())
		}
		end(c)
		<-done
		synctest.Wait()
		seen = c.server.Ends()
	})
	logged = strings.TrimSpace(out.String())
	t.Logf("log: %q", logged)
	return logged, seen
}

// As they are, programs leave without a word, however their connection ended.
func TestBeforeLog(t *testing.T) {
	for _, p := range loggings {
		if p.right {
			continue
		}
		for _, e := range news {
			t.Run(p.name+"/"+e.name, func(t *testing.T) {
				if logged, _ := run(t, p.run, e.end); logged != "" {
					t.Error("something was logged")
				}
			})
		}
	}
}

// With the fix, or because they are right, they say why: code and reason of the
// peer's frame, a cut, a reset, a timeout, as far as the library tells them.
func TestAfterLog(t *testing.T) {
	for _, p := range loggings {
		for _, e := range news {
			t.Run(p.name+"/"+e.name, func(t *testing.T) {
				want := !strings.HasPrefix(p.name, "xnet") || !slices.Contains(eof, e.name)
				if logged, _ := run(t, p.run, e.end); e.told(logged) != want {
					t.Errorf("logged: %v, want %v", !want, want)
				}
			})
		}
	}
}

// An end as it should be is nothing to log, neither before nor after.
func TestOrdinary(t *testing.T) {
	for _, p := range loggings {
		for _, e := range ordinary {
			t.Run(p.name+"/"+e.name, func(t *testing.T) {
				if logged, _ := run(t, p.run, e.end); logged != "" {
					t.Error("something was logged")
				}
			})
		}
	}
}

// returns runs a program until its connection ends, and returns what it returns.
func (p returning) returns(t *testing.T, e ending) (err error) {
	t.Helper()
	run(t, func(_ context.Context, n *harness.Network) { err = p.run(n) }, e.end)
	t.Logf("returned: %v", err)
	return err
}

// As they are, programs tell their callers that all is well,
func TestBeforeReturn(t *testing.T) {
	for _, p := range returnings {
		for _, e := range news {
			t.Run(p.name+"/"+e.name, func(t *testing.T) {
				if err := p.returns(t, e); err != nil {
					t.Error("an error was returned")
				}
			})
		}
	}
}

// and with the fix, why it is not.
func TestAfterReturn(t *testing.T) {
	for _, p := range returnings {
		for _, e := range news {
			t.Run(p.name+"/"+e.name, func(t *testing.T) {
				if err := p.returns(t, e); err == nil || !e.told(err.Error()) {
					t.Errorf("want one of %q", e.words)
				}
			})
		}
	}
}

// goodbyes are close frames of a peer, and the answer that it is to see.
var goodbyes = []struct {
	name            string
	payload, answer []byte
}{
	{"1000", harness.ClosePayload(1000, "done"), harness.ClosePayload(1000, "")},
	{"1001", harness.ClosePayload(1001, "moving"), harness.ClosePayload(1001, "")},
	{"4001", harness.ClosePayload(4001, "kicked out"), harness.ClosePayload(4001, "")},
	{"empty", nil, []byte{}},
}

// answer runs a program until the peer says goodbye, and returns what the peer sees.
func (p handling) answer(t *testing.T, goodbye []byte) harness.End {
	t.Helper()
	noted := false
	_, seen := run(t, func(_ context.Context, n *harness.Network) {
		done := make(chan struct{})
		err := p.run(n, done)
		t.Logf("returned: %v", err)
		select {
		case <-done:
			noted = true
		default:
		}
	}, func(c *connection) { c.server.Send(harness.Close, goodbye) })
	if !noted {
		t.Error("the program does not know")
	}
	if len(seen) != 1 {
		t.Fatalf("%d connections ended", len(seen))
	}
	end := seen[0]
	if end.Wire == nil {
		t.Logf("the peer sees no close frame: code %d, %v", end.Code, end.Err)
	} else {
		t.Logf("the peer sees [% x]: code %d, %v", end.Wire, end.Code, end.Err)
	}
	return end
}

// As it is, a close handler leaves the peer without an answer, for which that is an
// abnormal end,
func TestBeforeHandler(t *testing.T) {
	for _, p := range handlings {
		if p.right {
			continue
		}
		for _, g := range goodbyes {
			t.Run(p.name+"/"+g.name, func(t *testing.T) {
				if end := p.answer(t, g.payload); end.Wire != nil || end.Code != harness.Abnormal || end.Err == nil {
					t.Error("the peer was answered")
				}
			})
		}
	}
}

// and with the fix, it sends the peer's code back.
func TestAfterHandler(t *testing.T) {
	for _, p := range handlings {
		for _, g := range goodbyes {
			t.Run(p.name+"/"+g.name, func(t *testing.T) {
				if end := p.answer(t, g.payload); end.Wire == nil || !bytes.Equal(end.Wire, g.answer) || end.Err != nil {
					t.Errorf("want [% x]", g.answer)
				}
			})
		}
	}
}
