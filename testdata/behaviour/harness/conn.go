package harness

import (
	"io"
	"net"
	"os"
	"sync"
	"syscall"
	"time"
)

// window is how many bytes a direction of a connection holds, in the network and
// unread, before a write waits.
const window = 64 << 10

// A link is a connection with its two ends.
type link struct {
	mu   sync.Mutex
	news sync.Cond // something in the link or its ends changed
	lost bool      // nothing arrives any more
}

// A conn is one end of a link, a net.Conn.
type conn struct {
	*link
	peer          *conn
	local, remote net.Addr

	arrived []byte
	// end is what reads return after arrived: io.EOF after the peer's FIN, the
	// error of a reset or of a kernel that gave up, or nil.
	end      error
	inFlight int  // bytes that the network lost, unacknowledged
	broken   bool // nothing can be written: the peer is known to be gone
	writing  bool // a Write has begun
	closed   bool
	abort    bool // Close resets

	readBy, writeBy deadline
}

// pipe returns the two ends of a new connection.
func pipe(clientAddr, serverAddr net.Addr) (client, server *conn) {
	l := new(link)
	l.news.L = &l.mu
	client = &conn{link: l, local: clientAddr, remote: serverAddr}
	server = &conn{link: l, local: serverAddr, remote: clientAddr, peer: client}
	client.peer = server
	return client, server
}

func (c *conn) Read(p []byte) (int, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for {
		switch {
		case c.closed:
			return 0, c.fail("read", net.ErrClosed)
		case c.readBy.passed():
			return 0, c.fail("read", os.ErrDeadlineExceeded)
		case len(p) == 0:
			return 0, nil
		case len(c.arrived) > 0:
			n := copy(p, c.arrived)
			c.arrived = c.arrived[n:]
			c.news.Broadcast()
			return n, nil
		case c.end == io.EOF:
			return 0, io.EOF
		case c.end != nil:
			return 0, c.fail("read", os.NewSyscallError("read", c.end))
		}
		c.news.Wait()
	}
}

// Write writes all of p, before what another Write writes or after it.
func (c *conn) Write(p []byte) (n int, err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for c.writing && c.unwritable() == nil {
		c.news.Wait()
	}
	c.writing = true
	defer func() {
		c.writing = false
		c.news.Broadcast()
	}()
	for {
		if err := c.unwritable(); err != nil {
			return n, err
		}
		if len(p) == 0 {
			return n, nil
		}
		sent := min(len(p), window-c.inFlight-len(c.peer.arrived))
		switch {
		case c.lost:
			c.inFlight += sent
		case c.peer.closed:
			// The kernel takes it, and learns from the answer that nobody is there.
			c.broken = true
			return n + len(p), nil
		default:
			c.peer.arrived = append(c.peer.arrived, p[:sent]...)
		}
		p, n = p[sent:], n+sent
		if sent > 0 {
			c.news.Broadcast()
		} else {
			c.news.Wait()
		}
	}
}

// unwritable returns why nothing can be written, nil if something can.
func (c *conn) unwritable() error {
	switch {
	case c.closed:
		return c.fail("write", net.ErrClosed)
	case c.writeBy.passed():
		return c.fail("write", os.ErrDeadlineExceeded)
	case c.broken:
		return c.fail("write", os.NewSyscallError("write", syscall.EPIPE))
	}
	return nil
}

// Close sends a FIN, or a reset where data is unread, as TCP does.
func (c *conn) Close() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed {
		return c.fail("close", net.ErrClosed)
	}
	c.closed = true
	if !c.lost && c.peer.end == nil {
		c.peer.end = io.EOF
		if c.abort || len(c.arrived) > 0 {
			c.peer.end = syscall.ECONNRESET
			c.peer.broken = true
		}
	}
	c.readBy.set(time.Time{}, nil)
	c.writeBy.set(time.Time{}, nil)
	c.news.Broadcast()
	return nil
}

// SetLinger makes Close reset the connection if sec is 0, as that of net.TCPConn
// does.
func (c *conn) SetLinger(sec int) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.abort = sec == 0
	return nil
}

// lose has the network lose everything that is sent from now on.
func (c *conn) lose() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.lost = true
}

// timeOut ends both ends of a connection that is not closed.
func (c *conn) timeOut() {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, end := range []*conn{c, c.peer} {
		if end.end == nil {
			end.end = syscall.ETIMEDOUT
		}
		end.broken = true
	}
	c.news.Broadcast()
}

func (c *conn) LocalAddr() net.Addr  { return c.local }
func (c *conn) RemoteAddr() net.Addr { return c.remote }

func (c *conn) SetDeadline(t time.Time) error {
	return c.setDeadline(t, &c.readBy, &c.writeBy)
}

func (c *conn) SetReadDeadline(t time.Time) error  { return c.setDeadline(t, &c.readBy) }
func (c *conn) SetWriteDeadline(t time.Time) error { return c.setDeadline(t, &c.writeBy) }

func (c *conn) setDeadline(t time.Time, deadlines ...*deadline) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed {
		return c.fail("set", net.ErrClosed)
	}
	for _, d := range deadlines {
		d.set(t, c.wake)
	}
	c.news.Broadcast()
	return nil
}

func (c *conn) wake() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.news.Broadcast()
}

func (c *conn) fail(op string, err error) error {
	return &net.OpError{Op: op, Net: "tcp", Source: c.local, Addr: c.remote, Err: err}
}

// A deadline is a time from which on waiting is in vain, never if zero.
type deadline struct {
	at    time.Time
	timer *time.Timer
}

// set sets the deadline to t, when wake is called.
func (d *deadline) set(t time.Time, wake func()) {
	if d.timer != nil {
		d.timer.Stop()
		d.timer = nil
	}
	d.at = t
	if wait := time.Until(t); wait > 0 {
		d.timer = time.AfterFunc(wait, wake)
	}
}

func (d *deadline) passed() bool { return !d.at.IsZero() && !time.Now().Before(d.at) }
