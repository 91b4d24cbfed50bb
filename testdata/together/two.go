package together

import "github.com/gorilla/websocket"

type client struct {
	conn *websocket.Conn
}

func dial(url string) (*client, error) {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil)
	if err != nil {
		return nil, err
	}
	return &client{conn: conn}, nil
}

func (c *client) run(handle func([]byte)) error {
	for {
		_, msg, err := c.conn.ReadMessage()
		if err != nil {
			return err
		}
		handle(msg)
	}
}

func (c *client) refuse() error {
	return c.conn.WriteMessage(websocket.CloseMessage, websocket.FormatCloseMessage(1015, ""))
}
