package wslib

import "slices"

// std is the little of the standard library that a connection passes through.
// Its functions read and write what they are given, whatever connection that is.
//
// What is missing is missed on purpose: the Close of io.NopCloser's result, of
// a compressor or of a file does not close the connection that it wraps.
func std() []*Package {
	return []*Package{
		{Path: "net", Funcs: append(slices.Concat(connMethods("Conn"), connMethods("conn")),
			Func{Name: "Buffers.WriteTo", Type: "func(io.Writer) (int64, error)", Role: Write, Conn: Arg0, Frame: Recv})},
		{Path: "crypto/tls", Funcs: append(connMethods("Conn"),
			Func{Name: "Client", Type: "func(net.Conn, *Config) *Conn", Role: View, Conn: Arg0, Views: []Slot{Result0}},
			Func{Name: "Server", Type: "func(net.Conn, *Config) *Conn", Role: View, Conn: Arg0, Views: []Slot{Result0}},
			Func{Name: "Conn.NetConn", Type: "func() net.Conn", Role: View, Conn: Recv, Views: []Slot{Result0}})},
		{Path: "net/http", Hooks: []string{ // coder dials with an http.Client
			"Transport.Dial", "Transport.DialContext", "Transport.DialTLS", "Transport.DialTLSContext",
		}},
		{Path: "io", Funcs: ioFuncs},
		{Path: "io/ioutil", Funcs: []Func{
			{Name: "ReadAll", Type: "func(io.Reader) ([]byte, error)", Role: Read, Conn: Arg0},
		}},
		{Path: "bufio", Funcs: bufioFuncs},
		{Path: "bytes", Funcs: []Func{
			{Name: "Buffer.ReadFrom", Type: "func(io.Reader) (int64, error)", Role: Read, Conn: Arg0, Endless: true},
			{Name: "Buffer.WriteTo", Type: "func(io.Writer) (int64, error)", Role: Write, Conn: Arg0, Frame: Recv},
		}},
		{Path: "fmt", Funcs: []Func{
			{Name: "Fprint", Type: "func(io.Writer, ...any) (int, error)", Role: Write, Conn: Arg0},
			{Name: "Fprintf", Type: "func(io.Writer, string, ...any) (int, error)", Role: Write, Conn: Arg0},
			{Name: "Fprintln", Type: "func(io.Writer, ...any) (int, error)", Role: Write, Conn: Arg0},
			{Name: "Fscan", Type: "func(io.Reader, ...any) (int, error)", Role: Read, Conn: Arg0},
			{Name: "Fscanf", Type: "func(io.Reader, string, ...any) (int, error)", Role: Read, Conn: Arg0},
			{Name: "Fscanln", Type: "func(io.Reader, ...any) (int, error)", Role: Read, Conn: Arg0},
		}},
		{Path: "encoding/json", Funcs: codecFuncs},
		{Path: "encoding/gob", Funcs: codecFuncs},
		{Path: "encoding/xml", Funcs: codecFuncs},
		{Path: "encoding/binary", Funcs: []Func{
			{Name: "Read", Type: "func(io.Reader, ByteOrder, any) error", Role: Read, Conn: Arg0},
			{Name: "Write", Type: "func(io.Writer, ByteOrder, any) error", Role: Write, Conn: Arg0},
			// The two bytes of a close code, packed by hand, RFC 6455 section 5.5.1.
			{Name: "bigEndian.PutUint16", Type: "func([]byte, uint16)", Role: BuildFrame, Code: Arg1, Payload: Arg0},
			{Name: "bigEndian.AppendUint16", Type: "func([]byte, uint16) []byte", Role: BuildFrame, Code: Arg1, Payload: Result0},
		}},
	}
}

// connMethods are the methods that recv has as a net.Conn: the interface
// itself, tls.Conn, and the unexported type that net's own connections embed.
func connMethods(recv string) []Func {
	return []Func{
		{Name: recv + ".Read", Type: "func([]byte) (int, error)", Role: Read, Conn: Recv},
		{Name: recv + ".Write", Type: "func([]byte) (int, error)", Role: Write, Conn: Recv, Frame: Arg0},
		{Name: recv + ".Close", Type: "func() error", Role: Close, Conn: Recv},
		{Name: recv + ".SetDeadline", Type: "func(time.Time) error", Role: ReadDeadline, Conn: Recv, When: Arg0},
		{Name: recv + ".SetReadDeadline", Type: "func(time.Time) error", Role: ReadDeadline, Conn: Recv, When: Arg0},
		{Name: recv + ".SetWriteDeadline", Type: "func(time.Time) error", Role: WriteDeadline, Conn: Recv, When: Arg0},
	}
}

