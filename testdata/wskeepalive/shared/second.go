package shared

import "github.com/gorilla/websocket"

func second(url string) {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil) // want `the fix of another finding bounds it: the two are read in one place \(wskeepalive/none\)`
	if err != nil {
		return
	}
	serve(conn)
}
