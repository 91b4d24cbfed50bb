package silent

import (
	"errors"
	"net/http"

	"github.com/gorilla/websocket"
)

// The server's answer says where to dial next.
func redirected(url string) (*websocket.Conn, error) {
	conn, resp, err := websocket.DefaultDialer.Dial(url, nil)
	if resp != nil && resp.StatusCode == http.StatusFound {
		return redirected(resp.Header.Get("Location"))
	}
	return conn, err
}

// Each hop returns the address of the next one, and no error.
func followed(url string) (conn *websocket.Conn, err error) {
	for range 10 {
		conn, url, err = hop(url)
		if err != nil {
			return nil, err
		}
		if conn != nil {
			return conn, nil
		}
	}
	return nil, errors.New("too many redirects")
}

func hop(url string) (*websocket.Conn, string, error) {
	conn, resp, err := websocket.DefaultDialer.Dial(url, nil)
	if errors.Is(err, websocket.ErrBadHandshake) {
		return nil, resp.Header.Get("Location"), nil
	}
	return conn, "", err
}
