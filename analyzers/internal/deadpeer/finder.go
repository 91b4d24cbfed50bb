// Package deadpeer finds what reads a connection, and what would notice that its peer is
// gone: a peer that vanishes sends neither FIN nor RST, and a read without a bound waits
// for ever. What notices is a bound of the read (a read deadline that something renews, a
// context that ends, the net.Conn that the library reads), or a watchdog, which ends the
// connection where nothing has arrived for some time: a timer that arrivals reset, a
// loop that looks at when something arrived, a ping that waits for its pong. For watchdogs
// the package finds which code runs because something arrived, and which code ends the
// connection. A Peer has the questions about one connection. Functions that look after
// connections for other packages are exported as facts.
package deadpeer

import (
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/analysis"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
)

// A Finder finds, for the connections of a package, what would notice that the peer
// is gone.
type Finder struct {
	pass    *analysis.Pass
	flow    *connflow.Flow
	syntax  *syntax
	periods *periods

	peers []*Peer
	looks map[ast.Node]*look // what decisions depend on, by their statements
	// writes are the variables that the code of a loop writes, and where.
	writes map[ast.Node]map[*types.Var][]ast.Node
	// spots are the landmarks, nil before they are computed.
	spots *landmarks
}

// New returns a Finder for the connections of a package.
func New(pass *analysis.Pass, flow *connflow.Flow) *Finder {
	c := &Finder{
		pass: pass, flow: flow,
		looks:  map[ast.Node]*look{},
		writes: map[ast.Node]map[*types.Var][]ast.Node{},
	}
	c.syntax = &syntax{c}
	c.periods = &periods{c, map[ast.Node]bool{}}
	return c
}

// A Peer is the other end of a connection, with what is read from it and what would
// notice that it is gone.
type Peer struct {
	*Finder
	*connflow.Conn
	// Reads are the library's own before those through the standard library.
	Reads []*Read
	// Push renews a read deadline in time so that it never expires, nil if nothing does;
	// Resumed: the read goes on after its deadline has expired. Bounded finds both.
	Push    *connflow.Event
	Resumed bool
	// Answered: a function of another package dialed and looks after the connection, or
	// the caller has reported it.
	Answered bool

	Pings        []*connflow.Event // writes of ping frames
	Sets, Clears []*connflow.Event // of read deadlines
	arrivals     *arrivals         // nil before it is computed

	reads        *reads
	deadlines    *deadlines
	expiry       *expiry
	transport    *transport
	endings      *endings
	exits        *exits
	watchdogs    *watchdogs
	polls        *polls
	pingFailures *pingFailures
	heartbeats   *heartbeats
	unseen       *unseen
	lifespans    *lifespans
}

// Of returns what is found of a dialed connection.
func (c *Finder) Of(conn *connflow.Conn) *Peer {
	j := c.newPeer(conn)
	c.peers = append(c.peers, j)
	j.findPings()
	j.deadlines.findDeadlines()
	fact := c.watchOf(conn.Calls[0].Expr)
	j.Answered = fact != nil && fact.Dialed
	return j
}

func (c *Finder) newPeer(conn *connflow.Conn) *Peer {
	j := &Peer{Finder: c, Conn: conn}
	j.reads = &reads{j}
	j.deadlines = &deadlines{Peer: j}
	j.expiry = &expiry{j}
	j.transport = &transport{j}
	j.endings = &endings{Peer: j}
	j.exits = &exits{j}
	j.watchdogs = &watchdogs{Peer: j}
	j.polls = &polls{Peer: j}
	j.pingFailures = &pingFailures{j}
	j.heartbeats = &heartbeats{j}
	j.unseen = &unseen{j}
	j.lifespans = &lifespans{j}
	j.reads.find()
	return j
}
