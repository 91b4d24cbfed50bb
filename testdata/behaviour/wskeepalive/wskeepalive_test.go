package wskeepalive

import (
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/wsvet/wsvet/testdata/behaviour/harness"
	gorillaagain "github.com/wsvet/wsvet/testdata/behaviour/wskeepalive/gorilla_again"
)

// A connection is that of a program that runs.
type connection struct {
	*testing.T
	network *harness.Network
	server  *harness.Server
	end     chan error
}

// start runs a program in a bubble, and test beside it. The clock of the bubble
// stands still when test has returned: what the program started and left behind,
// such as a goroutine that waits for its next ping, is a deadlock then.
func start(t *testing.T, run func(n *harness.Network) error, test func(c *connection)) {
	synctest.Test(t, func(t *testing.T) {
		c := &connection{T: t, network: harness.NewNetwork(), end: make(chan error, 1)}
		c.server = harness.Serve(c.network)
		defer c.server.Stop()
		go func() { c.end <- run(c.network) }()
		synctest.Wait()
		if c.server.Open() != 1 {
			c.Fatalf("%d connections", c.server.Open())
		}
		test(c)
	})
}

// start runs r, and waits behind the test for what may outlast the connection.
func (r reader) start(t *testing.T, handle func([]byte), test func(c *connection)) {
	start(t, func(n *harness.Network) error { return r.read(n, handle) }, func(c *connection) {
		defer time.Sleep(outlives[r.name])
		test(c)
	})
}

// stays wants the program not to have left the connection.
func (c *connection) stays() {
	c.Helper()
	select {
	case err := <-c.end:
		c.Fatalf("left: %v", err)
	default:
	}
}

// leaves wants the program to leave within so long, and not to end well.
func (c *connection) leaves(within time.Duration) {
	c.Helper()
	from := time.Now()
	select {
	case err := <-c.end:
		if err == nil {
			c.Error("left without an error")
		}
		c.Logf("left after %v: %v", time.Since(from), err)
	case <-time.After(within + 1): // not in the same moment
		c.Errorf("waits after %v", within)
		c.release()
	}
}

// release has a program that waits end.
func (c *connection) release() {
	c.network.TimeOut()
	<-c.end
}

// deaths are the ways in which a connection dies without a word.
var deaths = []struct {
	name string
	die  func(c *connection)
}{
	{"hang", func(c *connection) { c.server.Silence(true) }},
	{"loss", func(c *connection) { c.network.Lose() }},
}

// long is how long a connection is well before it dies, apart from all pings.
const long = time.Hour + 7*time.Second

// As they are, the programs wait when the peer hangs while its TCP lives, and
// when the network loses everything, as long as the kernel does.
func TestBeforeDeath(t *testing.T) {
	for _, death := range deaths {
		for _, r := range readers {
			if r.right {
				continue
			}
			t.Run(death.name+"/"+r.name, func(t *testing.T) {
				r.start(t, func([]byte) {}, func(c *connection) {
					time.Sleep(long)
					c.stays()
					death.die(c)
					time.Sleep(time.Hour)
					c.stays()
					c.Logf("waits after %v, %d pings were sent", time.Hour, len(c.server.Received(harness.Ping)))
					c.release()
				})
			})
		}
	}
}

// With the fix, they leave within the bound, whether the connection dies at the
// start or after an hour, and all that they started ends with them.
func TestAfterDeath(t *testing.T) {
	for _, death := range deaths {
		for _, r := range readers {
			for _, well := range []time.Duration{0, long} {
				t.Run(death.name+"/"+r.name, func(t *testing.T) {
					r.start(t, func([]byte) {}, func(c *connection) {
						time.Sleep(well)
						c.stays()
						death.die(c)
						c.leaves(r.bound)
					})
				})
			}
		}
	}
}

// They stay with a peer that says nothing but pongs.
func TestAfterQuiet(t *testing.T) {
	for _, r := range readers {
		t.Run(r.name, func(t *testing.T) {
			r.start(t, func([]byte) {}, func(c *connection) {
				lasts := 10*r.bound + 7*time.Second
				time.Sleep(lasts)
				c.stays()
				c.Logf("stays for %v, with %d pings", lasts, len(c.server.Received(harness.Ping)))
				c.server.Cut()
				c.leaves(0)
			})
		})
	}
}

// They stay with one that sends all the time,
func TestAfterBusy(t *testing.T) {
	busy(t, time.Second, func(reader) time.Duration { return 0 })
}

// also where what they do with a message takes longer than the bound,
func TestAfterSlow(t *testing.T) {
	busy(t, 10*time.Second, func(r reader) time.Duration { return r.bound * 3 / 2 })
}

// and where no message is there when they have done it.
func TestAfterSlowQuiet(t *testing.T) {
	busy(t, 5*time.Minute, func(r reader) time.Duration { return r.bound * 3 / 2 })
}

