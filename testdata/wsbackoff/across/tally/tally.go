// Package tally counts, locks and hands on: it neither dials nor sleeps.
package tally

import (
	"sync"
	"time"
)

// A Tally is a count of failures.
type Tally struct {
	mu sync.Mutex
	n  int
	on []func(int)
}

// Miss counts one more.
func (t *Tally) Miss() { // want Miss:`returns`
	t.mu.Lock()
	defer t.mu.Unlock()
	t.n++
}

// Quiet reports whether nothing was missed.
func (t *Tally) Quiet() bool { // want Quiet:`returns`
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.n == 0
}

// On keeps f for later.
func (t *Tally) On(f func(int)) { t.on = append(t.on, f) } // want On:`returns`

// Ready closes the channel that it returns after d, or when somebody asks for it.
func Ready(d time.Duration, asked <-chan struct{}) <-chan struct{} { // want Ready:`fires after argument 0, returns`
	ready := make(chan struct{})
	go func() {
		defer close(ready)
		select {
		case <-time.After(d):
		case <-asked:
		}
	}()
	return ready
}

// Ring sends on bell after d.
func Ring(bell chan<- int, d time.Duration) { // want Ring:`sends on argument 0 after argument 1, returns`
	go func() {
		time.Sleep(d)
		bell <- 1
	}()
}
