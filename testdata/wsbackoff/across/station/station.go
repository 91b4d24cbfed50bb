// Package station has an interface for what it dials.
package station

import "github.com/gorilla/websocket"

// A Station is what other packages know of a Radio.
type Station interface {
	Tune(url string) error   // want Tune:`.*`
	Listen() ([]byte, error) // want Listen:`.*`
}

// A Radio is the only Station.
type Radio struct{ conn *websocket.Conn }

// Tune dials.
func (r *Radio) Tune(url string) (err error) { // want Tune:`.*`
	r.conn, _, err = websocket.DefaultDialer.Dial(url, nil)
	return err
}

// Listen reads one message.
func (r *Radio) Listen() ([]byte, error) { // want Listen:`.*`
	_, msg, err := r.conn.ReadMessage()
	return msg, err
}

// New returns a radio.
func New() Station { return &Radio{} }
