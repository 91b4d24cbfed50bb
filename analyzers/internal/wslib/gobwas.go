package wslib

import "slices"

// gobwas/ws with wsutil and wsflate. Source: dialer.go, server.go, frame.go,
// read.go, write.go, wsutil/*.go; what it does with codes was seen on the wire.
//
// Its connection is a plain net.Conn, whose methods are in the table of the
// standard library. A client reads with ReadServer… and writes with WriteClient….

var gobwas = &Library{
	Name:                "gobwas/ws",
	ResumesAfterTimeout: true,
	// One conn.Write of a whole frame is safe beside others; the helpers write
	// header and payload one after the other, and the reads that answer write, too.
	OneWriter:    true,
	Forbidden:    func(int64) Sends { return AsIs },
	LongReason:   Crops,            // NewCloseFrameBody
	Received:     []int64{0, 1005}, // an empty frame: of ParseCloseFrameData, of ClosedError
	ReceivedRaw:  true,             // ParseCloseFrameData checks nothing, ClosedError lets 5000 and above pass
	CodePackage:  gobwasPath,
	TimeoutsPass: true,
	Passing:      []string{gobwasPath + "/wsutil.ErrInvalidUTF8"},
	ReadAgain:    Blocks,
	CodeNames:    gobwasCodes,
	// A control frame goes out in one Write, which gets into no other frame.
	Idioms: Idioms{
		BoundRead:  "_ = $conn.SetReadDeadline($time.Now().Add($wait))",
		FreeRead:   "_ = $conn.SetReadDeadline($time.Time{})",
		BoundWrite: "_ = $conn.SetWriteDeadline($time.Now().Add($wait))",
		Ping:       "_, _ = $conn.Write($ws.MustCompileFrame($ws.MaskFrame($ws.NewPingFrame(nil))))",
		PingFails:  "_, err := $conn.Write($ws.MustCompileFrame($ws.MaskFrame($ws.NewPingFrame(nil)))); err != nil",
		SendClose:  `_, _ = $conn.Write($ws.MustCompileFrame($ws.MaskFrame($ws.NewCloseFrame($ws.NewCloseFrameBody($ws.StatusNormalClosure, "")))))`,
		Abort:      "_ = $conn.Close()",
	},
	Packages: []*Package{
		{
			Path:   gobwasPath,
			Funcs:  slices.Concat(gobwasDials, gobwasIO, gobwasFrames, gobwasCloses),
			Frames: gobwasCompiled,
			Hooks:  []string{"Dialer.NetDial", "Dialer.TLSClient", "Dialer.WrapConn"},

			Defaults: map[string]bool{"DefaultDialer": false},
			Opcodes:  []string{"Header.OpCode"},
		},
		{
			Path:    gobwasPath + "/wsutil",
			Funcs:   slices.Concat(wsutilDials, wsutilReads, wsutilAnswers, wsutilWrites),
			Codes:   []string{"ClosedError.Code"},
			Errors:  []string{"ClosedError"},
			Opcodes: []string{"Message.OpCode"},
		},
		{Path: gobwasPath + "/wsflate", Funcs: wsflateFuncs},
	},
}

const gobwasPath = "github.com/gobwas/ws"

var gobwasCodes = map[int64]string{
	1000: "StatusNormalClosure",
	1001: "StatusGoingAway",
	1002: "StatusProtocolError",
	1003: "StatusUnsupportedData",
	1004: "StatusNoMeaningYet",
	1005: "StatusNoStatusRcvd",
	1006: "StatusAbnormalClosure",
	1007: "StatusInvalidFramePayloadData",
	1008: "StatusPolicyViolation",
	1009: "StatusMessageTooBig",
	1010: "StatusMandatoryExt",
	1011: "StatusInternalServerError",
	1015: "StatusTLSHandshake",
}