var ioFuncs = []Func{
	{Name: "Reader.Read", Type: "func([]byte) (int, error)", Role: Read, Conn: Recv},
	{Name: "Writer.Write", Type: "func([]byte) (int, error)", Role: Write, Conn: Recv, Frame: Arg0},
	{Name: "Closer.Close", Type: "func() error", Role: Close, Conn: Recv},
	{Name: "ReaderFrom.ReadFrom", Type: "func(Reader) (int64, error)", Role: Read, Conn: Arg0, Sink: Recv, Endless: true},
	{Name: "WriterTo.WriteTo", Type: "func(Writer) (int64, error)", Role: Read, Conn: Recv, Sink: Arg0, Endless: true},
	{Name: "Copy", Type: "func(Writer, Reader) (int64, error)", Role: Read, Conn: Arg1, Sink: Arg0, Endless: true},
	{Name: "CopyBuffer", Type: "func(Writer, Reader, []byte) (int64, error)", Role: Read, Conn: Arg1, Sink: Arg0, Endless: true},
	{Name: "CopyN", Type: "func(Writer, Reader, int64) (int64, error)", Role: Read, Conn: Arg1, Sink: Arg0},
	{Name: "ReadAll", Type: "func(Reader) ([]byte, error)", Role: Read, Conn: Arg0},
	{Name: "ReadFull", Type: "func(Reader, []byte) (int, error)", Role: Read, Conn: Arg0},
	{Name: "ReadAtLeast", Type: "func(Reader, []byte, int) (int, error)", Role: Read, Conn: Arg0},
	{Name: "LimitReader", Type: "func(Reader, int64) Reader", Role: View, Conn: Arg0, Views: []Slot{Result0}},
	{Name: "LimitedReader.Read", Type: "func([]byte) (int, error)", Role: Read, Conn: Recv},
	{Name: "TeeReader", Type: "func(Reader, Writer) Reader", Role: View, Conn: Arg0, Sink: Arg1, Views: []Slot{Result0}},
	{Name: "MultiReader", Type: "func(...Reader) Reader", Role: View, Conn: Arg0, Also: Arg1, Views: []Slot{Result0}},
	{Name: "MultiWriter", Type: "func(...Writer) Writer", Role: View, Conn: Arg0, Also: Arg1, Views: []Slot{Result0}},
	{Name: "WriteString", Type: "func(Writer, string) (int, error)", Role: Write, Conn: Arg0, Op: OpText},
}

var bufioFuncs = []Func{
	{Name: "NewReader", Type: "func(io.Reader) *Reader", Role: View, Conn: Arg0, Views: []Slot{Result0}},
	{Name: "NewReaderSize", Type: "func(io.Reader, int) *Reader", Role: View, Conn: Arg0, Views: []Slot{Result0}},
	{Name: "NewWriter", Type: "func(io.Writer) *Writer", Role: View, Conn: Arg0, Views: []Slot{Result0}},
	{Name: "NewWriterSize", Type: "func(io.Writer, int) *Writer", Role: View, Conn: Arg0, Views: []Slot{Result0}},
	{Name: "NewReadWriter", Type: "func(*Reader, *Writer) *ReadWriter", Role: View, Conn: Arg0, Also: Arg1, Views: []Slot{Result0}},
	{Name: "NewScanner", Type: "func(io.Reader) *Scanner", Role: View, Conn: Arg0, Views: []Slot{Result0}},
	{Name: "Reader.Reset", Type: "func(io.Reader)", Role: View, Conn: Arg0, Views: []Slot{Recv}},
	{Name: "Writer.Reset", Type: "func(io.Writer)", Role: View, Conn: Arg0, Views: []Slot{Recv}},

	{Name: "Scanner.Scan", Type: "func() bool", Role: Read, Conn: Recv},
	{Name: "Reader.Read", Type: "func([]byte) (int, error)", Role: Read, Conn: Recv},
	{Name: "Reader.ReadByte", Type: "func() (byte, error)", Role: Read, Conn: Recv},
	{Name: "Reader.ReadBytes", Type: "func(byte) ([]byte, error)", Role: Read, Conn: Recv},
	{Name: "Reader.ReadLine", Type: "func() ([]byte, bool, error)", Role: Read, Conn: Recv},
	{Name: "Reader.ReadRune", Type: "func() (rune, int, error)", Role: Read, Conn: Recv},
	{Name: "Reader.ReadSlice", Type: "func(byte) ([]byte, error)", Role: Read, Conn: Recv},
	{Name: "Reader.ReadString", Type: "func(byte) (string, error)", Role: Read, Conn: Recv},
	{Name: "Reader.Peek", Type: "func(int) ([]byte, error)", Role: Read, Conn: Recv},
	{Name: "Reader.Discard", Type: "func(int) (int, error)", Role: Read, Conn: Recv},
	{Name: "Reader.WriteTo", Type: "func(io.Writer) (int64, error)", Role: Read, Conn: Recv, Sink: Arg0, Endless: true},

	// A flush sends what was written before it.
	{Name: "Writer.Flush", Type: "func() error", Role: Write, Conn: Recv},
	{Name: "Writer.Write", Type: "func([]byte) (int, error)", Role: Write, Conn: Recv, Frame: Arg0},
	{Name: "Writer.WriteByte", Type: "func(byte) error", Role: Write, Conn: Recv},
	{Name: "Writer.WriteRune", Type: "func(rune) (int, error)", Role: Write, Conn: Recv},
	{Name: "Writer.WriteString", Type: "func(string) (int, error)", Role: Write, Conn: Recv, Op: OpText},
	{Name: "Writer.ReadFrom", Type: "func(io.Reader) (int64, error)", Role: Read, Conn: Arg0, Sink: Recv, Endless: true},
}

// codecFuncs are those of encoding/json, encoding/gob and encoding/xml.
var codecFuncs = []Func{
	{Name: "NewDecoder", Type: "func(io.Reader) *Decoder", Role: View, Conn: Arg0, Views: []Slot{Result0}},
	{Name: "NewEncoder", Type: "func(io.Writer) *Encoder", Role: View, Conn: Arg0, Views: []Slot{Result0}},
	{Name: "Decoder.Decode", Type: "func(any) error", Role: Read, Conn: Recv},
	{Name: "Encoder.Encode", Type: "func(any) error", Role: Write, Conn: Recv, Op: OpText},
}
