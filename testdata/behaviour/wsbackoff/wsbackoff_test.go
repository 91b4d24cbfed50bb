package wsbackoff

import (
	"context"
	"errors"
	"io"
	"log"
	"net"
	"os"
	"slices"
	"sync"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/wsvet/wsvet/testdata/behaviour/harness"
	fewright "github.com/wsvet/wsvet/testdata/behaviour/wsbackoff/few_right"
	gorillaticks "github.com/wsvet/wsvet/testdata/behaviour/wsbackoff/gorilla_ticks"
)

func TestMain(m *testing.M) {
	log.SetOutput(io.Discard) // what the programs say of each attempt
	os.Exit(m.Run())
}

// roundTrip is how long a dial takes, whatever comes of it.
const roundTrip = 100 * time.Millisecond

// hook returns a dial of the network that takes its time.
func hook(n *harness.Network) dial {
	return func(ctx context.Context, network, addr string) (net.Conn, error) {
		select {
		case <-time.After(roundTrip):
			return n.DialContext(ctx, network, addr)
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

// A world is a server and its clients. It is in a bubble.
type world struct {
	*testing.T
	network *harness.Network
	server  *harness.Server
	stop    context.CancelFunc // stops the clients
	clients sync.WaitGroup
}

// runs runs so many clients with a server in which trouble has begun.
func runs(t *testing.T, c client, n int, trouble func(w *world)) *world {
	w := &world{T: t, network: harness.NewNetwork()}
	w.server = harness.Serve(w.network)
	ctx, cancel := context.WithCancel(context.Background())
	w.stop = cancel
	trouble(w)
	for range n {
		w.clients.Go(func() { c.run(ctx, hook(w.network)) })
	}
	return w
}

// end ends the world, with the dials that http.Transport does not give up. The
// bubble ends when all that its clients started has.
func (w *world) end() {
	w.stop()
	w.clients.Wait()
	time.Sleep(roundTrip)
	w.server.Stop()
}

// waits returns how long the client waited before each dial but the first, with a
// server that ends each attempt at once.
func (w *world) waits() []time.Duration {
	var waits []time.Duration
	dials := w.network.Dials()
	for i, at := range dials[1:] {
		waits = append(waits, at.Sub(dials[i])-roundTrip)
	}
	return waits
}

// next waits for the next dial, and returns when it was.
func (w *world) next() time.Time {
	w.Helper()
	n := len(w.network.Dials())
	w.until("dials", func() bool { return len(w.network.Dials()) > n })
	return w.network.Dials()[n]
}

// connected waits for the client to be connected.
func (w *world) connected() {
	w.Helper()
	w.until("is connected", func() bool { return w.server.Open() > 0 })
}

func (w *world) until(what string, holds func() bool) {
	w.Helper()
	for from := time.Now(); !holds(); time.Sleep(roundTrip / 2) {
		if time.Since(from) > time.Hour {
			w.Fatalf("no client %s in an hour", what)
		}
	}
}

func well(*world) {}

func refused(w *world) { w.network.Refuse(true) }

func dropped(w *world) { w.server.Drop(true) }

var troubles = []struct {
	name  string
	begin func(w *world)
}{
	{"refused", refused},
	{"dropped", dropped},
}

// hammers reports whether the client, as it is, dials as fast as it can.
func (c client) hammers(trouble string) bool {
	return c.category == "none" || trouble == "dropped" && (c.category == "first" || c.lostAtOnce)
}

// As they are, clients of "none" dial as fast as they can, those of "first" do
// when they are dropped, and those of "constant" keep the time of a clock.
func TestBeforeWaits(t *testing.T) {
	for _, trouble := range troubles {
		for _, c := range clients {
			hammers := c.hammers(trouble.name)
			if !hammers && c.category != "constant" {
				continue
			}
			t.Run(trouble.name+"/"+c.name, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					w := runs(t, c, 1, trouble.begin)
					defer w.end()
					time.Sleep(time.Minute)
					waits := w.waits()
					t.Logf("%d attempts a minute, %v to %v apart", len(waits)+1, slices.Min(waits), slices.Max(waits))
					want := c.first
					if hammers {
						want = 0
					}
					if slices.Min(waits) != want || slices.Max(waits) != want {
						t.Errorf("want %v", want)
					}
				})
			})
		}
	}
}

// Those of "constant" and "nojitter" dial in the same moments as all others.
func TestBeforeTogether(t *testing.T) {
	for _, trouble := range troubles {
		for _, c := range clients {
			if c.category != "constant" && c.category != "nojitter" || c.hammers(trouble.name) {
				continue
			}
			t.Run(trouble.name+"/"+c.name, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					total, together := meet(t, c, trouble.begin)
					if together != total {
						t.Errorf("together in %d", together)
					}
				})
			})
		}
	}
}

