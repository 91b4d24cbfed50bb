package timing

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/lang"
	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// A Send is a place where something is sent on a channel, where the channel is
// closed, where those are woken who wait for a condition, or where a context is
// cancelled.
type Send struct {
	Node ast.Node
	// Chan is the channel or condition, or the context's cancel function.
	Chan ast.Expr
	In   *connflow.Func
	// Stays: what was sent can be received again and again.
	Stays bool
	// Cancels: it is a context's end.
	Cancels bool
}

// channels finds who sends on a channel, closes it and receives from it.
type channels struct {
	*lookups
	sends    []*Send
	sendAt   map[ast.Node]*Send
	receives map[receipt]bool
}

// Sends returns the places of the package where something is sent.
func (cs *channels) Sends() []*Send { return cs.sends }

// SendAt returns the send that n is, nil if it is none.
func (cs *channels) SendAt(n ast.Node) *Send { return cs.sendAt[n] }

// findSends finds the places where something is sent.
func (cs *channels) findSends() {
	for _, f := range cs.flow.Funcs {
		lang.Walk(f.Body, func(n ast.Node) {
			if s := cs.send(n); s != nil {
				s.Node, s.In = n, f
				cs.sends = append(cs.sends, s)
				cs.sendAt[n] = s
			}
		})
	}
}

// send returns the send that n is, without its place, nil if it is none.
func (cs *channels) send(n ast.Node) *Send {
	switch n := n.(type) {
	case *ast.SendStmt:
		return &Send{Chan: n.Chan}
	case *ast.CallExpr:
		switch w := cs.flow.Index.Wait(lang.Callee(cs.flow.Info, n)); {
		case lang.IsBuiltin(cs.flow.Info, n, "close") && len(n.Args) == 1:
			return &Send{Chan: n.Args[0], Stays: true}
		case w != nil && w.Role == wslib.Wakes:
			return &Send{Chan: wslib.Recv.In(n), Stays: true}
		case lang.Callee(cs.flow.Info, n) == nil && cs.cancels(n):
			return &Send{Chan: n.Fun, Stays: true, Cancels: true}
		}
	}
	return nil
}

// cancels reports whether call ends a context.
func (cs *channels) cancels(call *ast.CallExpr) bool {
	if named, ok := types.Unalias(lang.TypeOf(cs.flow.Info, call.Fun)).(*types.Named); ok {
		return named.Obj().Pkg() != nil && named.Obj().Pkg().Path() == "context"
	}
	sig, ok := lang.TypeOf(cs.flow.Info, call.Fun).Underlying().(*types.Signature)
	if !ok || sig.Params().Len() > 0 || sig.Results().Len() > 0 {
		return false
	}
	return slices.ContainsFunc(cs.flow.Sources(call.Fun), func(s *connflow.Source) bool {
		return s.Kind == connflow.CallResult && s.Index == 1 && isContext(lang.ResultType(lang.TypeOf(cs.flow.Info, s.Expr), 0))
	})
}

func isContext(t types.Type) bool { return lang.IsNamed(t, "context", "Context") }

// A receipt is a place that receives and one that sends.
type receipt struct {
	ch ast.Expr
	*Send
}

// Receives reports whether what is received from ch, a channel or condition, may
// come from a send.
func (cs *channels) Receives(ch ast.Expr, from *Send) bool {
	k := receipt{ch, from}
	known, ok := cs.receives[k]
	if !ok {
		switch ctx := cs.Context(ch); {
		case from.Cancels && ctx != nil:
			known = cs.cancelled(ctx, from.Chan, 0)
		case !from.Cancels && ctx == nil:
			known = cs.flow.Same(ch, from.Chan)
		}
		cs.receives[k] = known
	}
	return known
}

// Context returns the context whose done channel ch is, nil if it is another channel.
func (l *lookups) Context(ch ast.Expr) ast.Expr {
	call, ok := ast.Unparen(ch).(*ast.CallExpr)
	if !ok {
		for _, s := range l.flow.Sources(ch) {
			if made, ok := s.Expr.(*ast.CallExpr); ok && s.Kind == connflow.CallResult {
				call = made
			}
		}
	}
	if call == nil {
		return nil
	}
	if sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr); ok && isContext(lang.TypeOf(l.flow.Info, sel.X)) {
		return sel.X
	}
	return nil
}

// cancelled reports whether the function cancel ends ctx, or one that ctx is derived
// from.
func (cs *channels) cancelled(ctx, cancel ast.Expr, depth int) bool {
	var makers []ast.Expr
	for _, s := range cs.flow.Sources(cancel) {
		if s.Kind == connflow.CallResult {
			makers = append(makers, s.Expr)
		}
	}
	for _, s := range cs.flow.Sources(ctx) {
		call, ok := s.Expr.(*ast.CallExpr)
		if !ok || s.Kind != connflow.CallResult {
			continue
		}
		if slices.Contains(makers, s.Expr) {
			return true
		}
		if len(call.Args) > 0 && depth < maxParents && isContext(lang.TypeOf(cs.flow.Info, call.Args[0])) && cs.cancelled(call.Args[0], cancel, depth+1) {
			return true
		}
	}
	return false
}

// maxParents bounds how many contexts are followed up.
const maxParents = 4

// Receipts returns the channels and conditions from which f receives.
func (cs *channels) Receipts(f *connflow.Func) (chans []ast.Expr) {
	lang.Walk(f.Body, func(n ast.Node) {
		switch n := n.(type) {
		case *ast.UnaryExpr:
			if n.Op == token.ARROW {
				chans = append(chans, n.X)
			}
		case *ast.CallExpr:
			if w := cs.Wait(n); w != nil && w.Role == wslib.Listens {
				chans = append(chans, wslib.Recv.In(n))
			}
		case *ast.RangeStmt:
			if lang.IsChan(lang.TypeOf(cs.flow.Info, n.X)) {
				chans = append(chans, n.X)
			}
		}
	})
	return chans
}
