package harness

import (
	"context"
	"net"
	"os"
	"slices"
	"sync"
	"syscall"
	"time"
)

// connectTimeout is how long Linux tries to connect when nothing answers, with
// the six retransmissions that it does by default.
const connectTimeout = 127 * time.Second

// A Network connects any number of clients, which dial, with one server, for
// which it is the net.Listener. Whatever address they dial, it is the server's.
type Network struct {
	mu      sync.Mutex
	news    sync.Cond // backlog or closed changed
	backlog []net.Conn
	conns   []*conn
	dials   []time.Time
	refuse  bool
	lost    bool
	closed  bool
}

// NewNetwork returns a network on which nothing is wrong.
func NewNetwork() *Network {
	n := new(Network)
	n.news.L = &n.mu
	return n
}

// Refuse has new connections refused, as where no server listens, or no more.
func (n *Network) Refuse(refuse bool) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.refuse = refuse
}

// Lose has the network lose everything that is sent from now on, a FIN too. What
// has arrived can still be read. New connections time out.
func (n *Network) Lose() {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.lost = true
	for _, c := range n.conns {
		c.lose()
	}
}

// TimeOut has the kernels of both sides give up, as that of Linux does a quarter
// of an hour after something that was sent was lost: reads and writes of all
// connections fail.
func (n *Network) TimeOut() {
	n.mu.Lock()
	defer n.mu.Unlock()
	for _, c := range n.conns {
		c.timeOut()
	}
}

// Dials returns when clients dialed, in order, those refused and lost included.
func (n *Network) Dials() []time.Time {
	n.mu.Lock()
	defer n.mu.Unlock()
	return slices.Clone(n.dials)
}

// Dial connects a client.
func (n *Network) Dial(network, addr string) (net.Conn, error) {
	return n.DialContext(context.Background(), network, addr)
}

// DialContext connects a client, as that of net.Dialer does.
func (n *Network) DialContext(ctx context.Context, _, _ string) (net.Conn, error) {
	if err := ctx.Err(); err != nil {
		return nil, n.fail(err)
	}
	client, lost, err := n.connect()
	if err != nil {
		return nil, n.fail(err)
	}
	if !lost {
		return client, nil
	}
	select {
	case <-ctx.Done():
		return nil, n.fail(ctx.Err())
	case <-time.After(connectTimeout):
		return nil, n.fail(os.NewSyscallError("connect", syscall.ETIMEDOUT))
	}
}

// connect returns the client's end of a new connection; lost if nothing answers.
func (n *Network) connect() (client *conn, lost bool, err error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.dials = append(n.dials, time.Now())
	switch {
	case n.lost:
		return nil, true, nil
	case n.refuse || n.closed:
		return nil, false, os.NewSyscallError("connect", syscall.ECONNREFUSED)
	}
	client, server := pipe(&net.TCPAddr{IP: loopback, Port: 1024 + len(n.dials)%60000}, n.Addr())
	n.conns = append(n.conns, client)
	n.backlog = append(n.backlog, server)
	n.news.Broadcast()
	return client, false, nil
}

// Accept returns the server's end of the next connection.
func (n *Network) Accept() (net.Conn, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	for len(n.backlog) == 0 {
		if n.closed {
			return nil, &net.OpError{Op: "accept", Net: "tcp", Addr: n.Addr(), Err: net.ErrClosed}
		}
		n.news.Wait()
	}
	server := n.backlog[0]
	n.backlog = n.backlog[1:]
	return server, nil
}

// Close ends the listening. New connections are refused then.
func (n *Network) Close() error {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.closed = true
	n.news.Broadcast()
	return nil
}

var loopback = net.IPv4(127, 0, 0, 1)

// Addr returns the address of the server.
func (n *Network) Addr() net.Addr { return &net.TCPAddr{IP: loopback, Port: 80} }

func (n *Network) fail(err error) error {
	return &net.OpError{Op: "dial", Net: "tcp", Addr: n.Addr(), Err: err}
}
