// Package line has code that names another file as its source, as what a
// generator made of it does.
package line

import "github.com/gorilla/websocket"

//line source.y:100:1

// Read dials and reads until the connection ends.
func Read(url string) error {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil) // want `\(wskeepalive/none\)`
	if err != nil {
		return err
	}
	defer conn.Close()
	for {
		if _, _, err := conn.ReadMessage(); err != nil {
			return err
		}
	}
}
