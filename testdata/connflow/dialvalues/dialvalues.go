// Package dialvalues dials by calls of values.
package dialvalues

import (
	"context"
	"net/http"

	"github.com/coder/websocket"
	gorilla "github.com/gorilla/websocket"
)

var dial = gorilla.DefaultDialer.Dial

func variable() {
	c, _, _ := dial("ws://a", nil) // want `client: read in variable$`
	c.ReadMessage()
}

type options struct {
	dial func(context.Context, string, *websocket.DialOptions) (*websocket.Conn, *http.Response, error)
}

func defaults() options { return options{dial: websocket.Dial} }

func field(ctx context.Context) {
	c, _, _ := defaults().dial(ctx, "ws://a", nil) // want `client: closed in field$`
	c.CloseNow()
}

// handedIn is given what dials, and its type says so.
func handedIn(open func(url string) (*gorilla.Conn, error)) error {
	c, err := open("ws://a") // want `client: read in handedIn$`
	if err != nil {
		return err
	}
	_, _, err = c.ReadMessage()
	return err
}

type Opener interface {
	Open(ctx context.Context, url string) (*gorilla.Conn, error)
}

func throughInterface(ctx context.Context, o Opener) {
	c, _ := o.Open(ctx, "ws://a") // want `client: closed in throughInterface$`
	_ = c.Close()
}

// What takes a request accepts a connection; without an error, it only looks one up.
func accepted(up func(http.ResponseWriter, *http.Request) (*gorilla.Conn, error), w http.ResponseWriter, r *http.Request) {
	c, _ := up(w, r)
	c.ReadMessage()
}

func lookedUp(get func(id string) (*gorilla.Conn, bool)) {
	c, _ := get("a")
	c.ReadMessage()
}
