package wslib

import (
	"go/types"
	"maps"
	"slices"
	"strings"
)

// gorilla/websocket and its forks. Source: its doc.go, conn.go, client.go;
// what it does with codes was seen on the wire.

var (
	gorilla    = gorillaLike("gorilla/websocket", "github.com/gorilla/websocket")
	fasthttp   = fasthttpLibrary()
	dvonthenen = gorillaLike("dvonthenen/websocket", "github.com/dvonthenen/websocket")
	btcsuite   = btcsuiteLibrary()
)

func gorillaLike(name, path string) *Library {
	return &Library{
		Name:       name,
		OneWriter:  true,
		PongsRenew: true,
		Forbidden: func(code int64) Sends {
			if code == 1005 { // FormatCloseMessage's documented special case
				return Empty
			}
			return AsIs
		},
		LongReason:  Drops,
		ReadAgain:   Panics,
		Received:    []int64{1005, 1006},
		CodePackage: path,
		CodeNames:   gorillaCodes,
		Idioms: Idioms{
			BoundRead:  "_ = $conn.SetReadDeadline($time.Now().Add($wait))",
			FreeRead:   "_ = $conn.SetReadDeadline($time.Time{})",
			BoundWrite: "_ = $conn.SetWriteDeadline($time.Now().Add($wait))",
			OnPong:     "$conn.SetPongHandler(func(string) error { return $conn.SetReadDeadline($time.Now().Add($wait)) })",
			Ping:       "_ = $conn.WriteControl($ws.PingMessage, nil, $time.Now().Add($wait))",
			PingFails:  "$conn.WriteControl($ws.PingMessage, nil, $time.Now().Add($wait)) != nil",
			SendPong:   "$conn.WriteControl($ws.PongMessage, []byte($data), $time.Now().Add($wait))",
			SendClose:  `_ = $conn.WriteControl($ws.CloseMessage, $ws.FormatCloseMessage($ws.CloseNormalClosure, ""), $time.Now().Add($wait))`,
			EchoClose:  `_ = $conn.WriteControl($ws.CloseMessage, $ws.FormatCloseMessage($code, ""), $time.Now().Add($wait))`,
			Abort:      "_ = $conn.Close()",
			IsClose:    "$ws.IsCloseError($err, $codes)",
		},
		Packages: []*Package{{
			Path:   path,
			Funcs:  gorillaFuncs(),
			Conns:  []string{"Conn"},
			Codes:  []string{"CloseError.Code"},
			Errors: []string{"*CloseError"},
			Hooks:  []string{"Dialer.NetDial", "Dialer.NetDialContext", "Dialer.NetDialTLSContext"},

			Defaults: map[string]bool{"DefaultDialer": true},
		}},
	}
}

var gorillaCodes = map[int64]string{
	1000: "CloseNormalClosure",
	1001: "CloseGoingAway",
	1002: "CloseProtocolError",
	1003: "CloseUnsupportedData",
	1005: "CloseNoStatusReceived",
	1006: "CloseAbnormalClosure",
	1007: "CloseInvalidFramePayloadData",
	1008: "ClosePolicyViolation",
	1009: "CloseMessageTooBig",
	1010: "CloseMandatoryExtension",
	1011: "CloseInternalServerErr",
	1012: "CloseServiceRestart",
	1013: "CloseTryAgainLater",
	1015: "CloseTLSHandshake",
}

// handshakeTimeout is the limit of a Dialer; nil is the DefaultDialer, 45 seconds.
var handshakeTimeout = Limit{Fields: []string{"HandshakeTimeout"}, Nil: true}

