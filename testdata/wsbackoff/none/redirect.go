package none

import (
	"errors"

	"github.com/gorilla/websocket"
)

// A redirect is followed, but an error is tried again as it is.
func followed(url string) *websocket.Conn {
	for {
		conn, next, err := hop(url) // want `wsbackoff/none`
		if err != nil {
			continue
		}
		if conn != nil {
			return conn
		}
		url = next
	}
}

func hop(url string) (*websocket.Conn, string, error) {
	conn, resp, err := websocket.DefaultDialer.Dial(url, nil)
	if errors.Is(err, websocket.ErrBadHandshake) {
		return nil, resp.Header.Get("Location"), nil
	}
	return conn, "", err
}

// The address is no answer of the server.
func (c *client) again(url string) (*websocket.Conn, error) {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil) // want `wsbackoff/none`
	if err != nil {
		return c.again(c.address())
	}
	return conn, nil
}

func (c *client) address() string { return "ws://localhost" }