var gobwasCompiled = []Frame{
	{Name: "CompiledPing", Op: OpPing},
	{Name: "CompiledPong", Op: OpPong},
	{Name: "CompiledClose", Op: OpConnClose},
	{Name: "CompiledCloseNormalClosure", Op: OpConnClose, Code: 1000},
	{Name: "CompiledCloseGoingAway", Op: OpConnClose, Code: 1001},
	{Name: "CompiledCloseProtocolError", Op: OpConnClose, Code: 1002},
	{Name: "CompiledCloseUnsupportedData", Op: OpConnClose, Code: 1003},
	{Name: "CompiledCloseNoMeaningYet", Op: OpConnClose, Code: 1004},
	{Name: "CompiledCloseInvalidFramePayloadData", Op: OpConnClose, Code: 1007},
	{Name: "CompiledClosePolicyViolation", Op: OpConnClose, Code: 1008},
	{Name: "CompiledCloseMessageTooBig", Op: OpConnClose, Code: 1009},
	{Name: "CompiledCloseMandatoryExt", Op: OpConnClose, Code: 1010},
	{Name: "CompiledCloseInternalServerError", Op: OpConnClose, Code: 1011},
	{Name: "CompiledCloseTLSHandshake", Op: OpConnClose, Code: 1015},
}

var gobwasDials = []Func{
	{Name: "Dial", Type: "func(context.Context, string) (net.Conn, *bufio.Reader, Handshake, error)", Role: Dial, Conn: Result0, Views: []Slot{Result1}, Ctx: Arg0, Limit: Limit{Fields: []string{"Timeout"}, Options: "DefaultDialer"}},
	{Name: "Dialer.Dial", Type: "func(context.Context, string) (net.Conn, *bufio.Reader, Handshake, error)", Role: Dial, Conn: Result0, Views: []Slot{Result1}, Hook: Recv, Ctx: Arg0, Limit: Limit{Fields: []string{"Timeout"}}},
	{Name: "Dialer.Upgrade", Type: "func(io.ReadWriter, *url.URL) (*bufio.Reader, Handshake, error)", Role: Dial, Conn: Arg0, Views: []Slot{Result0}, Limit: Limit{Stream: true}},
	{Name: "Upgrade", Type: "func(io.ReadWriter) (Handshake, error)", Role: Accept, Conn: Arg0},
	{Name: "Upgrader.Upgrade", Type: "func(io.ReadWriter) (Handshake, error)", Role: Accept, Conn: Arg0},
	{Name: "UpgradeHTTP", Type: "func(*http.Request, http.ResponseWriter) (net.Conn, *bufio.ReadWriter, Handshake, error)", Role: Accept, Conn: Result0, Views: []Slot{Result1}},
	{Name: "HTTPUpgrader.Upgrade", Type: "func(*http.Request, http.ResponseWriter) (net.Conn, *bufio.ReadWriter, Handshake, error)", Role: Accept, Conn: Result0, Views: []Slot{Result1}},
	{Name: "PutReader", Type: "func(*bufio.Reader)", Conn: Arg0},
}

var gobwasIO = []Func{
	{Name: "ReadHeader", Type: "func(io.Reader) (Header, error)", Role: Read, Conn: Arg0},
	{Name: "ReadHeaderBuffer", Type: "func(io.Reader, []byte) (Header, error)", Role: Read, Conn: Arg0}, // since v1.5
	{Name: "ReadFrame", Type: "func(io.Reader) (Frame, error)", Role: Read, Conn: Arg0},
	{Name: "MustReadFrame", Type: "func(io.Reader) Frame", Role: Read, Conn: Arg0},
	{Name: "WriteHeader", Type: "func(io.Writer, Header) error", Role: Write, Conn: Arg0, Frame: Arg1},
	{Name: "WriteHeaderBuffer", Type: "func(io.Writer, Header, []byte) error", Role: Write, Conn: Arg0, Frame: Arg1}, // since v1.5
	{Name: "WriteFrame", Type: "func(io.Writer, Frame) error", Role: Write, Conn: Arg0, Frame: Arg1},
	{Name: "MustWriteFrame", Type: "func(io.Writer, Frame)", Role: Write, Conn: Arg0, Frame: Arg1},
}

