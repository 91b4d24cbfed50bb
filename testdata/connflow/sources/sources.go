// Package sources asks where values come from: each call of where reports the
// sources of its argument.
package sources

import (
	"context"
	"encoding/binary"
	"errors"
	"net/http"

	coder "github.com/coder/websocket"
	"github.com/gorilla/websocket"
)

func where(any) {}

func constants(up bool) {
	code := 1000
	if up {
		code = websocket.CloseAbnormalClosure
	}
	where(code) // want `constant 1000, constant 1006`
	other := code
	where(int64(other)) // want `constant 1000, constant 1006`
	where(1 + 2)        // want `constant 3`
	where(uint16(1006)) // want `^constant 1006$`
	where(len("abc"))   // want `^constant 3$`
}

func helper(code int) { where(code) } // want `constant 1001, constant 1002`

func callsHelper() {
	helper(1001)
	helper(1002)
}

// Exported is called from out of sight, too.
func Exported(code int) { where(code) } // want `constant 1003, unseen code`

func callsExported() { Exported(1003) }

func pass(code int) int { return code }

// What two callers pass through one helper is not mixed.
func passes() {
	a := pass(1)
	b := pass(2)
	where(a) // want `^constant 1$`
	where(b) // want `^constant 2$`
}

type options struct {
	code int
	Open int
}

var defaults = options{code: 1011}

func fields(o *options) {
	where(o.code)        // want `^constant 1011$`
	where(o.Open)        // want `^unseen Open$`
	where(defaults.code) // want `^constant 1011$`
}

func received(err error) {
	var ce *websocket.CloseError
	if errors.As(err, &ce) {
		where(ce.Code) // want `field Code of ce`
	}
	switch e := err.(type) {
	case *websocket.CloseError:
		c := e.Code
		where(c) // want `field Code of e`
	}
	where(coder.CloseStatus(err)) // want `result of CloseStatus`
}

func packed() {
	buf := make([]byte, 2)
	binary.BigEndian.PutUint16(buf, 1006)
	where(buf) // want `constant 1006, literal make`
	tail := make([]byte, 4)
	binary.BigEndian.PutUint16(tail[2:], 1005)
	where(tail)                                      // want `^literal make$`
	where(append([]byte{3, 238}, "gone"...))         // want `^literal \[\]byte$`
	where(binary.BigEndian.AppendUint16(nil, 1015))  // want `^constant 1015$`
	where(websocket.FormatCloseMessage(1000, "bye")) // want `result of FormatCloseMessage`
	where([]byte("bye"))                             // want `^constant "bye"$`
}

func contexts(r *http.Request, ctx context.Context) {
	where(ctx) // want `unseen ctx`
	bound, cancel := context.WithTimeout(ctx, 1)
	defer cancel()
	where(bound)       // want `^result of WithTimeout$`
	where(r.Context()) // want `^result of Context$`
	var none context.Context
	where(none) // want `^zero none$`
	n := 1
	n++
	where(n) // want `constant 1, other`
}

func channels() {
	ch := make(chan int, 1)
	feed(ch)
	where(<-ch) // want `constant 7, literal make`
}

func feed(ch chan<- int) { ch <- 7 }

func functions() {
	f := func() {}
	where(f)        // want `^function func$`
	where(channels) // want `^function channels$`
}
