package connflow

import (
	"go/ast"
	"go/types"
	"slices"

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

// Type returns the type of the connection as its first call gives it, nil where
// that call gives none.
func (c *Conn) Type() types.Type { return c.typ }

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

// connections are those of the package.
type connections struct {
	*program
	*graph
	// Conns are the connections, by the position of their first call.
	Conns []*Conn
}

// Holds reports whether the value of e may be the connection c, or another view
// of it.
func (cs *connections) Holds(c *Conn, e ast.Expr) bool { return c.visited[cs.eval(e)] }

// Contains reports whether a value of type t may have the connection c in it, in
// a field of a struct of this package.
func (cs *connections) Contains(c *Conn, t types.Type) bool {
	for {
		elem, ok := types.Unalias(t).Underlying().(interface{ Elem() types.Type })
		if !ok {
			break
		}
		t = elem.Elem()
	}
	found := false
	cs.eachField(t, 0, func(f *types.Var) { found = found || c.visited[cs.varNode(f)] })
	return found
}

// HeldTogether reports whether a struct of this package holds the connection c and
// the field v, itself or in a struct in it.
func (cs *connections) HeldTogether(c *Conn, v *types.Var) bool {
	for _, name := range cs.Pkg.Scope().Names() {
		tn, ok := cs.Pkg.Scope().Lookup(name).(*types.TypeName)
		if !ok {
			continue
		}
		conn, field := false, false
		cs.eachField(tn.Type(), 0, func(f *types.Var) {
			conn = conn || c.visited[cs.varNode(f)]
			field = field || f.Origin() == v
		})
		if conn && field {
			return true
		}
	}
	return false
}

// Gives reports whether the call of f may be about the connection: where f has
// the connection from a parameter, it must be among the arguments, and where f
// dials and returns it, the call must be the one that it counts for.
func (cs *connections) Gives(c *Conn, call *ast.CallExpr, f *Func) bool {
	for i, dial := range c.Calls {
		if dial.In == f && i+1 < len(c.Calls) && c.Calls[i+1].Expr != call {
			return false
		}
	}
	sig := f.Signature()
	if sig == nil {
		return true
	}
	params := slices.Collect(sig.Params().Variables())
	if sig.Recv() != nil {
		params = append(params, sig.Recv())
	}
	for _, v := range params {
		n, ok := cs.byKey[v]
		if !ok || !c.visited[n] {
			continue
		}
		arg := cs.Arg(call, f, v)
		if arg == nil {
			continue
		}
		from := cs.eval(arg)
		if sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr); ok && v == sig.Recv() {
			from = cs.receiver(sel)
		}
		if from == noNode || !c.visited[from] {
			return false
		}
	}
	return true
}