var gobwasFrames = []Func{
	{Name: "NewFrame", Type: "func(OpCode, bool, []byte) Frame", Role: BuildFrame, Opcode: Arg0, Payload: Arg2, Frame: Result0},
	{Name: "NewTextFrame", Type: "func([]byte) Frame", Role: BuildFrame, Op: OpText, Payload: Arg0, Frame: Result0},
	{Name: "NewBinaryFrame", Type: "func([]byte) Frame", Role: BuildFrame, Op: OpBinary, Payload: Arg0, Frame: Result0},
	{Name: "NewPingFrame", Type: "func([]byte) Frame", Role: BuildFrame, Op: OpPing, Payload: Arg0, Frame: Result0},
	{Name: "NewPongFrame", Type: "func([]byte) Frame", Role: BuildFrame, Op: OpPong, Payload: Arg0, Frame: Result0},
	{Name: "NewCloseFrame", Type: "func([]byte) Frame", Role: BuildFrame, Op: OpConnClose, Payload: Arg0, Frame: Result0},

	{Name: "CompileFrame", Type: "func(Frame) ([]byte, error)", Role: View, Conn: Arg0, Views: []Slot{Result0}},
	{Name: "MustCompileFrame", Type: "func(Frame) []byte", Role: View, Conn: Arg0, Views: []Slot{Result0}},
	{Name: "MaskFrame", Type: "func(Frame) Frame", Role: View, Conn: Arg0, Views: []Slot{Result0}},
	{Name: "MaskFrameWith", Type: "func(Frame, [4]byte) Frame", Role: View, Conn: Arg0, Views: []Slot{Result0}},
	{Name: "MaskFrameInPlace", Type: "func(Frame) Frame", Role: View, Conn: Arg0, Views: []Slot{Result0}},
	{Name: "MaskFrameInPlaceWith", Type: "func(Frame, [4]byte) Frame", Role: View, Conn: Arg0, Views: []Slot{Result0}},
	{Name: "UnmaskFrame", Type: "func(Frame) Frame", Role: View, Conn: Arg0, Views: []Slot{Result0}},
	{Name: "UnmaskFrameInPlace", Type: "func(Frame) Frame", Role: View, Conn: Arg0, Views: []Slot{Result0}},
}

var gobwasCloses = []Func{
	{Name: "NewCloseFrameBody", Type: "func(StatusCode, string) []byte", Role: BuildFrame, Op: OpConnClose, Code: Arg0, Reason: Arg1, Payload: Result0},
	// It panics where the buffer is too short for the reason.
	{Name: "PutCloseFrameBody", Type: "func([]byte, StatusCode, string)", Role: BuildFrame, Op: OpConnClose, Code: Arg1, Reason: Arg2, Payload: Arg0},

	{Name: "ParseCloseFrameData", Type: "func([]byte) (StatusCode, string)", Role: Received, Payload: Arg0, Code: Result0},
	{Name: "ParseCloseFrameDataUnsafe", Type: "func([]byte) (StatusCode, string)", Role: Received, Payload: Arg0, Code: Result0},
	{Name: "CheckCloseFrameData", Type: "func(StatusCode, string) error", Role: CheckCode, Code: Arg0},
	{Name: "StatusCode.In", Type: "func(StatusCodeRange) bool", Role: CheckCode, Code: Recv},
	{Name: "StatusCode.Empty", Type: "func() bool", Role: CheckCode, Code: Recv},
	{Name: "StatusCode.IsNotUsed", Type: "func() bool", Role: CheckCode, Code: Recv},
	{Name: "StatusCode.IsApplicationSpec", Type: "func() bool", Role: CheckCode, Code: Recv},
	{Name: "StatusCode.IsPrivateSpec", Type: "func() bool", Role: CheckCode, Code: Recv},
	{Name: "StatusCode.IsProtocolSpec", Type: "func() bool", Role: CheckCode, Code: Recv},
	{Name: "StatusCode.IsProtocolDefined", Type: "func() bool", Role: CheckCode, Code: Recv},
	{Name: "StatusCode.IsProtocolReserved", Type: "func() bool", Role: CheckCode, Code: Recv},
}

