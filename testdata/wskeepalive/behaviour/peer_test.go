package behaviour

import (
	"bufio"
	"crypto/sha1"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"sync"
	"sync/atomic"
	"time"
)

// A peer is the server's end of a connection, written by hand.
type peer struct {
	conn net.Conn
	rd   *bufio.Reader
	mu   sync.Mutex
	// dead: it reads on, as TCP does, but does nothing.
	dead atomic.Bool
}

const (
	text = 1
	ping = 9
	pong = 10
)

// handshake answers the client's request, RFC 6455 section 4.2.2.
func (p *peer) handshake() error {
	p.rd = bufio.NewReader(p.conn)
	r, err := http.ReadRequest(p.rd)
	if err != nil {
		return err
	}
	sum := sha1.Sum([]byte(r.Header.Get("Sec-WebSocket-Key") + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"))
	_, err = fmt.Fprintf(p.conn, "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: %s\r\n\r\n",
		base64.StdEncoding.EncodeToString(sum[:]))
	return err
}

// mute swallows everything.
func mute(p *peer) { io.Copy(io.Discard, p.rd) }

// live answers pings until it is dead.
func (p *peer) live() {
	for {
		op, payload, err := p.read()
		if err != nil {
			return
		}
		if op == ping && !p.dead.Load() {
			p.write(pong, payload)
		}
	}
}

// read reads a client's frame, RFC 6455 section 5.2.
func (p *peer) read() (op byte, payload []byte, err error) {
	var head [2]byte
	if _, err := io.ReadFull(p.rd, head[:]); err != nil {
		return 0, nil, err
	}
	n := uint16(head[1] & 0x7f)
	if n == 126 {
		if err := binary.Read(p.rd, binary.BigEndian, &n); err != nil {
			return 0, nil, err
		}
	}
	var mask [4]byte
	if _, err := io.ReadFull(p.rd, mask[:]); err != nil {
		return 0, nil, err
	}
	payload = make([]byte, n)
	if _, err := io.ReadFull(p.rd, payload); err != nil {
		return 0, nil, err
	}
	for i := range payload {
		payload[i] ^= mask[i%4]
	}
	return head[0] & 0xf, payload, nil
}

// write writes a short frame of its own.
func (p *peer) write(op byte, payload []byte) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.conn.Write(append([]byte{0x80 | op, byte(len(payload))}, payload...))
}

// pipe returns the two ends of a connection that, like TCP and unlike net.Pipe,
// has buffers: a write waits for no reader.
func pipe() (net.Conn, net.Conn) {
	a, b := newBuffer(), newBuffer()
	return &end{in: a, out: b}, &end{in: b, out: a}
}

type end struct{ in, out *buffer }

func (e *end) Read(p []byte) (int, error)  { return e.in.read(p) }
func (e *end) Write(p []byte) (int, error) { return e.out.write(p) }

func (e *end) Close() error {
	e.in.close()
	e.out.close()
	return nil
}

func (e *end) LocalAddr() net.Addr  { return &net.TCPAddr{} }
func (e *end) RemoteAddr() net.Addr { return &net.TCPAddr{} }

func (e *end) SetDeadline(t time.Time) error     { return e.SetReadDeadline(t) }
func (e *end) SetWriteDeadline(time.Time) error  { return nil }
func (e *end) SetReadDeadline(t time.Time) error { return e.in.setDeadline(t) }

// A buffer is one direction of a connection.
type buffer struct {
	mu       sync.Mutex
	data     []byte
	closed   bool
	deadline time.Time
	changed  chan struct{} // closed, and made anew, when one of these changes
}

func newBuffer() *buffer { return &buffer{changed: make(chan struct{})} }

func (b *buffer) change(do func()) {
	b.mu.Lock()
	defer b.mu.Unlock()
	do()
	close(b.changed)
	b.changed = make(chan struct{})
}

func (b *buffer) read(p []byte) (int, error) {
	for {
		b.mu.Lock()
		data, closed, deadline, changed := b.data, b.closed, b.deadline, b.changed
		if len(data) > 0 && !expired(deadline) {
			n := copy(p, data)
			b.data = data[n:]
			b.mu.Unlock()
			return n, nil
		}
		b.mu.Unlock()
		switch {
		case expired(deadline):
			return 0, os.ErrDeadlineExceeded
		case closed:
			return 0, io.EOF
		}
		var timeout <-chan time.Time
		if !deadline.IsZero() {
			timer := time.NewTimer(time.Until(deadline))
			defer timer.Stop()
			timeout = timer.C
		}
		select {
		case <-changed:
		case <-timeout:
		}
	}
}

func expired(deadline time.Time) bool {
	return !deadline.IsZero() && !time.Now().Before(deadline)
}

func (b *buffer) write(p []byte) (n int, err error) {
	b.change(func() {
		if b.closed {
			err = net.ErrClosed
			return
		}
		b.data = append(b.data, p...)
		n = len(p)
	})
	return n, err
}

func (b *buffer) close() { b.change(func() { b.closed = true }) }

func (b *buffer) setDeadline(t time.Time) error {
	b.change(func() { b.deadline = t })
	return nil
}
