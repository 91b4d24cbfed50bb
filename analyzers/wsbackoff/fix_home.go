package wsbackoff

import (
	"fmt"
	"go/ast"
	"go/types"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/lang"
	"github.com/wsvet/wsvet/analyzers/internal/redial"
)

// in returns how the function f names a field or variable of the home.
func (h *home) in(f *connflow.Func, name string) string {
	if h.fields == nil {
		return name
	}
	return f.Receiver().Name + "." + name
}

// owner returns the type of the receiver of the method around f, where that is a
// pointer: what is kept in a copy is lost.
func (h *home) owner(f *connflow.Func) types.Type {
	recv := f.Receiver()
	if recv == nil {
		return nil
	}
	t := lang.TypeOf(h.flow.Info, recv)
	if _, ok := types.Unalias(t).(*types.Pointer); !ok || !h.unshadowed(recv, f) {
		return nil
	}
	return t
}

// unshadowed reports whether the receiver's name means the receiver throughout f.
func (h *home) unshadowed(recv *ast.Ident, f *connflow.Func) bool {
	shadowed := false
	ast.Inspect(f.Body, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok && id.Name == recv.Name {
			if obj := h.flow.Info.Defs[id]; obj != nil {
				shadowed = true
			}
		}
		return !shadowed
	})
	return !shadowed
}

// reset lets the backoff begin anew: after a connection that lasted, which is noted
// when it is made, or, where none is redialed, after each one. It reports whether
// the place where it is made is known.
func (h *home) reset(lost bool) bool {
	f := h.y.In
	h.stmt = h.Statement(h.y.Site)
	if h.stmt == nil {
		return false
	}
	text := fmt.Sprintf("%s = 0", h.in(f, h.backoff))
	if lost {
		text = fmt.Sprintf("%s = %s.Now()", h.in(f, h.connected), h.time)
	}
	switch made := h.success(); {
	case made != nil && made.After != nil && !h.finder.Serves(h.y.Site):
		h.After(made.After, text)
	case made != nil && made.In != nil && !h.finder.Serves(h.y.Site):
		h.Prepend(made.In, text)
	case lost && h.waiting.onlyDials():
		h.After(h.stmt, text)
	default:
		return false
	}
	return true
}

// waitBefore waits before a redial, in place of the wait that is there.
func (h *home) waitBefore(t restart) bool {
	h.f = t.In
	backoff := h.in(t.In, h.backoff)
	reset := ""
	if t.Lost {
		reset = fmt.Sprintf("if %s.Since(%s) > %s { // that connection was good\n%s = 0\n}\n", h.time, h.in(t.In, h.connected), h.limit, backoff)
	}
	place := t.stmt
	if t.wait != nil {
		place = h.Statement(t.wait.Node)
		h.texts.noteTexts(t.wait)
	}
	if place == nil {
		return false
	}
	d := h.randomness.jittered(backoff, place.Pos())
	sel, otherwise := h.waiting.look(h.waiting.above(place))
	if sel == nil {
		sel, otherwise = h.waiting.around(place)
	}
	switch {
	case t.wait == nil && sel != nil:
		h.Directly(sel, reset+h.growth(backoff))
		h.waiting.waitInstead(otherwise, d)
	case t.wait == nil:
		h.Directly(place, reset+h.growth(backoff)+"\n"+h.waiting.sleep(d, place.Pos()))
	case h.isSleep(place, t.wait):
		h.Directly(place, reset+h.growth(backoff))
		h.Replace(place, h.waiting.sleep(d, place.Pos()))
		h.texts.forget(place, t.wait)
	default:
		h.Directly(place, reset+h.growth(backoff))
		h.ReplaceExpr(t.wait.Dur, d)
		h.texts.forget(place, t.wait)
	}
	return true
}

// isSleep reports whether stmt is the wait w and nothing else.
func (h *home) isSleep(stmt ast.Stmt, w *redial.Wait) bool {
	expr, ok := stmt.(*ast.ExprStmt)
	return ok && h.timing.Sleeps(expr.X, w.Dur)
}

// growth doubles the backoff, from the first wait up to the limit: it is zero before.
func (h *home) growth(backoff string) string {
	limit := h.limit
	if h.w != nil && h.flow.Info.Types[h.w.Dur].Value == nil {
		limit = fmt.Sprintf("max(%s, %s)", h.limit, h.first)
	}
	if h.waiting.hasMin() {
		return fmt.Sprintf("%[1]s = min(max(2*%[1]s, %[2]s), %[3]s)", backoff, h.first, limit)
	}
	return fmt.Sprintf("if %[1]s *= 2; %[1]s < %[2]s {\n%[1]s = %[2]s\n} else if %[1]s > %[3]s {\n%[1]s = %[3]s\n}", backoff, h.first, limit)
}

// declare declares the fields or variables.
func (h *home) declare(lost bool) {
	text := fmt.Sprintf("%s %s.Duration // waited before the next dial", h.backoff, h.time)
	if lost {
		text += fmt.Sprintf("\n%s %s.Time // when the connection was made", h.connected, h.time)
	}
	if h.fields != nil {
		h.AddFields(h.fields, text)
		return
	}
	if lost {
		text = "(\n" + text + "\n)"
	}
	h.Before(h.before, "var "+text)
}