var wsutilDials = []Func{
	{Name: "DebugDialer.Dial", Type: "func(context.Context, string) (net.Conn, *bufio.Reader, ws.Handshake, error)", Role: Dial, Conn: Result0, Views: []Slot{Result1}, Hook: Recv, Ctx: Arg0, Limit: Limit{Fields: []string{"Dialer.Timeout"}}},
	{Name: "DebugUpgrader.Upgrade", Type: "func(io.ReadWriter) (ws.Handshake, error)", Role: Accept, Conn: Arg0},
}

var wsutilReads = []Func{
	{Name: "ReadData", Type: "func(io.ReadWriter, ws.State) ([]byte, ws.OpCode, error)", Role: Read, Conn: Arg0, Answers: true},
	{Name: "ReadServerData", Type: "func(io.ReadWriter) ([]byte, ws.OpCode, error)", Role: Read, Conn: Arg0, Answers: true},
	{Name: "ReadServerText", Type: "func(io.ReadWriter) ([]byte, error)", Role: Read, Conn: Arg0, Answers: true},
	{Name: "ReadServerBinary", Type: "func(io.ReadWriter) ([]byte, error)", Role: Read, Conn: Arg0, Answers: true},
	{Name: "ReadClientData", Type: "func(io.ReadWriter) ([]byte, ws.OpCode, error)", Role: Read, Conn: Arg0, Answers: true},
	{Name: "ReadClientText", Type: "func(io.ReadWriter) ([]byte, error)", Role: Read, Conn: Arg0, Answers: true},
	{Name: "ReadClientBinary", Type: "func(io.ReadWriter) ([]byte, error)", Role: Read, Conn: Arg0, Answers: true},

	{Name: "ReadMessage", Type: "func(io.Reader, ws.State, []Message) ([]Message, error)", Role: Read, Conn: Arg0},
	{Name: "ReadServerMessage", Type: "func(io.Reader, []Message) ([]Message, error)", Role: Read, Conn: Arg0},
	{Name: "ReadClientMessage", Type: "func(io.Reader, []Message) ([]Message, error)", Role: Read, Conn: Arg0},
	{Name: "NextReader", Type: "func(io.Reader, ws.State) (ws.Header, io.Reader, error)", Role: Read, Conn: Arg0, Views: []Slot{Result1}},

	{Name: "NewReader", Type: "func(io.Reader, ws.State) *Reader", Role: View, Conn: Arg0, Views: []Slot{Result0}},
	{Name: "DefaultReader", Type: "func(io.Reader, ws.State) *Reader", Role: View, Conn: Arg0, Views: []Slot{Result0}}, // since v1.5
	{Name: "NewClientSideReader", Type: "func(io.Reader) *Reader", Role: View, Conn: Arg0, Views: []Slot{Result0}},
	{Name: "NewServerSideReader", Type: "func(io.Reader) *Reader", Role: View, Conn: Arg0, Views: []Slot{Result0}},
	{Name: "Reader.NextFrame", Type: "func() (ws.Header, error)", Role: Read, Conn: Recv},
	{Name: "Reader.Read", Type: "func([]byte) (int, error)", Role: Read, Conn: Recv},
	{Name: "Reader.Discard", Type: "func() error", Role: Read, Conn: Recv},
	{Name: "NewCipherReader", Type: "func(io.Reader, [4]byte) *CipherReader", Role: View, Conn: Arg0, Views: []Slot{Result0}},
	{Name: "CipherReader.Read", Type: "func([]byte) (int, error)", Role: Read, Conn: Recv},
	{Name: "CipherReader.Reset", Type: "func(io.Reader, [4]byte)", Role: View, Conn: Arg0, Views: []Slot{Recv}},
	{Name: "NewUTF8Reader", Type: "func(io.Reader) *UTF8Reader", Role: View, Conn: Arg0, Views: []Slot{Result0}},
	{Name: "UTF8Reader.Read", Type: "func([]byte) (int, error)", Role: Read, Conn: Recv},
	{Name: "UTF8Reader.Reset", Type: "func(io.Reader)", Role: View, Conn: Arg0, Views: []Slot{Recv}},
}

