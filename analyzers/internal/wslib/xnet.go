package wslib

// golang.org/x/net/websocket. Source: client.go, server.go, websocket.go,
// hybi.go; what it does with codes was seen on the wire. It names no codes, and
// never hands out one that it received.

var xnet = &Library{
	Name:                "x/net/websocket",
	ResumesAfterTimeout: true,
	Forbidden:           func(int64) Sends { return AsIs }, // hybiFrameHandler.WriteClose
	LongReason:          AsIs,                              // there is no reason
	TimeoutsPass:        true,
	Passing:             []string{"golang.org/x/net/websocket.ErrFrameTooLarge"},
	Idioms: Idioms{
		BoundRead:  "_ = $conn.SetReadDeadline($time.Now().Add($wait))",
		FreeRead:   "_ = $conn.SetReadDeadline($time.Time{})",
		BoundWrite: "_ = $conn.SetWriteDeadline($time.Now().Add($wait))",
		Abort:      "_ = $conn.Close()", // it sends a close frame first
	},
	Packages: []*Package{{
		Path:     "golang.org/x/net/websocket",
		Funcs:    xnetFuncs,
		Conns:    []string{"Conn"},
		Handlers: []string{"Handler"},
		Opcodes:  []string{"Conn.PayloadType"},
		Marshal:  "Codec.Marshal",
	}},
}

var xnetFuncs = []Func{
	{Name: "Dial", Type: "func(string, string, string) (*Conn, error)", Role: Dial, Conn: Result0},
	{Name: "DialConfig", Type: "func(*Config) (*Conn, error)", Role: Dial, Conn: Result0, Limit: Limit{Method: "DialContext"}},
	{Name: "Config.DialContext", Type: "func(context.Context) (*Conn, error)", Role: Dial, Conn: Result0, Ctx: Arg0},
	{Name: "NewClient", Type: "func(*Config, io.ReadWriteCloser) (*Conn, error)", Role: Dial, Conn: Result0, Under: Arg1, Limit: Limit{Stream: true}},
	{Name: "Handler.ServeHTTP", Type: "func(http.ResponseWriter, *http.Request)", Role: Accept, Handler: Recv, HandlerConn: 1},

	// A close frame is answered by Close alone.
	{Name: "Conn.Read", Type: "func([]byte) (int, error)", Role: Read, Conn: Recv, Answers: true},
	{Name: "Codec.Receive", Type: "func(*Conn, any) error", Role: Read, Conn: Arg0, Answers: true, Decodes: true},
	{Name: "frameReaderFactory.NewFrameReader", Type: "func() (frameReader, error)", Role: Read, Conn: Recv},
	{Name: "Conn.SetDeadline", Type: "func(time.Time) error", Role: ReadDeadline, Conn: Recv, When: Arg0},
	{Name: "Conn.SetReadDeadline", Type: "func(time.Time) error", Role: ReadDeadline, Conn: Recv, When: Arg0},
	{Name: "Conn.SetWriteDeadline", Type: "func(time.Time) error", Role: WriteDeadline, Conn: Recv, When: Arg0},

	{Name: "Conn.Write", Type: "func([]byte) (int, error)", Role: Write, Conn: Recv, Payload: Arg0},
	{Name: "Codec.Send", Type: "func(*Conn, any) error", Role: Write, Conn: Arg0, Codec: Recv},
	// Promoted from interfaces that are embedded in Conn, unexported and not in
	// its documentation.
	{Name: "frameWriterFactory.NewFrameWriter", Type: "func(byte) (frameWriter, error)", Role: Write, Conn: Recv, Opcode: Arg0},
	{Name: "frameHandler.WriteClose", Type: "func(int) error", Role: Write, Conn: Recv, Op: OpConnClose, Code: Arg0},

	{Name: "Conn.Close", Type: "func() error", Role: Close, Conn: Recv, Op: OpConnClose, Handshake: true},
}
