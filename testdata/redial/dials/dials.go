// Package dials has functions that dial and serve for other packages.
package dials

import (
	"errors"
	"math/rand"
	"time"

	"github.com/gorilla/websocket"
)

func Connect(url string) (*websocket.Conn, error) { // want Connect:`^fails, connects$`
	conn, _, err := websocket.DefaultDialer.Dial(url, nil)
	return conn, err
}

func Late(url string) (*websocket.Conn, error) { // want Late:`^waits constant before it dials, fails after constant, connects$`
	time.Sleep(time.Second)
	return Connect(url)
}

// Choose gives up a connection that is not wanted.
func Choose(url string, wanted bool) (*websocket.Conn, error) { // want Choose:`^fails, connects, gives up$`
	conn, err := Connect(url)
	if err != nil {
		return nil, err
	}
	if !wanted {
		return nil, errors.New("not wanted")
	}
	return conn, nil
}

// A Dialer has one implementation, whose facts are its own.
type Dialer interface {
	Dial() (*websocket.Conn, error) // want Dial:`^fails, connects$`
}

type dialer struct{ url string }

func New(url string) Dialer { return dialer{url} }

func (d dialer) Dial() (*websocket.Conn, error) { return Connect(d.url) } // want Dial:`^fails, connects$`

func Serve(conn *websocket.Conn) { // want Serve:`^returns and serves$`
	for {
		if _, _, err := conn.ReadMessage(); err != nil {
			return
		}
	}
}

func Persist(url string) *websocket.Conn { // want Persist:`^backs off, connects$`
	wait := time.Second
	for {
		if conn, err := Connect(url); err == nil { // want `^loop in Persist through Connect, Dial, dial in Connect; failed waits any$`
			return conn
		}
		time.Sleep(wait + time.Duration(rand.Int63n(int64(wait))))
		wait *= 2
	}
}
