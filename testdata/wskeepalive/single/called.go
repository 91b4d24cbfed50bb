package single

import "github.com/gorilla/websocket"

// The loop, two callers above, dials anew for each answer.
func fetchAll(urls []string) error {
	for _, url := range urls {
		if err := fetchNext(url); err != nil {
			return err
		}
	}
	return nil
}

func fetchNext(url string) error { return fetchOne(url) }

func fetchOne(url string) error {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil) // want `none`
	if err != nil {
		return err
	}
	defer conn.Close()
	if err := conn.WriteMessage(websocket.TextMessage, []byte("next")); err != nil {
		return err
	}
	_, _, err = conn.ReadMessage()
	return err
}
