package wslib

// coder/websocket and its deprecated older self, nhooyr.io/websocket. Source:
// read.go, write.go, close.go, conn.go, netconn.go, dial.go; what they do with
// codes was seen on the wire.

var (
	coder  = coderLike("coder/websocket", "github.com/coder/websocket")
	nhooyr = nhooyrLibrary()
)

func coderLike(name, path string) *Library {
	return &Library{
		Name:    name,
		ReadCtx: true,
		// close.go: a code that may not be on the wire fails Close, which then
		// drops the connection without a frame; 1005 sends an empty frame.
		Forbidden:   coderForbidden(Drops),
		LongReason:  Drops,
		Received:    []int64{-1, 1005},
		CodePackage: path,
		CodeNames:   coderCodes,
		Idioms: Idioms{
			Ping:          "$conn.Ping($ctx)",
			CloseNormally: `$conn.Close($ws.StatusNormalClosure, "")`,
			Abort:         "_ = $conn.CloseNow()",
			AbortOld:      `_ = $conn.Close($ws.StatusInternalError, "no pong")`,
			CodeOf:        "$ws.CloseStatus($err)",
		},
		Packages: []*Package{
			{
				Path:   path,
				Funcs:  coderFuncs,
				Conns:  []string{"Conn"},
				Codes:  []string{"CloseError.Code"},
				Errors: []string{"CloseError"},
				Callbacks: map[string]Role{
					"DialOptions.OnPingReceived":   OnPing,
					"DialOptions.OnPongReceived":   OnPong,
					"AcceptOptions.OnPingReceived": OnPing,
					"AcceptOptions.OnPongReceived": OnPong,
				},
			},
			{Path: path + "/wsjson", Funcs: []Func{
				{Name: "Read", Type: "func(context.Context, *websocket.Conn, any) error", Role: Read, Conn: Arg1, Ctx: Arg0, Answers: true},
				{Name: "Write", Type: "func(context.Context, *websocket.Conn, any) error", Role: Write, Conn: Arg1, Ctx: Arg0, Op: OpText},
			}},
		},
	}
}

// nhooyrLibrary is coder's before it moved. Up to v1.8.7 it has a package for
// protobuf; up to v1.8.10 a bad code sends 1011 in its place, and a failed Ping
// closes the connection. It has no callbacks for pings and pongs.
func nhooyrLibrary() *Library {
	lib := coderLike("nhooyr.io/websocket", "nhooyr.io/websocket")
	lib.Forbidden = coderForbidden(Refuses)
	lib.LongReason = Refuses
	lib.PingMayClose = true
	lib.Packages[0].Callbacks = nil
	lib.Packages = append(lib.Packages, &Package{Path: "nhooyr.io/websocket/wspb", Funcs: []Func{
		{Name: "Read", Type: "func(context.Context, *websocket.Conn, proto.Message) error", Role: Read, Conn: Arg1, Ctx: Arg0, Answers: true},
		{Name: "Write", Type: "func(context.Context, *websocket.Conn, proto.Message) error", Role: Write, Conn: Arg1, Ctx: Arg0, Op: OpBinary},
	}})
	return lib
}

func coderForbidden(all Sends) func(int64) Sends {
	return func(code int64) Sends {
		if code == 1005 {
			return Empty
		}
		return all
	}
}

var coderCodes = map[int64]string{
	1000: "StatusNormalClosure",
	1001: "StatusGoingAway",
	1002: "StatusProtocolError",
	1003: "StatusUnsupportedData",
	1005: "StatusNoStatusRcvd",
	1006: "StatusAbnormalClosure",
	1007: "StatusInvalidFramePayloadData",
	1008: "StatusPolicyViolation",
	1009: "StatusMessageTooBig",
	1010: "StatusMandatoryExtension",
	1011: "StatusInternalError",
	1012: "StatusServiceRestart",
	1013: "StatusTryAgainLater",
	1014: "StatusBadGateway",
	1015: "StatusTLSHandshake",
}

// httpLimit is the limit of the http.Client that coder dials with.
var httpLimit = Limit{Fields: []string{"HTTPClient.Timeout", "HTTPClient.Transport.ResponseHeaderTimeout"}}

var coderFuncs = []Func{
	{Name: "Dial", Type: "func(context.Context, string, *DialOptions) (*Conn, *http.Response, error)", Role: Dial, Conn: Result0, Ctx: Arg0, Hook: Arg2, Limit: httpLimit},
	{Name: "Accept", Type: "func(http.ResponseWriter, *http.Request, *AcceptOptions) (*Conn, error)", Role: Accept, Conn: Result0},

	{Name: "Conn.Read", Type: "func(context.Context) (MessageType, []byte, error)", Role: Read, Conn: Recv, Ctx: Arg0, Answers: true},
	{Name: "Conn.Reader", Type: "func(context.Context) (MessageType, io.Reader, error)", Role: Read, Conn: Recv, Views: []Slot{Result1}, Ctx: Arg0, Answers: true},
	{Name: "Conn.CloseRead", Type: "func(context.Context) context.Context", Role: Read, Conn: Recv, Ctx: Arg0, Endless: true, Answers: true},

	// Its MessageType is the opcode of a data frame: text 1, binary 2.
	{Name: "Conn.Write", Type: "func(context.Context, MessageType, []byte) error", Role: Write, Conn: Recv, Ctx: Arg0, Opcode: Arg1, Payload: Arg2},
	{Name: "Conn.Writer", Type: "func(context.Context, MessageType) (io.WriteCloser, error)", Role: Write, Conn: Recv, Ctx: Arg0, Opcode: Arg1},
	{Name: "Conn.Ping", Type: "func(context.Context) error", Role: Write, Conn: Recv, Ctx: Arg0, Op: OpPing, Waits: true},

	{Name: "Conn.Close", Type: "func(StatusCode, string) error", Role: Close, Conn: Recv, Op: OpConnClose, Code: Arg0, Reason: Arg1, Handshake: true},
	{Name: "Conn.CloseNow", Type: "func() error", Role: Close, Conn: Recv},
	{Name: "CloseStatus", Type: "func(error) StatusCode", Role: Received, Err: Arg0, Code: Result0},
	{Name: "NetConn", Type: "func(context.Context, *Conn, MessageType) net.Conn", Role: View, Conn: Arg1, Views: []Slot{Result0}, Ctx: Arg0, Handshake: true},
}
