// Package dot imports a library by a dot. There is no fix: nothing but what it
// replaces keeps the import.
package dot

import . "github.com/gorilla/websocket"

func refuse() error {
	return conn.WriteMessage(CloseMessage, FormatCloseMessage(CloseAbnormalClosure, "")) // want `close code 1006 is reserved`
}
