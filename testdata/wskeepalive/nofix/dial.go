package nofix

import "github.com/gorilla/websocket"

type split struct{ conn *websocket.Conn }

// The loop is in another file than the dial.
func (s *split) dial(url string) (err error) {
	s.conn, _, err = websocket.DefaultDialer.Dial(url, nil) // want `read at loop.go:5 .*: it is read in another file \(wskeepalive/none\)`
	return err
}
