// Package locks asks which locks are held at the calls of here.
package locks

import (
	"sync"

	_ "github.com/gorilla/websocket"
)

func here() {}

type client struct {
	mu    sync.Mutex
	state sync.RWMutex
	other other
}

type other struct {
	sync.Mutex
	n int
}

func (c *client) straight() {
	here() // want `^free$`
	c.mu.Lock()
	here() // want `^holds mu$`
	c.mu.Unlock()
	here() // want `^free$`
}

func (c *client) deferred() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.state.RLock()
	defer func() { c.state.RUnlock() }()
	here() // want `^holds mu, holds state for reading$`
}

func (c *client) branch(locked bool) {
	if locked {
		c.mu.Lock()
	}
	here() // want `^may hold mu$`
}

func (c *client) released(early bool) {
	c.mu.Lock()
	if early {
		c.mu.Unlock()
	}
	here() // want `^may hold mu$`
}

func (c *client) tries() {
	if !c.mu.TryLock() {
		here() // want `^may hold mu$`
		return
	}
	c.mu.Unlock()
	here() // want `^free$`
}

func (c *client) loop() {
	for {
		c.mu.Lock()
		here() // want `^holds mu$`
		c.mu.Unlock()
		here() // want `^free$`
	}
}

// Every caller holds it.
func (c *client) one() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.held()
}

func (c *client) two() {
	c.mu.Lock()
	c.held()
	c.mu.Unlock()
}

func (c *client) held() {
	here() // want `^holds mu$`
	c.further()
}

func (c *client) further() {
	here() // want `^holds mu$`
	go func() {
		here() // want `^free$`
	}()
}

// One caller holds it, the other does not.
func (c *client) three() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.sometimes()
}

func (c *client) four() { c.sometimes() }

func (c *client) sometimes() {
	here() // want `^may hold mu$`
}

// Code out of sight may call it without.
func (c *client) Exported() {
	here() // want `^may hold mu$`
}

func (c *client) five() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.Exported()
}

// Helpers lock and unlock.
func (c *client) lock()   { c.mu.Lock() }
func (c *client) unlock() { c.mu.Unlock() }

func (c *client) helped() {
	c.lock()
	here() // want `^holds mu$`
	c.unlock()
	here() // want `^free$`
}

// The struct embeds its lock.
func (c *client) embedded() {
	c.other.Lock()
	here() // want `^holds Mutex$`
	c.other.Unlock()
}

// Unlocking lets others run, and locks again.
func (c *client) yields() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.mu.Unlock()
	here() // want `^free$`
	c.mu.Lock()
	here() // want `^holds mu$`
}

// A lock of the program's own, known by its shape.
type spin struct{ taken chan struct{} }

func (s *spin) Lock()   { s.taken <- struct{}{} }
func (s *spin) Unlock() { <-s.taken }

func spins(s *spin) {
	s.Lock()
	here() // want `^holds s$`
	s.Unlock()
	here() // want `^free$`
}

// A function that calls itself under the lock.
func (c *client) again(n int) {
	here() // want `^may hold mu$`
	c.mu.Lock()
	defer c.mu.Unlock()
	c.again(n - 1)
}
