// Package near reads through functions of another package, and knows the
// library that is below it.
package near

import (
	"github.com/gorilla/websocket"

	"github.com/wsvet/wsvet/testdata/wscloseerr/across/lib"
)

func plain(c *lib.Client, handle func([]byte)) {
	for {
		msg, err := c.Read() // want `Read returns that of a read`
		if err != nil {
			return
		}
		handle(msg)
	}
}

func wrapped(c *lib.Client, handle func([]byte)) {
	for {
		msg, err := c.Next() // want `Next returns that of a read`
		if err != nil {
			return
		}
		handle(msg)
	}
}

var _ = websocket.DefaultDialer