// wsutilAnswers write the pong that a ping asks for, and echo a close frame.
var wsutilAnswers = []Func{
	{Name: "ControlFrameHandler", Type: "func(io.Writer, ws.State) FrameHandlerFunc", Role: Write, Conn: Arg0, Answers: true},
	{Name: "HandleControlMessage", Type: "func(io.Writer, ws.State, Message) error", Role: Write, Conn: Arg0, Answers: true},
	{Name: "HandleServerControlMessage", Type: "func(io.Writer, Message) error", Role: Write, Conn: Arg0, Answers: true},
	{Name: "HandleClientControlMessage", Type: "func(io.Writer, Message) error", Role: Write, Conn: Arg0, Answers: true},
	{Name: "ControlHandler.Handle", Type: "func(ws.Header) error", Role: Write, Conn: Recv, Answers: true},
	{Name: "ControlHandler.HandlePing", Type: "func(ws.Header) error", Role: Write, Conn: Recv, Op: OpPong, Answers: true},
	{Name: "ControlHandler.HandlePong", Type: "func(ws.Header) error", Role: Read, Conn: Recv},
	{Name: "ControlHandler.HandleClose", Type: "func(ws.Header) error", Role: Write, Conn: Recv, Op: OpConnClose, Answers: true},
}

var wsutilWrites = []Func{
	{Name: "WriteMessage", Type: "func(io.Writer, ws.State, ws.OpCode, []byte) error", Role: Write, Conn: Arg0, Opcode: Arg2, Payload: Arg3},
	{Name: "WriteServerMessage", Type: "func(io.Writer, ws.OpCode, []byte) error", Role: Write, Conn: Arg0, Opcode: Arg1, Payload: Arg2},
	{Name: "WriteServerText", Type: "func(io.Writer, []byte) error", Role: Write, Conn: Arg0, Op: OpText, Payload: Arg1},
	{Name: "WriteServerBinary", Type: "func(io.Writer, []byte) error", Role: Write, Conn: Arg0, Op: OpBinary, Payload: Arg1},
	{Name: "WriteClientMessage", Type: "func(io.Writer, ws.OpCode, []byte) error", Role: Write, Conn: Arg0, Opcode: Arg1, Payload: Arg2},
	{Name: "WriteClientText", Type: "func(io.Writer, []byte) error", Role: Write, Conn: Arg0, Op: OpText, Payload: Arg1},
	{Name: "WriteClientBinary", Type: "func(io.Writer, []byte) error", Role: Write, Conn: Arg0, Op: OpBinary, Payload: Arg1},

	// A writer sends frames of one kind, when it is flushed or full; the kind is
	// said here, the flush is a write of its own.
	{Name: "NewControlWriter", Type: "func(io.Writer, ws.State, ws.OpCode) *ControlWriter", Role: Write, Conn: Arg0, Views: []Slot{Result0}, Opcode: Arg2},
	{Name: "NewControlWriterBuffer", Type: "func(io.Writer, ws.State, ws.OpCode, []byte) *ControlWriter", Role: Write, Conn: Arg0, Views: []Slot{Result0}, Opcode: Arg2},
	{Name: "ControlWriter.Write", Type: "func([]byte) (int, error)", Role: Write, Conn: Recv, Payload: Arg0},
	{Name: "ControlWriter.Flush", Type: "func() error", Role: Write, Conn: Recv},
	{Name: "NewWriter", Type: "func(io.Writer, ws.State, ws.OpCode) *Writer", Role: Write, Conn: Arg0, Views: []Slot{Result0}, Opcode: Arg2},
	{Name: "NewWriterSize", Type: "func(io.Writer, ws.State, ws.OpCode, int) *Writer", Role: Write, Conn: Arg0, Views: []Slot{Result0}, Opcode: Arg2},
	{Name: "NewWriterBufferSize", Type: "func(io.Writer, ws.State, ws.OpCode, int) *Writer", Role: Write, Conn: Arg0, Views: []Slot{Result0}, Opcode: Arg2},
	{Name: "NewWriterBuffer", Type: "func(io.Writer, ws.State, ws.OpCode, []byte) *Writer", Role: Write, Conn: Arg0, Views: []Slot{Result0}, Opcode: Arg2},
	{Name: "GetWriter", Type: "func(io.Writer, ws.State, ws.OpCode, int) *Writer", Role: Write, Conn: Arg0, Views: []Slot{Result0}, Opcode: Arg2},
	{Name: "PutWriter", Type: "func(*Writer)", Conn: Arg0},
	{Name: "Writer.Reset", Type: "func(io.Writer, ws.State, ws.OpCode)", Role: Write, Conn: Arg0, Views: []Slot{Recv}, Opcode: Arg2},
	{Name: "Writer.ResetOp", Type: "func(ws.OpCode)", Role: Write, Conn: Recv, Opcode: Arg0},
	{Name: "Writer.Write", Type: "func([]byte) (int, error)", Role: Write, Conn: Recv, Payload: Arg0},
	{Name: "Writer.WriteThrough", Type: "func([]byte) (int, error)", Role: Write, Conn: Recv, Payload: Arg0},
	{Name: "Writer.ReadFrom", Type: "func(io.Reader) (int64, error)", Role: Read, Conn: Arg0, Sink: Recv, Endless: true},
	{Name: "Writer.Flush", Type: "func() error", Role: Write, Conn: Recv},
	{Name: "Writer.FlushFragment", Type: "func() error", Role: Write, Conn: Recv},
	{Name: "NewCipherWriter", Type: "func(io.Writer, [4]byte) *CipherWriter", Role: View, Conn: Arg0, Views: []Slot{Result0}},
	{Name: "CipherWriter.Write", Type: "func([]byte) (int, error)", Role: Write, Conn: Recv},
	{Name: "CipherWriter.Reset", Type: "func(io.Writer, [4]byte)", Role: View, Conn: Arg0, Views: []Slot{Recv}},
}

