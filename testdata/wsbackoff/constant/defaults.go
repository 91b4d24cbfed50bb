package constant

import (
	"time"

	"github.com/gorilla/websocket"
)

type options struct{ retry time.Duration }

var defaults = options{retry: time.Minute}

func (o *options) wait() time.Duration {
	if o.retry != 0 {
		return o.retry
	}
	return defaults.retry // which is not that of o, and not zero
}

func (o *options) connect() *websocket.Conn {
	wait := o.wait()
	for {
		conn, _, err := websocket.DefaultDialer.Dial("ws://localhost", nil)
		if err == nil {
			return conn
		}
		time.Sleep(wait) // want `wsbackoff/constant`
	}
}