// busy runs the readers with a peer that sends every period, and a handler that
// takes so long.
func busy(t *testing.T, period time.Duration, takes func(r reader) time.Duration) {
	for _, r := range readers {
		t.Run(r.name, func(t *testing.T) {
			var handled atomic.Int32
			handle := func([]byte) {
				time.Sleep(takes(r))
				handled.Add(1)
			}
			r.start(t, handle, func(c *connection) {
				lasts := max(10*r.bound, 10*takes(r), 10*period)
				for from := time.Now(); time.Since(from) < lasts; time.Sleep(period) {
					c.server.Send(harness.Text, []byte("news"))
				}
				synctest.Wait()
				c.stays()
				if handled.Load() < 9 {
					c.Errorf("%d messages in %v", handled.Load(), lasts)
				}
				c.Logf("stays for %v, with %d messages handled for %v each", lasts, handled.Load(), takes(r))
				c.server.Cut()
				<-c.end
				time.Sleep(takes(r)) // for handlers in goroutines of their own
			})
		})
	}
}

// dialed waits for the program's nth dial, which wsbackoff's fix has it wait for.
func (c *connection) dialed(n int) {
	c.Helper()
	for from := time.Now(); time.Since(from) < backoff; time.Sleep(time.Second / 10) {
		if len(c.network.Dials()) >= n {
			return
		}
	}
	c.Fatalf("%d dials, want %d", len(c.network.Dials()), n)
}

// backoff is longer than what wsbackoff's fix waits before any of a few dials.
const backoff = 15 * time.Second

// A program that dials again keeps nothing of the last connection.
func TestAfterAgain(t *testing.T) {
	start(t, func(n *harness.Network) error {
		return gorillaagain.Read(gorillaDialer(n), url, func([]byte) {})
	}, func(c *connection) {
		for i := range 3 {
			c.server.Silence(true)
			time.Sleep(deadline - time.Second)
			c.stays()
			c.server.Silence(false) // the next connection lives
			c.dialed(i + 2)
			synctest.Wait()
			c.stays()
			if dials := len(c.network.Dials()); dials != i+2 || c.server.Open() != 1 {
				c.Fatalf("%d dials, %d connections", dials, c.server.Open())
			}
		}
		c.network.Refuse(true)
		c.server.Cut()
		c.leaves(backoff)
	})
}

// chat runs a writer, which fills the window in seven seconds if nobody reads.
func chat(t *testing.T, w writer, test func(c *connection)) {
	start(t, func(n *harness.Network) error {
		out := make(chan []byte)
		stop := make(chan struct{})
		defer close(stop)
		go func() {
			defer close(out)
			for {
				select {
				case <-time.After(time.Second):
				case <-stop:
					return
				}
				select {
				case out <- make([]byte, 10_000):
				case <-stop:
					return
				}
			}
		}()
		return w.chat(n, out)
	}, test)
}

// Nor does a program that writes notice, whose writes wait in the end:
func TestBeforeWriting(t *testing.T) {
	for _, w := range writers {
		t.Run(w.name, func(t *testing.T) {
			chat(t, w, func(c *connection) {
				c.network.Lose()
				time.Sleep(time.Hour)
				c.stays()
				c.Logf("waits after %v", time.Hour)
				c.release()
			})
		})
	}
}

// with the fix, it does, and lives while the connection does.
func TestAfterWriting(t *testing.T) {
	for _, w := range writers {
		t.Run(w.name, func(t *testing.T) {
			chat(t, w, func(c *connection) {
				time.Sleep(10 * w.bound)
				c.stays()
				c.network.Lose()
				c.leaves(w.bound)
			})
		})
	}
}

// A connection lives whose peer does not read for a while, but sends: pings that
// could not be sent then do not end the pings.
func TestAfterStall(t *testing.T) {
	for _, w := range writers {
		t.Run(w.name, func(t *testing.T) {
			chat(t, w, func(c *connection) {
				c.server.Stall(true)
				for range 90 {
					time.Sleep(time.Second)
					c.server.Send(harness.Text, []byte("news"))
				}
				c.server.Stall(false)
				time.Sleep(10 * w.bound)
				c.stays()
				c.Logf("stays for %v, with %d pings", 10*w.bound, len(c.server.Received(harness.Ping)))
				c.server.Cut()
				<-c.end
			})
		})
	}
}

var question = []byte("?")

// As it is, a program waits for an answer for ever.
func TestBeforeAnswer(t *testing.T) {
	for _, a := range askers {
		t.Run(a.name, func(t *testing.T) {
			start(t, func(n *harness.Network) error {
				_, err := a.ask(n, question)
				return err
			}, func(c *connection) {
				c.server.Silence(true)
				time.Sleep(time.Hour)
				c.stays()
				c.Logf("waits after %v", time.Hour)
				c.release()
			})
		})
	}
}

// With the fix, it waits as long as it says. An answer that comes in time is
// handed over.
func TestAfterAnswer(t *testing.T) {
	for _, a := range askers {
		t.Run(a.name, func(t *testing.T) {
			start(t, func(n *harness.Network) error {
				_, err := a.ask(n, question)
				return err
			}, func(c *connection) {
				c.server.Silence(true)
				c.leaves(deadline)
			})
			start(t, func(n *harness.Network) error {
				answer, err := a.ask(n, question)
				if string(answer) != "!" {
					t.Errorf("got %q", answer)
				}
				return err
			}, func(c *connection) {
				time.Sleep(deadline * 9 / 10)
				c.server.Send(harness.Text, []byte("!"))
				if err := <-c.end; err != nil {
					t.Error(err)
				}
			})
		})
	}
}
