package dot

import "github.com/gorilla/websocket"

var conn *websocket.Conn
