// Package near dials with a private fork for package far.
package near

import websocket "github.com/wsvet/wsvet/testdata/privatefork"

// Dial only returns the connection.
func Dial(url string) (*websocket.Conn, error) {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil)
	return conn, err
}
