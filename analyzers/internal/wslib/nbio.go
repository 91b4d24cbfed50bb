package wslib

// lesismal/nbio/nbhttp/websocket, v1.6.8. Source: dialer.go, upgrader.go, conn.go;
// what it does with codes, and what ends a connection, was seen on the wire.

// nbio has an engine read each connection, which bounds the reads once a frame
// has come: Options.KeepaliveTime, 2 minutes by default. No call reads, so none
// is in the table. A handler is given the connection; one for close frames has
// to answer, and the engine then closes the connection in any case.
var nbio = &Library{
	Name:       "lesismal/nbio",
	PongsRenew: true,
	Forbidden:  func(int64) Sends { return AsIs },
	LongReason: Drops,
	NilEnds:    true,
	Received:   []int64{1005, -1}, // CloseCode returns -1 of every error
	Idioms: Idioms{
		BoundRead:  "_ = $conn.SetReadDeadline($time.Now().Add($wait))",
		BoundWrite: "_ = $conn.SetWriteDeadline($time.Now().Add($wait))",
		PingFails:  "$conn.WriteMessage($ws.PingMessage, nil) != nil",
		SendPong:   "$conn.WriteMessage($ws.PongMessage, []byte($data))",
		SendClose:  `_ = $conn.WriteClose(1000, "")`,
		EchoClose:  "_ = $conn.WriteMessage($ws.CloseMessage, nil)", // the code may be 1005
		Abort:      "_ = $conn.Close()",
	},
	Packages: []*Package{{
		Path:   "github.com/lesismal/nbio/nbhttp/websocket",
		Funcs:  nbioFuncs,
		Conns:  []string{"Conn"},
		Codes:  []string{"CloseError.Code"},
		Errors: []string{"*CloseError"},
	}},
}

var nbioFuncs = []Func{
	{Name: "Dialer.Dial", Type: "func(string, http.Header, ...any) (*Conn, *http.Response, error)", Role: Dial, Conn: Result0, Hook: Recv, Limit: Limit{Fields: []string{"DialTimeout"}}},
	{Name: "Dialer.DialContext", Type: "func(context.Context, string, http.Header, ...any) (*Conn, *http.Response, error)", Role: Dial, Conn: Result0, Hook: Recv, Ctx: Arg0, Limit: Limit{Fields: []string{"DialTimeout"}}},
	{Name: "NewClientConn", Type: "func(*Upgrader, net.Conn, string, bool, bool) *Conn", Role: Dial, Conn: Result0, Under: Arg1, Limit: Limit{Always: true}}, // the handshake is over
	{Name: "NewServerConn", Type: "func(*Upgrader, net.Conn, string, bool, bool) *Conn", Role: Accept, Conn: Result0, Under: Arg1},
	{Name: "Upgrader.Upgrade", Type: "func(http.ResponseWriter, *http.Request, http.Header, ...any) (*Conn, error)", Role: Accept, Conn: Result0},
	{Name: "Upgrader.UpgradeAndTransferConnToPoller", Type: "func(http.ResponseWriter, *http.Request, http.Header) (*Conn, error)", Role: Accept, Conn: Result0},
	{Name: "Upgrader.UpgradeWithoutHandlingReadForConnFromSTDServer", Type: "func(http.ResponseWriter, *http.Request, http.Header) (*Conn, error)", Role: Accept, Conn: Result0},

	{Name: "Conn.WriteMessage", Type: "func(MessageType, []byte) error", Role: Write, Conn: Recv, Opcode: Arg0, Payload: Arg1},
	{Name: "Conn.WriteFrame", Type: "func(MessageType, bool, bool, []byte) error", Role: Write, Conn: Recv, Opcode: Arg0, Payload: Arg3},
	{Name: "Conn.WriteClose", Type: "func(int, string) error", Role: Write, Conn: Recv, Op: OpConnClose, Code: Arg0, Reason: Arg1},
	{Name: "Conn.Keepalive", Type: "func(time.Duration) *time.Timer", Role: Write, Conn: Recv, Op: OpPing},

	{Name: "Upgrader.SetPingHandler", Type: "func(func(*Conn, string))", Role: OnPing, Handler: Arg0, HandlerConn: 1},
	{Name: "Upgrader.SetPongHandler", Type: "func(func(*Conn, string))", Role: OnPong, Handler: Arg0, HandlerConn: 1},
	{Name: "Upgrader.SetCloseHandler", Type: "func(func(*Conn, int, string))", Role: OnClose, Handler: Arg0, HandlerConn: 1},
	{Name: "Upgrader.OnClose", Type: "func(func(*Conn, error))", Role: OnEnd, Handler: Arg0, HandlerConn: 1},
	{Name: "Conn.OnClose", Type: "func(func(*Conn, error))", Role: OnEnd, Conn: Recv, Handler: Arg0, HandlerConn: 1},

	{Name: "CloseCode", Type: "func(error) int", Role: Received, Err: Arg0, Code: Result0},
	{Name: "Conn.Close", Type: "func() error", Role: Close, Conn: Recv},
	{Name: "Conn.CloseWithError", Type: "func(error)", Role: Close, Conn: Recv},
	{Name: "Conn.CloseAndClean", Type: "func(error)", Role: Close, Conn: Recv},
	{Name: "Conn.UnderlayerConn", Type: "func() net.Conn", Role: View, Conn: Recv, Views: []Slot{Result0}},
}
