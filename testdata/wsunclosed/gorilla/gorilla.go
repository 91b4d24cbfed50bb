// Package gorilla drops connections on error returns.
package gorilla

import (
	"encoding/json"
	"errors"
	"fmt"

	"github.com/gorilla/websocket"
)

var errRefused = errors.New("refused")

// The login fails: the connection is nobody's.
func login(url string, token any) (*websocket.Conn, error) {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil) // want `connection dialed here is dropped by the return at line 21 without being closed`
	if err != nil {
		return nil, err
	}
	if err := conn.WriteJSON(token); err != nil {
		return nil, fmt.Errorf("login: %w", err)
	}
	var answer struct{ OK bool }
	if err := conn.ReadJSON(&answer); err != nil {
		return nil, err
	}
	if !answer.OK {
		return nil, errRefused
	}
	return conn, nil
}

// Nothing closes it at all.
func fetch(url string, into any) error {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil) // want `dropped by the return at line 41`
	if err != nil {
		return err
	}
	_, data, err := conn.ReadMessage()
	if err != nil {
		return err
	}
	return json.Unmarshal(data, into)
}

// It runs off its end.
func notify(url string) {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil) // want `dropped by the end of the function at line 53`
	if err != nil {
		return
	}
	_ = conn.WriteMessage(websocket.TextMessage, []byte("hello"))
}

// The defer comes too late.
func late(url string, check func() error) error {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil) // want `dropped by the return at line 62`
	if err != nil {
		return err
	}
	if err := check(); err != nil {
		return err
	}
	defer conn.Close()
	return conn.WriteMessage(websocket.TextMessage, nil)
}

// One case of the switch forgets it.
func choose(url, kind string) error {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil) // want `dropped by the return at line 78`
	if err != nil {
		return err
	}
	switch kind {
	case "ping":
		err = conn.WriteMessage(websocket.PingMessage, nil)
	case "":
		return errRefused
	}
	conn.Close()
	return err
}

// The answer of the server decides, and the error is tested in the else.
func answers(url string) error {
	if conn, resp, err := websocket.DefaultDialer.Dial(url, nil); err != nil { // want `dropped by the return at line 89`
		return err
	} else if resp.Header.Get("X-Version") == "" {
		return errRefused
	} else {
		return conn.Close()
	}
}

// The branch for a failed dial goes on.
func goesOn(urls []string, stop <-chan struct{}) *websocket.Conn {
	var conn *websocket.Conn
	for conn == nil {
		var err error
		if conn, _, err = websocket.DefaultDialer.Dial(urls[0], nil); err != nil { // want `dropped by the return at line \d+`
			fmt.Println(err)
		}
		select {
		case <-stop:
			return nil
		default:
		}
	}
	return conn
}

// Without a URL there is no connection.
func optional(url, kind string) (*websocket.Conn, error) {
	var conn *websocket.Conn
	if url != "" {
		var err error
		conn, _, err = websocket.DefaultDialer.Dial(url, nil) // want `dropped by the return at line \d+`
		if err != nil {
			return nil, err
		}
	}
	if kind == "" {
		return nil, errRefused
	}
	return conn, nil
}

// The error is tested in front of an else if.
func status(url string, check func() error) error {
	conn, resp, err := websocket.DefaultDialer.Dial(url, nil) // want `dropped by the return at line \d+`
	if err != nil {
		return err
	} else if resp.StatusCode != 101 {
		return errRefused
	}
	if err := check(); err != nil {
		return err
	}
	return conn.Close()
}

// The closure leaves the connection in a variable, if it has one.
func captured(url string, check func() error) error {
	var conn *websocket.Conn
	open := func() {
		conn, _, _ = websocket.DefaultDialer.Dial(url, nil)
	}
	open()
	if err := check(); err != nil {
		return err
	}
	return conn.Close()
}
