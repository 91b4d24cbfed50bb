package connflow

import (
	"go/ast"

	"github.com/wsvet/wsvet/analyzers/internal/lang"
	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// ContextEnds says whether the context e, or a parent of it, may end by itself:
// never ([wslib.Unbounded]), as somebody else says ([wslib.Once]: it may have a
// deadline, but is that of the whole session where a loop is given it), or
// because it has a deadline, or cannot be seen to have none ([wslib.Always]).
func (fl *Flow) ContextEnds(e ast.Expr) wslib.Bound {
	seen := map[ast.Expr]bool{}
	var visit func(e ast.Expr) wslib.Bound
	visit = func(e ast.Expr) wslib.Bound {
		ends := wslib.Unbounded
		if seen[e] {
			return ends
		}
		seen[e] = true
		for _, s := range fl.Sources(e) {
			switch s.Kind {
			case Unseen, Field:
				ends = max(ends, wslib.Once)
			case Constant, Zero:
				// nil
			case CallResult:
				call, ok := ast.Unparen(s.Expr).(*ast.CallExpr)
				if !ok {
					return wslib.Always
				}
				switch fl.contextCall(call) {
				case finite:
					return wslib.Always
				case given:
					ends = max(ends, wslib.Once)
				case derived:
					ends = max(ends, visit(call.Args[0])) // the parent
				}
			default:
				return wslib.Always
			}
		}
		return ends
	}
	return visit(e)
}

// What a call that returns a context makes of it.
type contextKind uint8

const (
	finite  contextKind = iota // it ends by itself, or cannot be seen not to
	endless                    // it never ends
	derived                    // it ends as its parent, the first argument, does
	given                      // it is that of a request or command: somebody else's
)

// contextKinds says what the functions known to return contexts do.
var contextKinds = map[string]contextKind{
	"context.Background":                          endless,
	"context.TODO":                                endless,
	"context.WithCancel":                          derived,
	"context.WithCancelCause":                     derived,
	"context.WithValue":                           derived,
	"context.WithoutCancel":                       endless,
	"os/signal.NotifyContext":                     derived,
	"golang.org/x/sync/errgroup.WithContext":      derived,
	"(*net/http.Request).Context":                 given,
	"(*github.com/spf13/cobra.Command).Context":   given,
	"(*github.com/urfave/cli/v2.Context).Context": given,
}

func (fl *Flow) contextCall(call *ast.CallExpr) contextKind {
	fn := lang.Callee(fl.Info, call)
	if fn == nil || fn.Pkg() == nil {
		return finite
	}
	kind := contextKinds[fn.FullName()]
	if m, _ := fl.Index.Func(fn); m != nil && m.Ctx == wslib.Arg0 {
		kind = derived // coder's CloseRead
	}
	if kind == derived && len(call.Args) == 0 {
		return finite
	}
	return kind
}
