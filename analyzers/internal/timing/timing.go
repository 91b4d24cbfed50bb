// Package timing knows how the code of a package passes time: what durations are
// made of, and whether they grow or are random, what timers and tickers wait, and
// who sends on which channel. It knows nothing of what is wrong.
package timing

import (
	"go/ast"
	"go/types"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/lang"
	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// A Pace is how a duration differs from one time that it is waited to the next. Of
// several that it is made of, the greatest counts.
type Pace uint8

const (
	None     Pace = iota
	Constant      // the same each time
	Growing       // from time to time, and the same in every client
	Free          // random, or made where it cannot be seen
)

// A Timing answers for one package.
type Timing struct {
	*lookups
	*policies
	*channels
	random map[*types.Var]bool
	counts map[*types.Var]bool
}

// lookups is what is known of single calls and values.
type lookups struct {
	// Foreign returns what other packages told of the function that is called, and
	// of a struct that says how long to wait. Both may be nil.
	Foreign     func(*ast.CallExpr) *wslib.Wait
	ForeignType func(types.Type) *wslib.PolicyType
	// Repeated reports whether n runs again and again between the waits that are
	// asked about: what is made once is the same each time. It may be nil.
	Repeated func(n ast.Node) bool

	flow  *connflow.Flow
	calls map[*connflow.Func][]*ast.CallExpr
}

// New returns the timing of a package.
func New(flow *connflow.Flow) *Timing {
	l := &lookups{
		Foreign:     func(*ast.CallExpr) *wslib.Wait { return nil },
		ForeignType: func(types.Type) *wslib.PolicyType { return nil },
		Repeated:    func(ast.Node) bool { return false },
		flow:        flow,
		calls:       map[*connflow.Func][]*ast.CallExpr{},
	}
	tm := &Timing{
		lookups:  l,
		policies: &policies{l, map[ast.Expr]bool{}},
		channels: &channels{lookups: l, sendAt: map[ast.Node]*Send{}, receives: map[receipt]bool{}},
		random:   map[*types.Var]bool{},
		counts:   map[*types.Var]bool{},
	}
	for _, f := range flow.Funcs {
		lang.Walk(f.Body, func(n ast.Node) {
			if call, ok := n.(*ast.CallExpr); ok {
				tm.calls[f] = append(tm.calls[f], call)
			}
		})
	}
	tm.findRandom()
	tm.findSends()
	return tm
}

// Wait returns what the tables, or another package, say of the time that call takes,
// nil if nothing.
func (tm *lookups) Wait(call *ast.CallExpr) *wslib.Wait {
	if w := tm.flow.Index.Wait(lang.Callee(tm.flow.Info, call)); w != nil {
		return w
	}
	return tm.Foreign(call)
}

func (tm *lookups) policyType(t types.Type) *wslib.PolicyType {
	if known := tm.flow.Index.PolicyType(t); known != nil || t == nil {
		return known
	}
	return tm.ForeignType(t)
}

// leaves reports whether the block's last statement leaves it for good.
func leaves(b *ast.BlockStmt) bool {
	if len(b.List) == 0 {
		return false
	}
	_, returns := b.List[len(b.List)-1].(*ast.ReturnStmt)
	return returns
}
