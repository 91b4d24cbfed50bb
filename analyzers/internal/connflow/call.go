package connflow

import (
	"go/ast"

	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// A Call is a call of a function that the tables of wslib name, or a mention
// of one as a function value.
type Call struct {
	// Node is the call, or the selector of a function value such as conn.Close.
	Node ast.Expr
	// Expr is Node where it is a call, else nil.
	Expr *ast.CallExpr
	Func *wslib.Func
	// Lib is nil for the standard library's functions.
	Lib *wslib.Library
	// Op is the type of the frame that is built or written, where there is one
	// that it can be; see Sends.
	Op wslib.Opcode
	// In is the function around the call, nil in a package variable's value.
	In *Func
	// Go and Defer: the call is that of a go or a defer statement.
	Go, Defer bool

	ops []wslib.Opcode
}

// Tabled reports whether a table names the function that is called. Where none
// does, it is a function of another package that has a fact, or a helper of this
// one: what it does is known, but not how.
func (c *Call) Tabled() bool { return c.Func.Type != "" }

// Slot returns the expression in a slot of the call, nil where there is none
// (a result, a missing argument, a function value's arguments).
func (c *Call) Slot(s wslib.Slot) ast.Expr {
	if s == wslib.Recv {
		fun := c.Node
		if c.Expr != nil {
			fun = c.Expr.Fun
		}
		if sel, ok := ast.Unparen(fun).(*ast.SelectorExpr); ok {
			return sel.X
		}
		return nil
	}
	if i := s.Arg(); i >= 0 && c.Expr != nil && i < len(c.Expr.Args) {
		return c.Expr.Args[i]
	}
	return nil
}

// A CallSite is a call of a function of the package.
type CallSite struct {
	Call *ast.CallExpr
	// In is the function around the call, nil in a package variable's value.
	In        *Func
	Go, Defer bool
}

// tabled are the calls that the tables and the facts speak of.
type tabled struct {
	// Calls are all calls of functions that the tables name, in source order,
	// whether a connection was seen to reach them or not.
	Calls   []*Call
	callsAt map[ast.Expr][]*Call
}

// CallsAt returns what the tables and the facts say of the call, or of the
// function value, e: one Call for each role.
func (tc *tabled) CallsAt(e ast.Expr) []*Call {
	if tc.callsAt == nil {
		tc.callsAt = make(map[ast.Expr][]*Call, len(tc.Calls))
		for _, c := range tc.Calls {
			tc.callsAt[c.Node] = append(tc.callsAt[c.Node], c)
		}
	}
	return tc.callsAt[e]
}