// meet has two clients run for an hour, and returns how often one dialed after its
// first dial, and how often in the same moment as the other.
func meet(t *testing.T, c client, trouble func(w *world)) (total, together int) {
	one, other := runs(t, c, 1, trouble), runs(t, c, 1, trouble)
	defer one.end()
	defer other.end()
	time.Sleep(time.Hour)
	at := map[time.Time]bool{}
	for _, d := range other.network.Dials()[1:] {
		at[d] = true
	}
	dials := one.network.Dials()[1:]
	for _, d := range dials {
		if at[d] {
			together++
		}
	}
	t.Logf("%d attempts of a client in an hour, %d of them together with another client", len(dials), together)
	return len(dials), together
}

// With the fix, each wait is at most twice as long as the one before it was at
// most, none is longer than the limit, and the later ones are long.
func TestAfterWaits(t *testing.T) {
	for _, trouble := range troubles {
		for _, c := range clients {
			t.Run(trouble.name+"/"+c.name, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					w := runs(t, c, 1, trouble.begin)
					defer w.end()
					time.Sleep(time.Hour)
					c.backsOff(t, w.waits())
				})
			})
		}
	}
}

func (c client) backsOff(t *testing.T, waits []time.Duration) {
	limit := c.first
	for i, wait := range waits {
		if wait <= 0 || wait > limit {
			t.Errorf("wait %d is %v, the limit is %v", i, wait, limit)
		}
		limit = min(2*limit, c.max)
	}
	later := waits[len(waits)/2:]
	var sum time.Duration
	for _, wait := range later {
		sum += wait
	}
	mean := sum / time.Duration(len(later))
	if mean < c.max/4 {
		t.Errorf("%v in the mean", mean)
	}
	var first []time.Duration
	for _, wait := range waits[:10] {
		first = append(first, wait.Round(roundTrip))
	}
	t.Logf("%d attempts in an hour; waits: %v, …, at most %v, at last %v in the mean",
		len(waits)+1, first, slices.Max(waits).Round(roundTrip), mean.Round(roundTrip))
}

// No client dials in the same moments as another. (The first wait of jpillora's is
// its least one.)
func TestAfterApart(t *testing.T) {
	for _, trouble := range troubles {
		for _, c := range clients {
			t.Run(trouble.name+"/"+c.name, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					most := 0
					if c.name == "jpillora_right" {
						most = 1
					}
					if _, together := meet(t, c, trouble.begin); together > most {
						t.Errorf("together in %d", together)
					}
				})
			})
		}
	}
}

// The first wait comes again after a connection that lasted, and not after one
// that was dropped, whether at once or soon.
func TestAfterReset(t *testing.T) {
	for _, c := range clients {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := runs(t, c, 1, dropped)
				defer w.end()
				lives := func(life time.Duration) (wait time.Duration, dial time.Time) {
					w.server.Drop(false)
					w.connected()
					time.Sleep(life)
					dropped(w)
					w.server.Cut()
					lost := time.Now()
					dial = w.next()
					return dial.Sub(lost) - roundTrip, dial
				}
				time.Sleep(time.Hour)
				soon, _ := lives(c.max / 2)
				lasted, dial := lives(2 * c.max)
				again := w.next().Sub(dial) - roundTrip
				t.Logf("wait after a connection of %v: %v; of %v: %v, and then: %v",
					c.max/2, soon.Round(roundTrip), 2*c.max, lasted.Round(roundTrip), again.Round(roundTrip))
				if soon <= c.first {
					t.Errorf("begins anew after a connection of %v", c.max/2)
				}
				if lasted > c.first {
					t.Errorf("does not begin anew after a connection of %v", 2*c.max)
				}
				if lasted <= 0 || again <= 0 || again > 2*c.first {
					t.Errorf("does not go on from there")
				}
			})
		})
	}
}

// A dial that took longer than the limit, and failed, was no connection that
// lasted: where the dial is seen, the waits go on growing.
func TestAfterLost(t *testing.T) {
	for _, c := range clients {
		switch c.name {
		case "gorilla_none", "gorilla_constant_failed", "gobwas_none", "xnet_none", "gorilla_right":
		default:
			continue
		}
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := runs(t, c, 1, func(w *world) { w.network.Lose() })
				defer w.end()
				time.Sleep(3 * time.Hour)
				waits := w.waits()
				shortest, longest := slices.Min(waits), slices.Max(waits)
				t.Logf("%d attempts in three hours, %v to %v apart", len(waits)+1, shortest.Round(roundTrip), longest.Round(roundTrip))
				if longest-shortest < c.max/2 {
					t.Error("no wait is long")
				}
			})
		})
	}
}

// A client that is stopped ends in the same moment, and what it started with it,
// whether it waits or is connected.
func TestAfterStop(t *testing.T) {
	for _, c := range clients {
		for _, trouble := range troubles {
			t.Run(trouble.name+"/"+c.name, func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					w := runs(t, c, 1, trouble.begin)
					time.Sleep(10 * time.Minute)
					w.next()
					time.Sleep(roundTrip)
					w.stops()
				})
			})
		}
		t.Run("connected/"+c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := runs(t, c, 1, well)
				time.Sleep(10 * time.Minute)
				if w.server.Open() != 1 {
					t.Errorf("%d connections", w.server.Open())
				}
				w.stops()
			})
		})
	}
}