// wsflateFuncs: what its readers and writers close is a compressor, never a connection.
var wsflateFuncs = []Func{
	{Name: "NewReader", Type: "func(io.Reader, func(io.Reader) Decompressor) *Reader", Role: View, Conn: Arg0, Views: []Slot{Result0}},
	{Name: "Reader.Read", Type: "func([]byte) (int, error)", Role: Read, Conn: Recv},
	{Name: "Reader.Reset", Type: "func(io.Reader)", Role: View, Conn: Arg0, Views: []Slot{Recv}},
	{Name: "NewWriter", Type: "func(io.Writer, func(io.Writer) Compressor) *Writer", Role: View, Conn: Arg0, Views: []Slot{Result0}},
	{Name: "Writer.Write", Type: "func([]byte) (int, error)", Role: Write, Conn: Recv},
	{Name: "Writer.Flush", Type: "func() error", Role: Write, Conn: Recv},
	{Name: "Writer.Close", Type: "func() error", Role: Write, Conn: Recv},
	{Name: "Writer.Reset", Type: "func(io.Writer)", Role: View, Conn: Arg0, Views: []Slot{Recv}},
	{Name: "CompressFrame", Type: "func(ws.Frame) (ws.Frame, error)", Role: View, Conn: Arg0, Views: []Slot{Result0}},
	{Name: "CompressFrameBuffer", Type: "func(Buffer, ws.Frame) (ws.Frame, error)", Role: View, Conn: Arg1, Views: []Slot{Result0}},
	{Name: "DecompressFrame", Type: "func(ws.Frame) (ws.Frame, error)", Role: View, Conn: Arg0, Views: []Slot{Result0}},
	{Name: "DecompressFrameBuffer", Type: "func(Buffer, ws.Frame) (ws.Frame, error)", Role: View, Conn: Arg1, Views: []Slot{Result0}},
	{Name: "Helper.CompressFrame", Type: "func(ws.Frame) (ws.Frame, error)", Role: View, Conn: Arg0, Views: []Slot{Result0}},
	{Name: "Helper.CompressFrameBuffer", Type: "func(Buffer, ws.Frame) (ws.Frame, error)", Role: View, Conn: Arg1, Views: []Slot{Result0}},
	{Name: "Helper.DecompressFrame", Type: "func(ws.Frame) (ws.Frame, error)", Role: View, Conn: Arg0, Views: []Slot{Result0}},
	{Name: "Helper.DecompressFrameBuffer", Type: "func(Buffer, ws.Frame) (ws.Frame, error)", Role: View, Conn: Arg1, Views: []Slot{Result0}},
}
