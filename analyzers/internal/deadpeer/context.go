package deadpeer

import (
	"go/ast"

	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// boundedByContext reports whether the context of r ends by itself.
func (j *Peer) boundedByContext(r *Read) bool {
	if !j.Conn.Lib.ReadCtx {
		return false
	}
	if ctx := r.Slot(r.Func.Ctx); ctx != nil {
		return j.Bounding(ctx, r.Again != nil)
	}
	// The reads of a view made under a context, NetConn's, end with it.
	for _, call := range j.flow.Calls {
		if call.Func.Role != wslib.View || call.Func.Ctx == wslib.None || call.Lib != j.Conn.Lib {
			continue
		}
		if ctx := call.Slot(call.Func.Ctx); ctx != nil && j.Bounding(ctx, r.Again != nil) {
			return true
		}
	}
	return false
}

// bounding reports whether the context e may have a deadline. A parameter's
// may, which bounds one read; the context that a loop is given is that of the
// whole session.
func (c *Finder) Bounding(e ast.Expr, loop bool) bool {
	return c.flow.ContextEnds(e).Holds(loop)
}
