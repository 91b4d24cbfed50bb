package connflow

import (
	"go/token"
	"go/types"

	"golang.org/x/tools/go/analysis"

	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// A Flow is the flow of one package.
type Flow struct {
	Pkg   *types.Package
	Info  *types.Info
	Fset  *token.FileSet
	Index *wslib.Index
	// Conns are the connections, by the position of their first call.
	Conns []*Conn
	// Calls are all calls of functions that the tables name, in source order,
	// whether a connection was seen to reach them or not.
	Calls []*Call
	// Funcs are all functions with a body, in source order.
	Funcs []*Func
}

type order struct{}

func run(pass *analysis.Pass) (any, error) {
	index := wslib.NewIndex()
	return &Result{pass: pass, index: index, touches: index.Touches(pass.Pkg)}, nil
}

func newFlow(pass *analysis.Pass, index *wslib.Index, tests bool) *Flow { panic("later") }
