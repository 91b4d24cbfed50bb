package none

import (
	"errors"
	"net/http"

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

// The server's answer is kept, and does not say where to dial next.
type keeping struct {
	conn   *websocket.Conn
	answer *http.Response
	status string
}

func (k *keeping) connect(url string) {
	conn, resp, err := websocket.DefaultDialer.Dial(url, nil) // want `wsbackoff/none`
	k.answer = resp
	if resp != nil {
		k.status = resp.Status
	}
	if err != nil {
		k.connect(url)
		return
	}
	k.conn = conn
}
