// Package ignored silences findings, once rightly and once without a reason.
package ignored

import "github.com/gorilla/websocket"

// Read dials and reads until the connection ends.
func Read(url string) error {
	//wsvet:ignore wskeepalive the server sends something every second
	conn, _, err := websocket.DefaultDialer.Dial(url, nil)
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

// Leave closes a connection.
func Leave(conn *websocket.Conn) error {
	// want +1 `\(wsignore/reason\)`
	//wsvet:ignore wsclosecode
	return conn.WriteMessage(websocket.CloseMessage, websocket.FormatCloseMessage(websocket.CloseAbnormalClosure, "")) // want `\(wsclosecode/reserved\)`
}
