// Package connflow finds where the WebSocket connections of a package go and
// what is done to them there. It is computed once a package and shared by the
// checks, which ask it questions and decide what is wrong.
//
// The flow is directed: a value moves from an assignment's right side to its
// left, from an argument to the parameter, from a return to the call. Struct
// fields are one place for all values of their struct. Across functions the
// flow knows no order; within one function, order is asked of its
// control-flow graph ([Flow.Between], [Flow.Dominates]). From package to package
// the flow goes by facts: what a function does to a connection is said of it as
// the tables of wslib say it of a library's function, also where the connection
// is in a struct of its package.
//
// A call of an interface's method may run that of each type of the package that
// has it; through an interface of the standard library or of a WebSocket
// library, that of the types whose values are seen to come there. Where another
// package dials and returns an interface, its facts say what the methods of the
// types behind it do. Here is the line: what an interface does that comes from
// elsewhere, such as a parameter of an exported function, or that is handed to
// another package's function, is not known. The connection is handed away there.
package connflow

import (
	"go/ast"
	"go/types"
	"reflect"
	"sync"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/passes/inspect"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/wsvet/wsvet/analyzers/internal/report"
	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// Analyzer computes the [Result] of a package.
var Analyzer = &analysis.Analyzer{
	Name:       "wsconnflow",
	Doc:        "follow WebSocket connections through a package, for the checks of wsvet",
	URL:        "https://pkg.go.dev/github.com/wsvet/wsvet/analyzers/internal/connflow",
	Run:        run,
	Requires:   []*analysis.Analyzer{inspect.Analyzer},
	ResultType: reflect.TypeFor[*Result](),
	FactTypes:  []analysis.Fact{(*meaning)(nil), (*holds)(nil), (*carries)(nil)},
}

// A Result holds the flow of one package, computed when it is first asked for.
type Result struct {
	pass     *analysis.Pass
	index    *wslib.Index
	source   bool // the package is there as source, and no library's
	touches  bool
	err      error    // why there is no flow
	computed [2]*Flow // without and with test files
	turn     sync.Mutex
}

// Check is what a check runs: it calls look with the flow of the package, if a
// WebSocket is in its reach. Without tests, test files are no part of the flow:
// they neither cause nor excuse.
//
// Checks take turns: drivers run those of a package at the same time, and the
// flow works out its answers when it is asked.
//
// A panic becomes an error. Under go vet, which runs the checks on dependencies
// as well, a panic there would fail all packages above; errors of dependencies it
// does not look at. Other drivers do, of analyzers that have facts: such a check
// says nothing.
func Check(pass *analysis.Pass, tests bool, look func(*Flow)) (any, error) {
	return CheckBeyond(pass, tests, func(*analysis.Pass) bool { return false }, look)
}

// CheckBeyond is Check for a check that has something to learn of packages beyond
// the reach of WebSockets, too: of those that also says so of.
func CheckBeyond(pass *analysis.Pass, tests bool, also func(*analysis.Pass) bool, look func(*Flow)) (any, error) {
	r := pass.ResultOf[Analyzer].(*Result)
	r.turn.Lock()
	defer r.turn.Unlock()
	err := r.err
	if err == nil && (r.touches || r.source && also(pass)) {
		err = report.Rescue(func() { look(r.flow(tests)) })
	}
	if len(pass.Analyzer.FactTypes) > 0 {
		err = nil
	}
	return nil, err
}

func (r *Result) flow(tests bool) *Flow {
	i := 0
	if tests {
		i = 1
	}
	if r.computed[i] == nil {
		r.computed[i] = newFlow(r.pass, r.index, tests)
	}
	return r.computed[i]
}

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

// A Func is a function of the package with a body: a declaration or a literal.
type Func struct {
	// Node is the *ast.FuncDecl or *ast.FuncLit.
	Node ast.Node
	Type *ast.FuncType
	Body *ast.BlockStmt
	// Obj is nil for a literal.
	Obj *types.Func
	// Outer is the function around a literal.
	Outer *Func

	flow   *Flow
	cursor inspector.Cursor
	lazy   *order // its control-flow graph, once it was asked for
}

// Name returns the name of a declared function, that of the function around a
// literal otherwise.
func (f *Func) Name() string {
	for ; f != nil; f = f.Outer {
		if f.Obj != nil {
			return f.Obj.Name()
		}
	}
	return ""
}

// A CallSite is a call of a function of the package.
type CallSite struct {
	Call *ast.CallExpr
	// In is the function around the call, nil in a package variable's value.
	In        *Func
	Go, Defer bool
}

// A Kind tells sources apart.
type Kind uint8

const (
	// Constant is a constant expression.
	Constant Kind = iota + 1
	// Literal is a composite literal, new(T), or make(T).
	Literal
	// Function is a function literal or the name of a function.
	Function
	// CallResult is the result of a call whose body is not in the package.
	CallResult
	// Field is a field of another package's struct, such as CloseError.Code.
	Field
	// Unseen is a variable that code out of sight may set: a parameter of a
	// function with unseen callers, an exported variable or field, another
	// package's variable.
	Unseen
	// Zero is a variable that nothing sets.
	Zero
	// Other is everything that is computed: an operation, a conversion that
	// changes the value.
	Other
)

// A Source is an expression at which a value begins, as far as can be seen.
type Source struct {
	Kind Kind
	Expr ast.Expr
	// Call is the call of a CallResult that the tables name, else nil.
	Call *Call
	// Index is the index of the result, of a CallResult.
	Index int
	// Var is the variable of an Unseen or a Zero, the field of a Field. Expr is
	// nil for an Unseen or Zero that is a variable.
	Var *types.Var
	// In is the function around Expr, nil outside of functions.
	In *Func
	// Path leads from the source (exclusive) to the expression that was asked
	// about (inclusive): the expressions through which the value came. Each is a
	// right side, an argument, a returned value, or a use of a variable.
	Path []ast.Expr
}
