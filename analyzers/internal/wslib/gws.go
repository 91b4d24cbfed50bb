package wslib

// lxzan/gws. Source: client.go, upgrader.go, conn.go, writer.go, types.go; what
// it does with codes was seen on the wire. It has no exported names for them.

var gws = &Library{
	Name: "lxzan/gws",
	// OnPong may set the deadline of the read that ReadLoop is blocked in.
	PongsRenew: true,
	Forbidden: func(code int64) Sends {
		if code < 1000 { // WriteClose
			return Normal
		}
		return AsIs
	},
	LongReason:    Crops,
	Received:      []int64{0, 1005, 1006}, // 0: an empty frame
	ClosesItself:  true,
	ReceivedRaw:   true, // emitClose answers 1002, and hands on the code
	HidesOwnClose: true, // an unexported type of status code
	Idioms: Idioms{
		Bound:         "_ = $conn.SetDeadline($time.Now().Add($wait))",
		BoundRead:     "_ = $conn.SetReadDeadline($time.Now().Add($wait))",
		FreeRead:      "_ = $conn.SetReadDeadline($time.Time{})",
		BoundWrite:    "_ = $conn.SetWriteDeadline($time.Now().Add($wait))",
		FreeWrite:     "_ = $conn.SetWriteDeadline($time.Time{})",
		Ping:          "_ = $conn.WritePing(nil)",
		PingFails:     "$conn.WritePing(nil) != nil",
		SendPong:      "$conn.WritePong([]byte($data))",
		CloseNormally: "$conn.WriteClose(1000, nil)",
		Abort:         "_ = $conn.NetConn().Close()",
	},
	Packages: []*Package{{
		Path:      "github.com/lxzan/gws",
		Funcs:     gwsFuncs,
		Conns:     []string{"Conn"},
		Codes:     []string{"CloseError.Code"},
		Errors:    []string{"*CloseError"},
		Hooks:     []string{"ClientOption.NewDialer"},
		Event:     "Event",
		EventConn: Arg0,
		Callbacks: map[string]Role{"Event.OnPing": OnPing, "Event.OnPong": OnPong, "Event.OnClose": OnClose},
	}},
}

var gwsFuncs = []Func{
	{Name: "NewClient", Type: "func(Event, *ClientOption) (*Conn, *http.Response, error)", Role: Dial, Conn: Result0, Events: Arg0, Hook: Arg1, Limit: Limit{Always: true}},
	{Name: "NewClientFromConn", Type: "func(Event, *ClientOption, net.Conn) (*Conn, *http.Response, error)", Role: Dial, Conn: Result0, Events: Arg0, Hook: Arg1, Under: Arg2, Limit: Limit{Always: true}},
	{Name: "NewUpgrader", Type: "func(Event, *ServerOption) *Upgrader", Role: Accept, Events: Arg0},
	{Name: "NewServer", Type: "func(Event, *ServerOption) *Server", Role: Accept, Events: Arg0},
	{Name: "Upgrader.Upgrade", Type: "func(http.ResponseWriter, *http.Request) (*Conn, error)", Role: Accept, Conn: Result0},
	{Name: "Upgrader.UpgradeFromConn", Type: "func(net.Conn, *bufio.Reader, *http.Request) (*Conn, error)", Role: Accept, Conn: Result0, Under: Arg0},

	// It answers close frames; pings are left to Event.OnPing.
	{Name: "Conn.ReadLoop", Type: "func()", Role: Read, Conn: Recv, Endless: true, Answers: true},
	{Name: "Conn.SetDeadline", Type: "func(time.Time) error", Role: ReadDeadline, Conn: Recv, When: Arg0},
	{Name: "Conn.SetReadDeadline", Type: "func(time.Time) error", Role: ReadDeadline, Conn: Recv, When: Arg0},
	{Name: "Conn.SetWriteDeadline", Type: "func(time.Time) error", Role: WriteDeadline, Conn: Recv, When: Arg0},

	{Name: "Conn.WriteMessage", Type: "func(Opcode, []byte) error", Role: Write, Conn: Recv, Opcode: Arg0, Payload: Arg1},
	{Name: "Conn.WriteAsync", Type: "func(Opcode, []byte, func(error))", Role: Write, Conn: Recv, Opcode: Arg0, Payload: Arg1, Handler: Arg2},
	{Name: "Conn.WriteAsync", Type: "func(Opcode, []byte) error", Role: Write, Conn: Recv, Opcode: Arg0, Payload: Arg1}, // up to v1.7
	{Name: "Conn.Writev", Type: "func(Opcode, ...[]byte) error", Role: Write, Conn: Recv, Opcode: Arg0, Payload: Arg1},
	{Name: "Conn.WritevAsync", Type: "func(Opcode, [][]byte, func(error))", Role: Write, Conn: Recv, Opcode: Arg0, Payload: Arg1, Handler: Arg2},
	{Name: "Conn.WriteFile", Type: "func(Opcode, io.Reader) error", Role: Write, Conn: Recv, Opcode: Arg0},
	{Name: "Conn.WriteString", Type: "func(string) error", Role: Write, Conn: Recv, Op: OpText},
	{Name: "Conn.WritePing", Type: "func([]byte) error", Role: Write, Conn: Recv, Op: OpPing, Payload: Arg0},
	{Name: "Conn.WritePong", Type: "func([]byte) error", Role: Write, Conn: Recv, Op: OpPong, Payload: Arg0},
	{Name: "Conn.Async", Type: "func(func())", Conn: Recv, Handler: Arg0},
	{Name: "NewBroadcaster", Type: "func(Opcode, []byte) *Broadcaster", Role: BuildFrame, Opcode: Arg0, Payload: Arg1, Frame: Result0},
	{Name: "Broadcaster.Broadcast", Type: "func(*Conn) error", Role: Write, Conn: Arg0, Frame: Recv},

	{Name: "Conn.WriteClose", Type: "func(uint16, []byte) error", Role: Close, Conn: Recv, Op: OpConnClose, Code: Arg0, Reason: Arg1, Handshake: true},
	{Name: "Conn.WriteClose", Type: "func(uint16, []byte)", Role: Close, Conn: Recv, Op: OpConnClose, Code: Arg0, Reason: Arg1, Handshake: true}, // up to v1.8.5
	{Name: "Conn.NetConn", Type: "func() net.Conn", Role: View, Conn: Recv, Views: []Slot{Result0}},
}
