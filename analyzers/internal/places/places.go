// Package places finds from where the statements of a package are reached: in
// whose goroutine, by which callers, and with which locks held.
//
// It follows the calls that connflow sees within one package. A function that
// code out of sight may call has, besides its callers, an entry of its own.
package places

import (
	"go/ast"
	"slices"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/lang"
	"github.com/wsvet/wsvet/analyzers/internal/paths"
	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// Places answers for one package. It is not safe for concurrent use.
type Places struct {
	flow *connflow.Flow
	// handlers are the functions that a library calls with a connection.
	handlers map[*connflow.Func]bool
	// started and run are the calls of a library that run a function in another
	// goroutine, or before they return.
	started, run map[*connflow.Func][]*ast.CallExpr
	locks        map[*connflow.Func]*locking
}

// New returns the places of the flow's package.
func New(flow *connflow.Flow) *Places {
	p := &Places{
		flow:     flow,
		handlers: map[*connflow.Func]bool{},
		started:  map[*connflow.Func][]*ast.CallExpr{},
		run:      map[*connflow.Func][]*ast.CallExpr{},
		locks:    map[*connflow.Func]*locking{},
	}
	for _, call := range flow.Calls {
		if call.Lib != nil && call.Expr != nil && (call.Func.Events != wslib.None || call.Func.Handler != wslib.None) {
			for _, f := range flow.Handlers(call) {
				p.handlers[f] = true
			}
		}
	}
	for _, f := range flow.Funcs {
		eachCall(f, func(call *ast.CallExpr) {
			w := p.flow.Index.Wait(lang.Callee(p.flow.Info, call))
			if w == nil || w.Callback.Arg() < 0 || w.Callback.Arg() >= len(call.Args) {
				return
			}
			by := map[wslib.WaitRole]map[*connflow.Func][]*ast.CallExpr{
				wslib.Starts: p.started, wslib.Later: p.started, wslib.Runs: p.run, wslib.Retries: p.run,
			}[w.Role]
			for _, g := range p.flow.FuncsOf(call.Args[w.Callback.Arg()]) {
				if by != nil {
					by[g] = append(by[g], call)
				}
			}
		})
	}
	return p
}

// An Origin is what begins the run of a function.
type Origin uint8

const (
	// Outside: code that cannot be seen may call the function: it is exported,
	// main, init, or its value leaves the package.
	Outside Origin = iota
	// Started: a go statement, or a library's call that starts a goroutine.
	Started
	// Handler: a WebSocket library calls the function with a connection.
	Handler
	// Callback: the function is a literal that is handed to code out of sight.
	Callback
)

// An Entry is a place where a run begins that may come to a statement.
type Entry struct {
	Origin
	// Func is the function that the run begins in.
	Func *connflow.Func
	// Start is the call that starts the goroutine, of Started.
	Start *ast.CallExpr
	// Calls lead from Func to the statement, outermost first.
	Calls []*ast.CallExpr
}

// Entries returns the entries from which n may be reached without a goroutine
// being started on the way, each with one way to n.
func (p *Places) Entries(n ast.Node) []Entry {
	var entries []Entry
	seen := map[*connflow.Func]bool{}
	var from func(f *connflow.Func, calls []*ast.CallExpr)
	from = func(f *connflow.Func, calls []*ast.CallExpr) {
		if f == nil || seen[f] {
			return
		}
		seen[f] = true
		enter := func(origin Origin, start *ast.CallExpr) {
			entries = append(entries, Entry{origin, f, start, slices.Clone(calls)})
		}
		for _, call := range p.started[f] {
			enter(Started, call)
		}
		callers := p.flow.Callers(f)
		handed := len(p.started[f])+len(p.run[f]) > 0
		known := handed || len(callers) > 0
		switch {
		case p.handlers[f]:
			enter(Handler, nil)
		case !known && p.handedOn(f):
			enter(Callback, nil)
		case !known || f.Obj != nil && p.flow.UnseenCallers(f) && (!handed || f.Obj.Exported()):
			enter(Outside, nil)
		}
		for _, call := range p.run[f] {
			from(p.flow.Func(call), append([]*ast.CallExpr{call}, calls...))
		}
		for _, site := range callers {
			if site.Go {
				enter(Started, site.Call)
			} else {
				from(site.In, append([]*ast.CallExpr{site.Call}, calls...))
			}
		}
	}
	from(p.flow.Func(n), nil)
	return entries
}

// handedOn reports whether f is a literal among the arguments of a call.
func (p *Places) handedOn(f *connflow.Func) bool {
	call, ok := p.flow.Parent(f.Node).(*ast.CallExpr)
	return ok && f.Obj == nil && call.Fun != f.Node
}

// CalledBack reports whether code out of sight may wait for n: a library's
// handler, or a literal that was handed to such code, comes to it.
func (p *Places) CalledBack(n ast.Node) bool {
	return slices.ContainsFunc(p.Entries(n), func(e Entry) bool { return e.Origin == Handler || e.Origin == Callback })
}

// ServesOthers reports whether n is in a select, within loop or, where that is nil, the
// function, that goes on to serve other channels.
func (p *Places) ServesOthers(n ast.Node, loop ast.Stmt) bool {
	if p.flow.Loop(n) == nil {
		return false // the select is left for good
	}
	for _, above := range p.flow.Path(n) {
		if above == ast.Node(loop) {
			return false
		}
		switch above := above.(type) {
		case *ast.FuncDecl, *ast.FuncLit:
			return false
		case *ast.SelectStmt:
			if slices.ContainsFunc(above.Body.List, func(s ast.Stmt) bool {
				clause := s.(*ast.CommClause)
				return clause.Comm != nil && !lang.Within(n, clause) && !paths.Leaves(p.flow.Info, clause.Body)
			}) {
				return true
			}
		}
	}
	return false
}
