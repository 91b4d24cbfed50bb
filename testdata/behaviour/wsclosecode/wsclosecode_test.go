package wsclosecode

import (
	"errors"
	"slices"
	"strconv"
	"testing"
	"testing/synctest"

	"github.com/gorilla/websocket"

	"github.com/wsvet/wsvet/testdata/behaviour/harness"
)

// hear runs a client that says goodbye, and returns what its peer saw.
func hear(t *testing.T, say func(n *harness.Network) error) (code int, end harness.End) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		network := harness.NewNetwork()
		server := harness.Serve(network)
		defer server.Stop()
		t.Logf("the client is told: %v", say(network))
		synctest.Wait()
		code, end = saw(t, server)
	})
	return code, end
}

// saw returns how the only connection of a server ended.
func saw(t *testing.T, server *harness.Server) (code int, end harness.End) {
	t.Helper()
	ends := server.Ends()
	if len(ends) != 1 {
		t.Fatalf("%d connections ended", len(ends))
	}
	end = ends[0]
	if end.Wire == nil {
		t.Logf("no close frame on the wire; the peer's code is %d, its error: %v", end.Code, end.Err)
		return noFrame, end
	}
	t.Logf("[% x] on the wire; the peer's code is %d, its error: %v", end.Wire, end.Code, end.Err)
	if len(end.Wire) == 0 {
		return empty, end
	}
	return end.Code, end
}

// As they are, the clients send what a strict peer takes for a breach of the
// protocol, or no close frame at all.
func TestBeforeGoodbye(t *testing.T) {
	for _, g := range goodbyes {
		if g.before == 0 {
			continue
		}
		t.Run(g.name, func(t *testing.T) {
			if code, end := hear(t, g.say); code != g.before || end.Err == nil {
				t.Errorf("got %d, want %d", code, g.before)
			}
		})
	}
}

// With the fix, or because they are right, they send what they may.
func TestAfterGoodbye(t *testing.T) {
	for _, g := range goodbyes {
		t.Run(g.name, func(t *testing.T) {
			if code, end := hear(t, g.say); code != g.after || end.Err != nil {
				t.Errorf("got %d, want %d", code, g.after)
			}
		})
	}
}

// bid runs a server that says goodbye, and returns what a strict client, gorilla's,
// is told.
func bid(t *testing.T, f farewell) (err error) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		network := harness.NewNetwork()
		go func() {
			conn, err := network.Accept()
			if err == nil {
				defer conn.Close()
				err = f.say(conn)
			}
			if err != nil {
				t.Error(err)
			}
		}()
		conn, _, dialErr := gorillaDialer(network).Dial(url, nil)
		if dialErr != nil {
			t.Fatal(dialErr)
		}
		defer conn.Close()
		_, _, err = conn.ReadMessage()
		t.Logf("the client says: %v", err)
	})
	return err
}

// A client refuses a server's ready-made frame as it is,
func TestBeforeFarewell(t *testing.T) {
	for _, f := range farewells {
		t.Run(f.name, func(t *testing.T) {
			want := "websocket: bad close code " + strconv.Itoa(f.before)
			if err := bid(t, f); err == nil || err.Error() != want {
				t.Errorf("want %q", want)
			}
		})
	}
}

// and takes the one of the fix.
func TestAfterFarewell(t *testing.T) {
	for _, f := range farewells {
		t.Run(f.name, func(t *testing.T) {
			var closed *websocket.CloseError
			if err := bid(t, f); !errors.As(err, &closed) || closed.Code != f.after {
				t.Errorf("want %d", f.after)
			}
		})
	}
}

// endings are the ways in which what a relay relays ends, with what the other side
// is to see of it.
var endings = []struct {
	name string
	code int // 0: what may be sent
	end  func(s *harness.Server)
}{
	{"cut", 1011, (*harness.Server).Cut},
	{"reset", 1011, (*harness.Server).Reset},
	{"hang", 1011, func(s *harness.Server) { s.Silence(true) }},
	{"empty", 0, func(s *harness.Server) { s.Send(harness.Close, nil) }},
	{"1000", 1000, sends(1000)},
	{"1001", 1001, sends(1001)},
	{"4001", 4001, sends(4001)},
	{"1004", 1011, sends(1004)},
	{"1005", 1011, sends(1005)},
	{"1006", 1011, sends(1006)},
	{"1015", 1011, sends(1015)},
}

func sends(code int) func(s *harness.Server) {
	return func(s *harness.Server) { s.Send(harness.Close, harness.ClosePayload(code, "over")) }
}

// pass runs a relay between two servers, has the first one end, and returns what
// the other one saw.
func pass(t *testing.T, r relay, end func(s *harness.Server)) (code int, last harness.End) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		from, to := harness.NewNetwork(), harness.NewNetwork()
		first, second := harness.Serve(from), harness.Serve(to)
		defer first.Stop()
		defer second.Stop()
		done := make(chan error, 1)
		go func() { done <- r.run(from, to) }()
		synctest.Wait()
		first.Send(harness.Text, []byte("news"))
		synctest.Wait()
		if got := second.Received(harness.Text); len(got) != 1 || string(got[0].Payload) != "news" {
			t.Errorf("%q was relayed", got)
		}
		end(first)
		t.Logf("the relay returns %v", <-done)
		synctest.Wait()
		code, last = saw(t, second)
	})
	return code, last
}

// As they are, relays hand on what may not be sent.
func TestBeforeRelay(t *testing.T) {
	for _, r := range relays {
		if r.before == nil {
			continue
		}
		for _, e := range endings {
			t.Run(r.name+"/"+e.name, func(t *testing.T) {
				_, end := pass(t, r, e.end)
				if bad := slices.Contains(r.before, e.name); bad != (end.Err != nil) {
					t.Errorf("wrong: %v, want %v", end.Err != nil, bad)
				}
			})
		}
	}
}

// With the fix, or because they are right, they hand on what may be, and say for
// the rest that something went wrong.
func TestAfterRelay(t *testing.T) {
	for _, r := range relays {
		for _, e := range endings {
			t.Run(r.name+"/"+e.name, func(t *testing.T) {
				code, end := pass(t, r, e.end)
				if end.Err != nil || e.code != 0 && code != e.code {
					t.Errorf("got %d, want %d", code, e.code)
				}
			})
		}
	}
}
