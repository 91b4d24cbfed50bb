package harness

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"io"
	"time"
	"unicode/utf8"
)

// An Opcode says what a frame is, RFC 6455 section 5.2.
type Opcode byte

// The opcodes.
const (
	Continuation Opcode = 0
	Text         Opcode = 1
	Binary       Opcode = 2
	Close        Opcode = 8
	Ping         Opcode = 9
	Pong         Opcode = 10
)

// A Frame is a frame that a client sent.
type Frame struct {
	Op      Opcode
	Payload []byte // unmasked
	At      time.Time
}

// maxFrame is the longest frame that is read, in bytes.
const maxFrame = 1 << 20

// A protocolError is what a strict server says of a client that breaks RFC 6455.
type protocolError string

func (e protocolError) Error() string { return "protocol error: " + string(e) }

// readFrame reads a client's frame.
func readFrame(r *bufio.Reader) (Frame, error) {
	var head [2]byte
	if _, err := io.ReadFull(r, head[:]); err != nil {
		return Frame{}, err
	}
	f := Frame{Op: Opcode(head[0] & 0xf)}
	final, masked, size := head[0]&0x80 != 0, head[1]&0x80 != 0, uint64(head[1]&0x7f)
	switch {
	case head[0]&0x70 != 0:
		return f, protocolError("reserved bit set")
	case !masked:
		return f, protocolError("frame of a client without a mask")
	case f.Op > Binary && f.Op < Close || f.Op > Pong:
		return f, protocolError(fmt.Sprintf("opcode %d", f.Op))
	case f.Op >= Close && (!final || size > 125):
		return f, protocolError("control frame too long or in fragments")
	}
	if size > 125 {
		extended := make([]byte, 2+6*(size-126)) // 126: two bytes, 127: eight
		if _, err := io.ReadFull(r, extended); err != nil {
			return f, err
		}
		size = 0
		for _, b := range extended {
			size = size<<8 | uint64(b)
		}
	}
	if size > maxFrame {
		return f, protocolError("frame too long")
	}
	var mask [4]byte
	if _, err := io.ReadFull(r, mask[:]); err != nil {
		return f, err
	}
	f.Payload = make([]byte, size)
	if _, err := io.ReadFull(r, f.Payload); err != nil {
		return f, err
	}
	for i := range f.Payload {
		f.Payload[i] ^= mask[i%4]
	}
	f.At = time.Now()
	return f, nil
}

// frame returns the bytes of a server's frame.
func frame(op Opcode, payload []byte) []byte {
	b := []byte{0x80 | byte(op)}
	switch n := len(payload); {
	case n <= 125:
		b = append(b, byte(n))
	case n <= 0xffff:
		b = binary.BigEndian.AppendUint16(append(b, 126), uint16(n))
	default:
		b = binary.BigEndian.AppendUint64(append(b, 127), uint64(n))
	}
	return append(b, payload...)
}

// ClosePayload returns the payload of a close frame with the code, whether it is
// a legal one or not.
func ClosePayload(code int, reason string) []byte {
	return append(binary.BigEndian.AppendUint16(nil, uint16(code)), reason...)
}

// Codes that stand for what was not on the wire, RFC 6455 section 7.4.1.
const (
	NoStatus = 1005 // a close frame without a code
	Abnormal = 1006 // no close frame
)

// parseClose returns code and reason of a close frame, and what a strict server
// says of them.
func parseClose(payload []byte) (code int, reason string, err error) {
	switch len(payload) {
	case 0:
		return NoStatus, "", nil
	case 1:
		return NoStatus, "", protocolError("close frame with half a code")
	}
	code, reason = int(binary.BigEndian.Uint16(payload)), string(payload[2:])
	switch {
	case !sendable(code):
		return code, reason, protocolError(fmt.Sprintf("close code %d on the wire", code))
	case !utf8.ValidString(reason):
		return code, reason, protocolError("close reason that is not UTF-8")
	}
	return code, reason, nil
}

// sendable reports whether a close frame may have the code: RFC 6455 section 7.4
// and the registry that it founded.
func sendable(code int) bool {
	return 1000 <= code && code <= 1003 || 1007 <= code && code <= 1014 || 3000 <= code && code <= 4999
}
