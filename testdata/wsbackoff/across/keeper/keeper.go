// Package keeper keeps clients of package client connected.
package keeper

import (
	"math/rand/v2"
	"time"

	"github.com/wsvet/wsvet/testdata/wsbackoff/across/client"
)

func hasty(c *client.Client, handle func([]byte)) {
	for {
		if err := c.Connect(); err != nil { // want `wsbackoff/none`
			continue
		}
		_ = c.ReadLoop(handle)
	}
}

func steady(c *client.Client, handle func([]byte)) {
	for {
		if err := c.Connect(); err != nil {
			time.Sleep(time.Second) // want `wsbackoff/constant`
			continue
		}
		_ = c.ReadLoop(handle)
		time.Sleep(time.Second)
	}
}

func good(c *client.Client, handle func([]byte)) {
	for wait := time.Second; ; wait = min(2*wait, time.Minute) {
		if c.Connect() == nil {
			_ = c.ReadLoop(handle)
		}
		time.Sleep(wait/2 + rand.N(wait))
	}
}

// A Keeper is one more wrapper.
type Keeper struct{ client *client.Client }

func (k *Keeper) open() error { return k.client.Connect() }

func (k *Keeper) Run(handle func([]byte)) {
	for {
		for k.open() != nil { // want `wsbackoff/first`
			time.Sleep(time.Second) // want `wsbackoff/constant`
		}
		_ = k.client.ReadLoop(handle)
	}
}

// Each client is connected once.
func all(clients []*client.Client) error {
	for _, c := range clients {
		if err := c.Connect(); err != nil {
			return err
		}
	}
	return nil
}
