// Package codersingle waits for the answer to a question.
package codersingle

import (
	"context"

	"github.com/coder/websocket"
)

// Ask returns the answer.
func Ask(url string, options *websocket.DialOptions, question []byte) ([]byte, error) {
	ctx := context.Background()
	conn, _, err := websocket.Dial(ctx, url, options)
	if err != nil {
		return nil, err
	}
	defer conn.CloseNow()
	if err := conn.Write(ctx, websocket.MessageText, question); err != nil {
		return nil, err
	}
	_, answer, err := conn.Read(ctx)
	return answer, err
}
