package cgo

// static int twice(int n) { return 2 * n; }
import "C"

import "github.com/gorilla/websocket"

// Sum dials, reads until the connection ends and returns twice the number of
// bytes.
func Sum(url string) int {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil) // want `\(wskeepalive/none\)`
	if err != nil {
		return 0
	}
	defer conn.Close()
	sum := 0
	for {
		_, message, err := conn.ReadMessage() // want `\(wscloseerr/read\)`
		if err != nil {
			return sum
		}
		sum += int(C.twice(C.int(len(message))))
	}
}
