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
	pass *analysis.Pass
	flow *connflow.Flow

	peers []*Peer
	// periodics are the loops that wait for time, and those that do not.
	periodics map[ast.Node]bool
	looks     map[ast.Node]*look // what decisions depend on
	// writes are the variables that the code of a loop writes, and where.
	writes map[ast.Node]map[*types.Var][]ast.Node
	// spots are the landmarks, nil before they are looked for.
	spots *landmarks
}

// New returns a Finder for the connections of a package.
func New(pass *analysis.Pass, flow *connflow.Flow) *Finder {
	return &Finder{
		pass: pass, flow: flow,
		periodics: map[ast.Node]bool{},
		looks:     map[ast.Node]*look{},
		writes:    map[ast.Node]map[*types.Var][]ast.Node{},
	}
}

// A Conn is a connection, with what reads it and what is done where nothing arrives.
type Peer struct {
	*Finder
	*connflow.Conn
	// Reads are the library's own before those through the standard library.
	Reads []*Read
	// Push sets a deadline so that it never runs out; Resumed: the read goes on when
	// it has.
	Push    *connflow.Event
	Resumed bool
	// Answered: its own package, or its finding here, answers for it.
	Answered bool

	Sets, Clears []*connflow.Event // read deadlines
	clearCalls   map[ast.Node]bool
	Pings        []*connflow.Event
	arrivals     *arrivals
	ending       answers // what ends the connection
	watching     map[*connflow.Func]bool
	dialing      map[*connflow.Func]bool
}

// Of returns what is found of a dialed connection.
func (c *Finder) Of(conn *connflow.Conn) *Peer {
	j := c.newPeer(conn)
	c.peers = append(c.peers, j)
	j.findPings()
	j.findDeadlines()
	fact := c.watchOf(conn.Calls[0].Expr)
	j.Answered = fact != nil && fact.Dialed
	return j
}

func (c *Finder) newPeer(conn *connflow.Conn) *Peer {
	j := &Peer{Finder: c, Conn: conn}
	j.findReads()
	return j
}
