// Package backoff says how long to wait, for packages that dial: no WebSocket
// is in its own reach.
package backoff

import (
	"context"
	"math/rand/v2"
	"time"
)

// A Growing backoff doubles, and is random where Jitter is set.
type Growing struct { // want Growing:`random where Jitter is set`
	attempts int
	Min, Max time.Duration
	Jitter   time.Duration
}

// Duration returns the next wait.
func (g *Growing) Duration() (d time.Duration) { // want Duration:`returns growing`
	if d = g.Min << g.attempts; d > g.Max {
		d = g.Max
	}
	if g.Jitter > 0 {
		d += rand.N(g.Jitter)
	}
	g.attempts++
	return d
}

// Reset begins anew.
func (g *Growing) Reset() { g.attempts = 0 } // want Reset:`returns`

// A Spread backoff grows, and is random unless Exact is set.
type Spread struct {
	attempts int
	Exact    bool
}

func (s *Spread) Next() time.Duration {
	s.attempts++
	d := time.Second << s.attempts
	if s.Exact {
		return d
	}
	return rand.N(d)
}

// An Option is random only if asked.
type Option struct { // want Option:`random where Random is set`
	Random bool
	last   time.Duration
}

func (o *Option) Next() time.Duration { // want Next:`returns growing`
	o.last *= 2
	if !o.Random {
		return o.last
	}
	return rand.N(o.last)
}

// Fixed is the same each time.
func Fixed() time.Duration { return 5 * time.Second } // want Fixed:`returns constant`

// Max returns the longer one.
func Max(a, b time.Duration) time.Duration { // want Max:`returns nothing of argument 0 of argument 1`
	if a > b {
		return a
	}
	return b
}

// Full returns a random part of d.
func Full(d time.Duration) time.Duration { return rand.N(d) } // want Full:`returns`

// Sleep waits for d, or until the context is over.
func Sleep(ctx context.Context, d time.Duration) error { // want Sleep:`returns after argument 1`
	select {
	case <-time.After(d):
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Pause waits for a second.
func Pause() { // want Pause:`returns after constant`
	time.Sleep(time.Second)
}

// Attempt waits longer for each attempt.
func Attempt(n int) { // want Attempt:`returns after constant of argument 0`
	time.Sleep(time.Second << n)
}

// Note takes no time.
func Note(context.Context) {} // want Note:`returns`
