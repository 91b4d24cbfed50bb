// Package old imports older versions of some libraries than the testdata module
// has: what the tables name must mean the same there, and nhooyr.io/websocket
// had a package that is gone since.
package old

import (
	_ "github.com/gobwas/ws"
	_ "github.com/gobwas/ws/wsutil"
	_ "github.com/gorilla/websocket"
	_ "github.com/lxzan/gws"
	_ "nhooyr.io/websocket"
	_ "nhooyr.io/websocket/wsjson"
	_ "nhooyr.io/websocket/wspb"
)
