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

// A Timing answers for one package. It embeds one type for each kind of question.
type Timing struct {
	*lookups
	*policies
	*channels
	random map[*types.Var]bool
	counts map[*types.Var]bool
}

// lookups answers what a single call or value means.
type lookups struct {
	// Foreign returns what a fact holds of the function that is called, ForeignType
	// what one holds of a struct with the settings of a policy.
	Foreign     func(*ast.CallExpr) *wslib.Wait
	ForeignType func(types.Type) *wslib.PolicyType
	// Repeated reports whether n runs again between two waits: what is made once is
	// the same each time.
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

// Wait returns what a table or a fact holds of the time that call takes, nil if none
// does.
func (l *lookups) Wait(call *ast.CallExpr) *wslib.Wait {
	if w := l.flow.Index.Wait(lang.Callee(l.flow.Info, call)); w != nil {
		return w
	}
	return l.Foreign(call)
}

// policyType is Wait for the types of policies.
func (l *lookups) policyType(t types.Type) *wslib.PolicyType {
	if known := l.flow.Index.PolicyType(t); known != nil || t == nil {
		return known
	}
	return l.ForeignType(t)
}

// leaves reports whether the block's last statement leaves it for good.
func leaves(b *ast.BlockStmt) bool {
	if len(b.List) == 0 {
		return false
	}
	_, returns := b.List[len(b.List)-1].(*ast.ReturnStmt)
	return returns
}