func gorillaFuncs() []Func {
	return []Func{
		{Name: "Dialer.Dial", Type: "func(string, http.Header) (*Conn, *http.Response, error)", Role: Dial, Conn: Result0, Hook: Recv, Limit: handshakeTimeout},
		{Name: "Dialer.DialContext", Type: "func(context.Context, string, http.Header) (*Conn, *http.Response, error)", Role: Dial, Conn: Result0, Hook: Recv, Ctx: Arg0, Limit: handshakeTimeout},
		{Name: "NewClient", Type: "func(net.Conn, *url.URL, http.Header, int, int) (*Conn, *http.Response, error)", Role: Dial, Conn: Result0, Under: Arg0, Limit: Limit{Stream: true}},
		{Name: "Upgrader.Upgrade", Type: "func(http.ResponseWriter, *http.Request, http.Header) (*Conn, error)", Role: Accept, Conn: Result0},
		{Name: "Upgrade", Type: "func(http.ResponseWriter, *http.Request, http.Header, int, int) (*Conn, error)", Role: Accept, Conn: Result0},

		{Name: "Conn.ReadMessage", Type: "func() (int, []byte, error)", Role: Read, Conn: Recv, Answers: true},
		{Name: "Conn.NextReader", Type: "func() (int, io.Reader, error)", Role: Read, Conn: Recv, Views: []Slot{Result1}, Answers: true},
		{Name: "Conn.ReadJSON", Type: "func(any) error", Role: Read, Conn: Recv, Answers: true, Decodes: true},
		{Name: "ReadJSON", Type: "func(*Conn, any) error", Role: Read, Conn: Arg0, Answers: true, Decodes: true},
		{Name: "JoinMessages", Type: "func(*Conn, string) io.Reader", Role: View, Conn: Arg0, Views: []Slot{Result0}},
		{Name: "Conn.SetReadDeadline", Type: "func(time.Time) error", Role: ReadDeadline, Conn: Recv, When: Arg0},
		{Name: "Conn.SetWriteDeadline", Type: "func(time.Time) error", Role: WriteDeadline, Conn: Recv, When: Arg0},

		{Name: "Conn.WriteMessage", Type: "func(int, []byte) error", Role: Write, Conn: Recv, Opcode: Arg0, Payload: Arg1},
		{Name: "Conn.WriteControl", Type: "func(int, []byte, time.Time) error", Role: Write, Conn: Recv, Opcode: Arg0, Payload: Arg1},
		{Name: "Conn.WriteJSON", Type: "func(any) error", Role: Write, Conn: Recv, Op: OpText},
		{Name: "WriteJSON", Type: "func(*Conn, any) error", Role: Write, Conn: Arg0, Op: OpText},
		{Name: "Conn.NextWriter", Type: "func(int) (io.WriteCloser, error)", Role: Write, Conn: Recv, Opcode: Arg0},
		{Name: "NewPreparedMessage", Type: "func(int, []byte) (*PreparedMessage, error)", Role: BuildFrame, Opcode: Arg0, Payload: Arg1, Frame: Result0},
		{Name: "Conn.WritePreparedMessage", Type: "func(*PreparedMessage) error", Role: Write, Conn: Recv, Frame: Arg0},

		{Name: "Conn.SetPingHandler", Type: "func(func(string) error)", Role: OnPing, Conn: Recv, Handler: Arg0},
		{Name: "Conn.SetPongHandler", Type: "func(func(string) error)", Role: OnPong, Conn: Recv, Handler: Arg0},
		{Name: "Conn.SetCloseHandler", Type: "func(func(int, string) error)", Role: OnClose, Conn: Recv, Handler: Arg0},

		{Name: "FormatCloseMessage", Type: "func(int, string) []byte", Role: BuildFrame, Op: OpConnClose, Code: Arg0, Reason: Arg1, Payload: Result0},
		{Name: "Conn.Close", Type: "func() error", Role: Close, Conn: Recv},
		{Name: "Conn.UnderlyingConn", Type: "func() net.Conn", Role: View, Conn: Recv, Views: []Slot{Result0}},
		{Name: "Conn.NetConn", Type: "func() net.Conn", Role: View, Conn: Recv, Views: []Slot{Result0}},

		{Name: "IsCloseError", Type: "func(error, ...int) bool", Role: CheckCode, Err: Arg0, Code: Arg1},
		{Name: "IsUnexpectedCloseError", Type: "func(error, ...int) bool", Role: CheckCode, Err: Arg0, Code: Arg1},
	}
}

