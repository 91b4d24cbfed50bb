// Package entries asks from where the calls of here are reached.
package entries

import (
	"sync"
	"time"

	"github.com/lxzan/gws"
)

func here() {}

func Exported() {
	here() // want `^outside in Exported$`
	inner()
}

func inner() {
	here() // want `^outside in Exported > inner$`
}

func unused() {
	here() // want `^outside in unused$`
}

type client struct {
	gws.BuiltinEventHandler
	once sync.Once
}

func (c *client) start() {
	go c.run()
	go func() {
		here() // want `^goroutine in start$`
	}()
}

// Two goroutines and a caller come to it.
func (c *client) run() {
	c.shared()
}

func (c *client) Shared() {
	c.shared()
}

func (c *client) shared() {
	here() // want `^goroutine in run > shared, outside in Shared > shared$`
}

func (c *client) later() {
	time.AfterFunc(time.Second, c.timed)
	var group sync.WaitGroup
	group.Go(func() {
		here() // want `^goroutine in later$`
	})
}

func (c *client) timed() {
	here() // want `^goroutine in timed$`
}

func (c *client) first() {
	c.once.Do(func() {
		here() // want `^outside in first > Do$`
	})
}

// A function that calls itself has the entries of its other callers.
func (c *client) Again() {
	c.recursive(3)
}

func (c *client) recursive(n int) {
	here() // want `^outside in Again > recursive$`
	if n > 0 {
		c.recursive(n - 1)
	}
}

func (c *client) connect() {
	conn, _, err := gws.NewClient(c, &gws.ClientOption{Addr: "ws://peer"})
	if err == nil {
		go conn.ReadLoop()
	}
}

func (c *client) OnClose(*gws.Conn, error) {
	here() // want `handler in OnClose, called back$`
	c.reconnect()
	go c.elsewhere()
}

func (c *client) reconnect() {
	here() // want `handler in OnClose > reconnect, called back$`
}

// The goroutine does not hold up the library.
func (c *client) elsewhere() {
	here() // want `^goroutine in elsewhere$`
}

func handed(register func(func())) {
	register(func() {
		here() // want `^callback in handed, called back$`
	})
}

func deferred() {
	defer func() {
		here() // want `^outside in deferred > func$`
	}()
}
