package wskeepalive

import (
	"go/ast"
	"go/types"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// boundedByContext reports whether the context of r ends by itself.
func (j *judge) boundedByContext(r *read) bool {
	if !j.conn.Lib.ReadCtx {
		return false
	}
	if ctx := r.Slot(r.Func.Ctx); ctx != nil {
		return j.bounding(ctx, r.again != nil)
	}
	// The reads of a view made under a context, NetConn's, end with it.
	for _, call := range j.flow.Calls {
		if call.Func.Role != wslib.View || call.Func.Ctx == wslib.None || call.Lib != j.conn.Lib {
			continue
		}
		if ctx := call.Slot(call.Func.Ctx); ctx != nil && j.bounding(ctx, r.again != nil) {
			return true
		}
	}
	return false
}

// bounding reports whether the context e may have a deadline. A parameter's
// may, which bounds one read; the context that a loop is given is that of the
// whole session.
func (c *checker) bounding(e ast.Expr, loop bool) bool {
	seen := map[ast.Expr]bool{}
	var visit func(e ast.Expr) bool
	visit = func(e ast.Expr) bool {
		if seen[e] {
			return false
		}
		seen[e] = true
		for _, s := range c.flow.Sources(e) {
			switch s.Kind {
			case connflow.Unseen, connflow.Field:
				if !loop {
					return true
				}
			case connflow.Constant, connflow.Zero:
				// nil
			case connflow.CallResult:
				call, ok := ast.Unparen(s.Expr).(*ast.CallExpr)
				if !ok {
					return true
				}
				switch c.contextCall(call) {
				case ends:
					return true
				case given:
					if !loop {
						return true
					}
				case derived:
					if visit(call.Args[0]) { // the parent
						return true
					}
				}
			default:
				return true
			}
		}
		return false
	}
	return visit(e)
}

// What a call that returns a context makes of it.
type contextKind uint8

const (
	ends    contextKind = iota // it ends by itself, or cannot be seen not to
	endless                    // it never ends
	derived                    // it ends as its parent, the first argument, does
	given                      // it is that of a request or command: somebody else's
)

// contexts says what the functions known to return contexts do.
var contexts = map[string]contextKind{
	"context.Background":                       endless,
	"context.TODO":                             endless,
	"context.WithCancel":                       derived,
	"context.WithCancelCause":                  derived,
	"context.WithValue":                        derived,
	"context.WithoutCancel":                    endless,
	"os/signal.NotifyContext":                  derived,
	"golang.org/x/sync/errgroup.WithContext":   derived,
	"net/http.Request.Context":                 given,
	"github.com/spf13/cobra.Command.Context":   given,
	"github.com/urfave/cli/v2.Context.Context": given,
}

func (c *checker) contextCall(call *ast.CallExpr) contextKind {
	fn := c.callee(call)
	if fn == nil || fn.Pkg() == nil {
		return ends
	}
	kind := contexts[fullName(fn)]
	if m, _ := c.flow.Index.Func(fn); m != nil && m.Ctx == wslib.Arg0 {
		kind = derived // coder's CloseRead
	}
	if kind == derived && len(call.Args) == 0 {
		return ends
	}
	return kind
}

// fullName returns "path.Func" or "path.Type.Method".
func fullName(fn *types.Func) string {
	name := fn.Name()
	if recv := fn.Signature().Recv(); recv != nil {
		if named := namedType(recv.Type()); named != nil {
			name = named.Obj().Name() + "." + name
		}
	}
	return fn.Pkg().Path() + "." + name
}
