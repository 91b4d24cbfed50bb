package harness

import (
	"bufio"
	"crypto/sha1"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// A Server is a WebSocket server. As long as it is not told otherwise, it
// shakes hands, answers pings and close frames, and says nothing by itself.
type Server struct {
	listener net.Listener
	running  sync.WaitGroup

	mu       sync.Mutex
	resumed  sync.Cond // stalled is false again
	stalled  bool
	peers    []*peer // that shook hands, in order
	open     map[net.Conn]bool
	stopped  bool
	silent   bool
	drop     bool
	received []Frame
	ends     []End
}

// An End is how a connection ended, as the server saw it.
type End struct {
	At time.Time
	// Code and Reason are what the server's application would be told, RFC 6455
	// section 7.1.5: those of the close frame, NoStatus if it had no code, and
	// Abnormal if there was no close frame.
	Code   int
	Reason string
	// Wire is the payload of the close frame as it was on the wire, nil if there
	// was no close frame.
	Wire []byte
	// Err is what a strict server reports: nil for a legal close frame, else the
	// offence, or the error with which TCP ended.
	Err error
}

// Serve serves the connections of a listener, such as a Network, until Stop.
func Serve(l net.Listener) *Server {
	s := &Server{listener: l, open: make(map[net.Conn]bool)}
	s.resumed.L = &s.mu
	s.running.Go(s.accept)
	return s
}

// Stop ends the server: it listens no more, cuts all connections, and waits for
// its goroutines.
func (s *Server) Stop() {
	s.mu.Lock()
	s.stopped = true
	s.mu.Unlock()
	s.listener.Close()
	s.Stall(false)
	s.Cut()
	s.running.Wait()
}

// Silence has the server hang, or go on: it takes what comes and says nothing, to
// a new client's handshake neither. Its TCP lives, for the kernel is well.
func (s *Server) Silence(silent bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.silent = silent
}

// Stall has the server read nothing, so that the window fills, or go on. What it
// is told to send, it sends.
func (s *Server) Stall(stall bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.stalled = stall
	s.resumed.Broadcast()
}

// Drop has the server cut new connections when it has shaken hands, or no more.
func (s *Server) Drop(drop bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.drop = drop
}

// Cut closes all connections without a close frame: the clients get a FIN.
func (s *Server) Cut() {
	for _, c := range s.connections() {
		c.Close()
	}
}

// Reset resets all connections.
func (s *Server) Reset() {
	for _, c := range s.connections() {
		if c, ok := c.(interface{ SetLinger(int) error }); ok {
			c.SetLinger(0)
		}
		c.Close()
	}
}

// Send sends a frame over all connections, oldest first; it waits where a window
// is full. A close frame may hold anything. The client's answer to one is in Ends.
func (s *Server) Send(op Opcode, payload []byte) {
	for _, p := range s.clients() {
		p.send(op, payload)
	}
}

// Open returns the number of connections that are open.
func (s *Server) Open() int { return len(s.clients()) }

// Received returns the frames with the opcode that came, in order.
func (s *Server) Received(op Opcode) []Frame {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.DeleteFunc(slices.Clone(s.received), func(f Frame) bool { return f.Op != op })
}

// Ends returns how connections ended, in order, but for those that the server cut
// or reset itself.
func (s *Server) Ends() []End {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.ends)
}

func (s *Server) connections() []net.Conn {
	s.mu.Lock()
	defer s.mu.Unlock()
	var conns []net.Conn
	for c := range s.open {
		conns = append(conns, c)
	}
	return conns
}

func (s *Server) clients() []*peer {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.peers)
}

func (s *Server) accept() {
	for {
		conn, err := s.listener.Accept()
		if err != nil {
			return
		}
		s.enter(conn)
		s.running.Go(func() { s.serve(conn) })
	}
}

// enter adds a connection that was accepted.
func (s *Server) enter(conn net.Conn) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.open[conn] = true
	if s.stopped {
		conn.Close()
	}
}

// serve serves a connection to its end.
func (s *Server) serve(conn net.Conn) {
	p := &peer{server: s, conn: conn, in: bufio.NewReader(stalling{s, conn}), writing: make(chan struct{}, 1)}
	p.writing <- struct{}{} // until it has shaken hands
	defer s.forget(p)
	if p.shake() {
		p.read()
	}
}

// join adds a client, unless the server is to drop it.
func (s *Server) join(p *peer) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.drop {
		s.peers = append(s.peers, p)
	}
	return !s.drop
}

func (s *Server) forget(p *peer) {
	p.conn.Close()
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.open, p.conn)
	s.peers = slices.DeleteFunc(s.peers, func(q *peer) bool { return q == p })
}

func (s *Server) isSilent() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.silent
}

// A stalling reads a connection while the server does.
type stalling struct {
	server *Server
	conn   net.Conn
}

func (r stalling) Read(p []byte) (int, error) {
	r.server.mu.Lock()
	for r.server.stalled {
		r.server.resumed.Wait()
	}
	r.server.mu.Unlock()
	return r.conn.Read(p)
}

// A peer is a client's connection.
type peer struct {
	server  *Server
	conn    net.Conn
	in      *bufio.Reader
	writing chan struct{} // holds something while something is written
	closing atomic.Bool   // a close frame was sent
}

// shake is the server's side of the opening handshake, RFC 6455 section 4.2.2. It
// reports whether the connection goes on.
func (p *peer) shake() bool {
	r, err := http.ReadRequest(p.in)
	if err != nil {
		return false
	}
	if p.server.isSilent() {
		io.Copy(io.Discard, p.in)
		return false
	}
	goesOn := p.server.join(p) // before the client can know that it is connected
	sum := sha1.Sum([]byte(r.Header.Get("Sec-WebSocket-Key") + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"))
	fmt.Fprintf(p.conn, "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: %s\r\n\r\n",
		base64.StdEncoding.EncodeToString(sum[:]))
	<-p.writing
	return goesOn
}

// send sends a frame, one at a time, and nothing while the server is silent.
func (p *peer) send(op Opcode, payload []byte) {
	p.writing <- struct{}{}
	defer func() { <-p.writing }()
	if p.server.isSilent() {
		return
	}
	if op == Close {
		p.closing.Store(true)
	}
	p.conn.Write(frame(op, payload))
}

// read reads frames and answers them until the connection ends.
func (p *peer) read() {
	end := End{Code: Abnormal}
	for {
		f, err := readFrame(p.in)
		if err != nil {
			p.ended(end, err)
			return
		}
		p.server.note(f)
		switch f.Op {
		case Ping:
			p.send(Pong, f.Payload)
		case Close:
			end.Wire = f.Payload
			end.Code, end.Reason, err = parseClose(f.Payload)
			if p.server.isSilent() {
				continue
			}
			p.ended(end, err)
			if err == nil && !p.closing.Load() {
				p.send(Close, f.Payload[:min(2, len(f.Payload))])
			}
			return
		}
	}
}

// ended notes the end of the connection for the reason err, which a client that
// breaks the protocol is told.
func (p *peer) ended(end End, err error) {
	if errors.Is(err, net.ErrClosed) {
		return // by the server
	}
	end.At, end.Err = time.Now(), err
	p.server.end(end)
	if offence := protocolError(""); errors.As(err, &offence) {
		p.send(Close, ClosePayload(1002, string(offence)))
	}
}

func (s *Server) end(e End) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.ends = append(s.ends, e)
}

func (s *Server) note(f Frame) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.received = append(s.received, f)
}