// fasthttpLibrary is gorilla with one more way to accept a request.
func fasthttpLibrary() *Library {
	lib := gorillaLike("fasthttp/websocket", "github.com/fasthttp/websocket")
	p := lib.Packages[0]
	p.Handlers = []string{"FastHTTPHandler"}
	p.Funcs = append(p.Funcs, Func{
		Name: "FastHTTPUpgrader.Upgrade", Type: "func(*fasthttp.RequestCtx, FastHTTPHandler) error",
		Role: Accept, Handler: Arg1, HandlerConn: 1,
	})
	return lib
}

// btcsuiteLibrary is gorilla as it was in 2015: no close handler, no exported
// CloseError, no special case for 1005, no DialContext.
func btcsuiteLibrary() *Library {
	lib := gorillaLike("btcsuite/websocket", "github.com/btcsuite/websocket")
	lib.Forbidden = func(int64) Sends { return AsIs }
	lib.Received = nil // its close error is unexported
	lib.ReadAgain = Spins
	lib.CodeNames = maps.Clone(gorillaCodes)
	delete(lib.CodeNames, 1012)
	delete(lib.CodeNames, 1013)
	lib.Idioms.EchoClose, lib.Idioms.IsClose = "", ""
	p := lib.Packages[0]
	p.Codes, p.Errors = nil, nil
	p.Hooks = []string{"Dialer.NetDial"}
	p.Defaults = map[string]bool{"DefaultDialer": false} // a nil *Dialer
	for i := range p.Funcs {
		p.Funcs[i].Limit.Nil = false
	}
	absent := map[string]bool{
		"Dialer.DialContext": true, "Conn.NetConn": true, "Conn.SetCloseHandler": true, "JoinMessages": true,
		"NewPreparedMessage": true, "Conn.WritePreparedMessage": true, "IsCloseError": true, "IsUnexpectedCloseError": true,
	}
	p.Funcs = slices.DeleteFunc(p.Funcs, func(f Func) bool { return absent[f.Name] })
	return lib
}

// gorillaShape are the functions by which a fork of gorilla is known.
var gorillaShape = []string{"FormatCloseMessage", "Conn.ReadMessage", "Conn.WriteControl", "Conn.SetReadDeadline"}

// isGorillaFork reports whether p has the exported shape of gorilla/websocket:
// dozens of renamed and private copies have, and no table can name them. What
// a package only wraps or promotes is not its shape.
func isGorillaFork(p *types.Package) bool {
	scope := p.Scope()
	if scope.Lookup("FormatCloseMessage") == nil {
		return false // nearly every package
	}
	for _, f := range gorillaFuncs() {
		if !slices.Contains(gorillaShape, f.Name) {
			continue
		}
		fn := function(p, f.Name)
		if fn == nil || typeString(fn.Signature(), p) != f.Type {
			return false
		}
	}
	if function(p, "Dialer.Dial") == nil && function(p, "Dialer.DialContext") == nil {
		return false
	}
	closeError := scope.Lookup("CloseError")
	return closeError != nil && hasField(closeError.Type(), "Code") && hasField(closeError.Type(), "Text")
}

// function returns the function, or the method of a type, that p declares
// under a table's name, nil if none.
func function(p *types.Package, name string) *types.Func {
	var obj types.Object
	if recv, method, ok := strings.Cut(name, "."); ok {
		t, _ := p.Scope().Lookup(recv).(*types.TypeName)
		if t == nil {
			return nil
		}
		obj, _, _ = types.LookupFieldOrMethod(t.Type(), true, p, method)
	} else {
		obj = p.Scope().Lookup(name)
	}
	fn, _ := obj.(*types.Func)
	if fn == nil || fn.Pkg() != p {
		return nil
	}
	return fn
}

func hasField(t types.Type, name string) bool {
	obj, _, _ := types.LookupFieldOrMethod(t, true, nil, name)
	_, ok := obj.(*types.Var)
	return ok
}

// gorillaFork makes the table of a fork that no table names.
func gorillaFork(path string) *Package {
	lib := gorillaLike("this fork of gorilla/websocket", path)
	p := lib.Packages[0]
	p.lib = lib
	return p
}