// stops stops the client. The bubble ends when all that it started has.
func (w *world) stops() {
	w.Helper()
	dials := len(w.network.Dials())
	from := time.Now()
	w.stop()
	w.clients.Wait()
	if took := time.Since(from); took > 0 {
		w.Errorf("ended after %v", took)
	}
	w.end()
	if n := len(w.network.Dials()) - dials; n > 0 {
		w.Errorf("%d dials more", n)
	}
}

// herd is how many clients lose their connections when a server restarts.
const herd = 1000

// A rush is the largest number of dials in any second, and in any tenth of one.
type rush struct{ second, tenth int }

// restart has a server restart that so many clients are connected with, and returns
// the rush of all that time, and that from when the server is back.
func restart(t *testing.T, c client) (all, back rush) {
	const down = 10 * time.Second
	w := runs(t, c, herd, well)
	defer w.end()
	time.Sleep(10 * time.Minute)
	refused(w)
	before := len(w.network.Dials())
	w.server.Cut()
	time.Sleep(down)
	meanwhile := len(w.network.Dials())
	w.network.Refuse(false)
	time.Sleep(5 * time.Minute)
	if w.server.Open() != herd {
		t.Errorf("%d of %d clients are connected", w.server.Open(), herd)
	}
	dials := w.network.Dials()
	all, back = crowd(dials[before:]), crowd(dials[meanwhile:])
	t.Logf("%d clients, server down for %v: %d dials; at most %d in a second and %d in a tenth of one; from when it is back, %d and %d",
		herd, down, len(dials)-before, all.second, all.tenth, back.second, back.tenth)
	return all, back
}

func crowd(dials []time.Time) rush {
	return rush{within(dials, time.Second), within(dials, time.Second/10)}
}

// within returns how many times at most lie within so long.
func within(times []time.Time, long time.Duration) (most int) {
	from := 0
	for i, at := range times {
		for at.Sub(times[from]) >= long {
			from++
		}
		most = max(most, i-from+1)
	}
	return most
}

// As they are, all clients of a server that restarts dial in the same moment.
func TestBeforeHerd(t *testing.T) {
	for _, c := range append(clients, restarting) {
		switch c.name {
		case "gorilla_none", "gorilla_constant", "gorilla_first", "gorilla_nojitter", "gorilla_restart":
		default:
			continue
		}
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				all, back := restart(t, c)
				if all.tenth < herd {
					t.Errorf("%d in a tenth of a second", all.tenth)
				}
				if c.category != "first" && back.second < herd {
					t.Errorf("%d in a second, when it is back", back.second)
				}
			})
		})
	}
}

// With the fix, the one that is back gets them a few at a time.
func TestAfterHerd(t *testing.T) {
	for _, c := range append(clients, restarting) {
		switch c.name {
		case "gorilla_none", "gorilla_constant", "gorilla_first", "gorilla_nojitter", "gorilla_restart", "gorilla_right":
		default:
			continue
		}
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				all, back := restart(t, c)
				if all.tenth > herd/3 {
					t.Errorf("%d in a tenth of a second", all.tenth)
				}
				if back.second > herd/3 {
					t.Errorf("%d in a second, when it is back", back.second)
				}
			})
		})
	}
}

// A program that gives up soon may wait the same each time.
func TestAfterFew(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		network := harness.NewNetwork()
		network.Refuse(true)
		from := time.Now()
		_, err := fewright.Connect(t.Context(), gorilla(hook(network)), url)
		if !errors.Is(err, syscall.ECONNREFUSED) {
			t.Error(err)
		}
		t.Logf("gave up after %v and %d attempts: %v", time.Since(from), len(network.Dials()), err)
		if len(network.Dials()) != 5 {
			t.Errorf("%d attempts", len(network.Dials()))
		}
	})
}

// As it is, a client with a ticker dials at each tick.
func TestBeforeTicks(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for i, between := range ticked(t, time.Hour) {
			if between != gorillaticks.Period {
				t.Fatalf("%v between dial %d and the next", between, i)
			}
		}
	})
}

// With the fix, it waits before each dial, too, and longer from one to the next.
func TestAfterTicks(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := client{first: gorillaticks.Period, max: time.Minute}
		var waits []time.Duration
		for i, between := range ticked(t, time.Hour) {
			if i > 0 {
				between -= roundTrip
			}
			waits = append(waits, between)
		}
		c.backsOff(t, waits)
	})
}

// ticked has a client with a ticker dial for so long where it is refused, and then
// stops it. It returns the times from the beginning to its first dial, and from there
// to each next one.
func ticked(t *testing.T, long time.Duration) (between []time.Duration) {
	network := harness.NewNetwork()
	network.Refuse(true)
	from := time.Now()
	ctx, cancel := context.WithTimeout(t.Context(), long)
	defer cancel()
	if _, err := gorillaticks.Connect(ctx, gorilla(hook(network)), url); !errors.Is(err, context.DeadlineExceeded) {
		t.Error(err)
	}
	if took := time.Since(from); took != long {
		t.Errorf("ended after %v", took)
	}
	for _, at := range network.Dials() {
		at = at.Add(-roundTrip)
		between = append(between, at.Sub(from))
		from = at
	}
	return between
}
