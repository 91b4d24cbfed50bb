package wslib

// std is the little of the standard library that a connection passes through.
// Its functions read and write what they are given, whatever connection that is.
func std() []*Package {
	return []*Package{
		{Path: "net", Funcs: netConn},
		{Path: "crypto/tls", Funcs: append([]Func{
			{Name: "Client", Type: "func(net.Conn, *Config) *Conn", Role: View, Conn: Arg0, Views: []Slot{Result0}},
			{Name: "Server", Type: "func(net.Conn, *Config) *Conn", Role: View, Conn: Arg0, Views: []Slot{Result0}},
			{Name: "Conn.NetConn", Type: "func() net.Conn", Role: View, Conn: Recv, Views: []Slot{Result0}},
		}, netConn...)},
		{Path: "io", Funcs: []Func{
			{Name: "Reader.Read", Type: "func([]byte) (int, error)", Role: Read, Conn: Recv},
			{Name: "Writer.Write", Type: "func([]byte) (int, error)", Role: Write, Conn: Recv, Frame: Arg0},
			{Name: "Closer.Close", Type: "func() error", Role: Close, Conn: Recv},
			{Name: "Copy", Type: "func(Writer, Reader) (int64, error)", Role: Read, Conn: Arg1, Endless: true},
			{Name: "CopyBuffer", Type: "func(Writer, Reader, []byte) (int64, error)", Role: Read, Conn: Arg1, Endless: true},
			{Name: "CopyN", Type: "func(Writer, Reader, int64) (int64, error)", Role: Read, Conn: Arg1},
			{Name: "ReadAll", Type: "func(Reader) ([]byte, error)", Role: Read, Conn: Arg0},
			{Name: "ReadFull", Type: "func(Reader, []byte) (int, error)", Role: Read, Conn: Arg0},
			{Name: "ReadAtLeast", Type: "func(Reader, []byte, int) (int, error)", Role: Read, Conn: Arg0},
			{Name: "LimitReader", Type: "func(Reader, int64) Reader", Role: View, Conn: Arg0, Views: []Slot{Result0}},
			{Name: "TeeReader", Type: "func(Reader, Writer) Reader", Role: View, Conn: Arg0, Views: []Slot{Result0}},
			{Name: "NopCloser", Type: "func(Reader) ReadCloser", Role: View, Conn: Arg0, Views: []Slot{Result0}},
			{Name: "WriteString", Type: "func(Writer, string) (int, error)", Role: Write, Conn: Arg0, Op: OpText},
		}},
		{Path: "io/ioutil", Funcs: []Func{
			{Name: "ReadAll", Type: "func(io.Reader) ([]byte, error)", Role: Read, Conn: Arg0},
			{Name: "NopCloser", Type: "func(io.Reader) io.ReadCloser", Role: View, Conn: Arg0, Views: []Slot{Result0}},
		}},
		{Path: "bufio", Funcs: []Func{
			{Name: "NewReader", Type: "func(io.Reader) *Reader", Role: View, Conn: Arg0, Views: []Slot{Result0}},
			{Name: "NewReaderSize", Type: "func(io.Reader, int) *Reader", Role: View, Conn: Arg0, Views: []Slot{Result0}},
			{Name: "NewWriter", Type: "func(io.Writer) *Writer", Role: View, Conn: Arg0, Views: []Slot{Result0}},
			{Name: "NewWriterSize", Type: "func(io.Writer, int) *Writer", Role: View, Conn: Arg0, Views: []Slot{Result0}},
			{Name: "NewReadWriter", Type: "func(*Reader, *Writer) *ReadWriter", Role: View, Conn: Arg0, Views: []Slot{Result0}},
			{Name: "NewScanner", Type: "func(io.Reader) *Scanner", Role: View, Conn: Arg0, Views: []Slot{Result0}},
			{Name: "Scanner.Scan", Type: "func() bool", Role: Read, Conn: Recv},
			{Name: "Reader.Read", Type: "func([]byte) (int, error)", Role: Read, Conn: Recv},
			{Name: "Reader.ReadByte", Type: "func() (byte, error)", Role: Read, Conn: Recv},
			{Name: "Reader.ReadBytes", Type: "func(byte) ([]byte, error)", Role: Read, Conn: Recv},
			{Name: "Reader.ReadLine", Type: "func() ([]byte, bool, error)", Role: Read, Conn: Recv},
			{Name: "Reader.ReadRune", Type: "func() (rune, int, error)", Role: Read, Conn: Recv},
			{Name: "Reader.ReadString", Type: "func(byte) (string, error)", Role: Read, Conn: Recv},
			{Name: "Reader.Peek", Type: "func(int) ([]byte, error)", Role: Read, Conn: Recv},
			{Name: "Reader.WriteTo", Type: "func(io.Writer) (int64, error)", Role: Read, Conn: Recv, Endless: true},
		}},
		{Path: "bytes", Funcs: []Func{
			{Name: "Buffer.ReadFrom", Type: "func(io.Reader) (int64, error)", Role: Read, Conn: Arg0},
		}},
		{Path: "encoding/json", Funcs: []Func{
			{Name: "NewDecoder", Type: "func(io.Reader) *Decoder", Role: View, Conn: Arg0, Views: []Slot{Result0}},
			{Name: "NewEncoder", Type: "func(io.Writer) *Encoder", Role: View, Conn: Arg0, Views: []Slot{Result0}},
			{Name: "Decoder.Decode", Type: "func(any) error", Role: Read, Conn: Recv},
			{Name: "Encoder.Encode", Type: "func(any) error", Role: Write, Conn: Recv, Op: OpText},
		}},
		{Path: "encoding/gob", Funcs: []Func{
			{Name: "NewDecoder", Type: "func(io.Reader) *Decoder", Role: View, Conn: Arg0, Views: []Slot{Result0}},
			{Name: "NewEncoder", Type: "func(io.Writer) *Encoder", Role: View, Conn: Arg0, Views: []Slot{Result0}},
			{Name: "Decoder.Decode", Type: "func(any) error", Role: Read, Conn: Recv},
			{Name: "Encoder.Encode", Type: "func(any) error", Role: Write, Conn: Recv, Op: OpText},
		}},
		{Path: "encoding/binary", Funcs: []Func{
			// The two bytes of a close code, packed by hand, RFC 6455 section 5.5.1.
			{Name: "bigEndian.PutUint16", Type: "func([]byte, uint16)", Role: BuildFrame, Code: Arg1, Payload: Arg0},
			{Name: "bigEndian.AppendUint16", Type: "func([]byte, uint16) []byte", Role: BuildFrame, Code: Arg1, Payload: Result0},
		}},
	}
}

var netConn = []Func{
	{Name: "Conn.Read", Type: "func([]byte) (int, error)", Role: Read, Conn: Recv},
	{Name: "Conn.Write", Type: "func([]byte) (int, error)", Role: Write, Conn: Recv, Frame: Arg0},
	{Name: "Conn.Close", Type: "func() error", Role: Close, Conn: Recv},
	{Name: "Conn.SetDeadline", Type: "func(time.Time) error", Role: ReadDeadline, Conn: Recv, When: Arg0},
	{Name: "Conn.SetReadDeadline", Type: "func(time.Time) error", Role: ReadDeadline, Conn: Recv, When: Arg0},
	{Name: "Conn.SetWriteDeadline", Type: "func(time.Time) error", Role: WriteDeadline, Conn: Recv, When: Arg0},
}
