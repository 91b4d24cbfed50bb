// Package app reads through functions of another package.
package app

import "github.com/wsvet/wsvet/testdata/wscloseerr/across/lib"

func run(c *lib.Client, handle func([]byte)) {
	for {
		msg, err := c.Next() // want `the error that says why the connection ended is dropped: Next returns that of a read, which is not used by the return at line 10 \(wscloseerr/read\)`
		if err != nil {
			return
		}
		handle(msg)
	}
}

func first(c *lib.Client) ([]byte, error) {
	msg, _ := c.Next() // want `Next returns that of a read, which is assigned to _`
	return msg, nil
}

func plain(c *lib.Client, handle func([]byte)) {
	for {
		msg, err := c.Read() // want `Read returns that of a read`
		if err != nil {
			return
		}
		handle(msg)
	}
}

// It only waits for the end.
func wait(c *lib.Client, done chan<- struct{}) {
	c.Wait()
	close(done)
}

// This error is no read's.
func start(c *lib.Client) {
	c.Start(func([]byte) {})
}

func watched(w *lib.Watched, handle func([]byte)) {
	for {
		msg, err := w.Read() // want `Read returns that of a read`
		if err != nil {
			continue
		}
		handle(msg)
	}
}
