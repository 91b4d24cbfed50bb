// Package libs imports every package of every library that wsvet has a table
// for, so that go mod tidy keeps them all, at the versions of go.mod: the
// inputs of the checks are compiled against the real libraries, and the tables
// are tested against them.
package libs

import (
	_ "github.com/btcsuite/websocket"
	_ "github.com/coder/websocket"
	_ "github.com/coder/websocket/wsjson"
	_ "github.com/dvonthenen/websocket"
	_ "github.com/fasthttp/websocket"
	_ "github.com/gobwas/ws"
	_ "github.com/gobwas/ws/wsflate"
	_ "github.com/gobwas/ws/wsutil"
	_ "github.com/gorilla/websocket"
	_ "github.com/hertz-contrib/websocket"
	_ "github.com/lesismal/nbio/nbhttp/websocket"
	_ "github.com/lxzan/gws"
	_ "github.com/valyala/fasthttp"
	_ "golang.org/x/net/websocket"
	_ "nhooyr.io/websocket"
	_ "nhooyr.io/websocket/wsjson"
)
