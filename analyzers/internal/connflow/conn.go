package connflow

import (
	"go/ast"
	"go/types"

	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// A Conn is one connection: what one dial, or one accepted request, gives.
type Conn struct {
	Lib *wslib.Library
	// Dialed tells a client's connection from a server's.
	Dialed bool
	// Calls are the library's call that makes the connection and, where helpers
	// of the package only return it, the calls of those helpers, innermost
	// first: each call of such a helper dials anew.
	Calls []*Call
	// Events are the calls that do something to the connection, in source order.
	Events []*Event
	// Away are the places where it leaves the visible code.
	Away []*Away

	fields  map[node]bool // the fields that hold it
	visited map[node]bool // all places that do
	typ     types.Type    // of the dial's result
	methods []wslib.Func  // what that type's do, where it is an interface
}

// Call returns the call at which the connection comes into being, as a person
// would see it: the outermost of Calls.
func (c *Conn) Call() *Call { return c.Calls[len(c.Calls)-1] }

// An Event is a call that does something to a connection.
type Event struct {
	*Call
	// Depth is the index in Conn.Calls of the first call whose result leads here.
	Depth int
	// Bound is what ends a read at which nothing comes, but for deadlines that other
	// events set: its function, or the type that it reads through.
	Bound wslib.Bound
	// InMessage: it reads on in a message that another read began.
	InMessage bool
}

// An Away is a place where a connection is handed to code that cannot be seen.
type Away struct {
	// Node is the argument, result or assigned value.
	Node ast.Node
	// Type is the type it leaves as: what it can do to the connection from there.
	Type types.Type
	// Returned: it is the result of a function that unseen code calls.
	Returned bool
	Depth    int

	of     *Func // the function that returns it
	result int   // and which of its results it is
}
