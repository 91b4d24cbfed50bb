package wslib

import "slices"

// hertz-contrib/websocket, v0.2.0. Source: its client.go, server.go; what it does
// with codes was seen on the wire.

// hertz is gorilla without its dialer and upgrader: a client of hertz sends the
// request, which only its own timeouts bound, and the response is upgraded.
var hertz = hertzLibrary()

func hertzLibrary() *Library {
	lib := gorillaLike("hertz-contrib/websocket", "github.com/hertz-contrib/websocket")
	p := lib.Packages[0]
	p.Hooks, p.Defaults = nil, nil
	p.Handlers = []string{"HertzHandler"}
	absent := map[string]bool{
		"Dialer.Dial": true, "Dialer.DialContext": true, "NewClient": true, "Upgrader.Upgrade": true, "Upgrade": true,
		"ReadJSON": true, "WriteJSON": true, "JoinMessages": true,
	}
	p.Funcs = slices.DeleteFunc(p.Funcs, func(f Func) bool { return absent[f.Name] })
	p.Funcs = append(p.Funcs,
		Func{
			Name: "ClientUpgrader.UpgradeResponse", Type: "func(*protocol.Request, *protocol.Response) (*Conn, error)",
			Role: Dial, Conn: Result0, Limit: Limit{Always: true}, // the handshake is over
		},
		Func{
			Name: "HertzUpgrader.Upgrade", Type: "func(*app.RequestContext, HertzHandler) error",
			Role: Accept, Handler: Arg1, HandlerConn: 1,
		})
	return lib
}
