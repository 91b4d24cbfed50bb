// Package fork uses a private fork of gorilla/websocket, which no table names.
package fork

import websocket "github.com/wsvet/wsvet/testdata/privatefork"

// Read dials and reads until the connection ends.
func Read(url string) error {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil) // want `\(wskeepalive/none\)`
	if err != nil {
		return err
	}
	defer conn.Close()
	for {
		if _, _, err := conn.ReadMessage(); err != nil {
			conn.WriteMessage(websocket.CloseMessage, websocket.FormatCloseMessage(websocket.CloseTLSHandshake, "")) // want `\(wsclosecode/reserved\)`
			return err
		}
	}
}
