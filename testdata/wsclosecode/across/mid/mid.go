// Package mid hands codes on.
package mid

import (
	"github.com/gorilla/websocket"

	"github.com/wsvet/wsvet/testdata/wsclosecode/across/lib"
)

// A Session closes its client with a code.
type Session struct{ client *lib.Client }

func (s *Session) Quit(code int) error { return s.client.Close(code) }

// Gone is constant.
func (s *Session) Gone() error { return s.client.Close(websocket.CloseGoingAway) }

// Vanished is so, too.
func (s *Session) Vanished() error {
	return s.client.Close(websocket.CloseAbnormalClosure) // want `1006.*wsclosecode/reserved`
}

// Reason is the code that came.
func Reason(err error) int { return lib.Code(err) }
