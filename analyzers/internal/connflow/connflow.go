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
	"reflect"
	"sync"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/passes/inspect"

	"github.com/wsvet/wsvet/analyzers/internal/rescue"
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
	FactTypes:  []analysis.Fact{(*effects)(nil), (*holder)(nil), (*inReach)(nil)},
}

// A Result holds the flow of one package, computed when it is first asked for.
type Result struct {
	pass     *analysis.Pass
	index    *wslib.Index
	source   bool     // the package is there as source, and no library's
	touches  bool     // a WebSocket is in its reach
	helper   bool     // none is, but connections of importers may come in
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
		err = rescue.Run(func() { look(r.flow(tests)) })
	}
	if len(pass.Analyzer.FactTypes) > 0 {
		err = nil
	}
	return nil, err
}

// IsHelper reports whether connections of importers may come into the package,
// though no WebSocket is in its reach.
func IsHelper(pass *analysis.Pass) bool { return pass.ResultOf[Analyzer].(*Result).helper }

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

// run finds out whether a package touches connections at all; nearly none
// does, and costs nothing more. What a touching one does with them, it says to
// its importers.
func run(pass *analysis.Pass) (any, error) {
	r := &Result{pass: pass, index: wslib.NewIndex()}
	// Some drivers analyse dependencies with no files and no types of theirs.
	if pass.TypesInfo == nil || len(pass.Files) == 0 || r.index.Package(pass.Pkg) != nil {
		return r, nil
	}
	r.source = true
	r.touches = r.index.Touches(pass.Pkg)
	for _, imp := range pass.Pkg.Imports() {
		var fact inReach
		if pass.ImportPackageFact(imp, &fact) {
			r.touches = true
			r.index.AddForks(fact.Forks)
		}
	}
	r.helper = !r.touches && helps(pass)
	if r.touches || r.helper {
		r.err = rescue.Run(func() { r.flow(false).export(pass, r.helper) })
	}
	return r, nil
}
