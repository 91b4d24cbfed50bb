package handshake

import (
	"go/ast"
	"slices"
	"strings"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/lang"
	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// LeftToCaller is what the callers of a function bound its dial by.
type LeftToCaller struct {
	// Dial has the slots of the context, the options and the connection that the
	// handshake is made on.
	Dial wslib.Func
	// KeepsCtx: the function uses the context for more than the dial.
	KeepsCtx bool
}

// LeftToCaller returns what the callers of the dial's function bound the dial by,
// nil where its parameters are not all that may.
func (l *Limits) LeftToCaller(dial *connflow.Call) *LeftToCaller {
	if dial.In == nil || dial.In.Obj == nil {
		return nil
	}
	ps := params{l}
	left := wslib.Func{Role: wslib.Dial, Limit: dial.Func.Limit}
	left.Ctx = ps.slot(dial.In, dial.Slot(dial.Func.Ctx))
	left.Hook = ps.slot(dial.In, dial.Slot(dial.Func.Hook))
	left.Under = ps.slot(dial.In, Stream(dial))
	if left.Hook == wslib.None {
		left.Hook, left.Limit.Fields = ps.filled(dial)
	}
	if left.Ctx == wslib.None && left.Hook == wslib.None && left.Under == wslib.None || l.Of(without(dial, left)) != wslib.Unbounded {
		return nil
	}
	return &LeftToCaller{left, left.Ctx != wslib.None && ps.uses(dial.In, dial.Slot(dial.Func.Ctx)) > 1}
}

// without returns the dial as it is without what left has of it.
func without(dial *connflow.Call, left wslib.Func) *connflow.Call {
	rest, fn := *dial, *dial.Func
	if left.Ctx != wslib.None {
		fn.Ctx = wslib.None
	}
	if left.Hook != wslib.None {
		fn.Hook = wslib.None
	}
	if left.Under != wslib.None {
		fn.Limit.Stream = false
	}
	rest.Func = &fn
	return &rest
}

// params answers which parameter of a dial's function a bound of the dial is.
type params struct{ *Limits }

// filled returns the parameter of the dial's function from whose fields the
// options are filled, a struct of the package's own, and the paths by which it
// bounds the dial. It is None where the options come from elsewhere, too.
func (ps params) filled(dial *connflow.Call) (param wslib.Slot, fields []string) {
	options := dial.Slot(dial.Func.Hook)
	if options == nil || slices.ContainsFunc(ps.Made(options), func(s *connflow.Source) bool {
		return s.Kind != connflow.Literal && s.Kind != connflow.Zero
	}) {
		return wslib.None, nil
	}
	for _, path := range dial.Func.Limit.Fields {
		head, rest, _ := strings.Cut(path, ".")
		for _, w := range ps.writes(lang.TypeOf(ps.flow.Info, options), head) {
			if !ps.owns(w, options) {
				continue
			}
			sel, ok := ast.Unparen(w.value).(*ast.SelectorExpr)
			if !ok {
				return wslib.None, nil
			}
			slot := ps.slot(dial.In, sel.X)
			if slot == wslib.None || param != wslib.None && slot != param {
				return wslib.None, nil
			}
			param = slot
			fields = append(fields, strings.TrimSuffix(sel.Sel.Name+"."+rest, "."))
		}
	}
	return param, fields
}

// uses returns how often f uses the variable that e is.
func (ps params) uses(f *connflow.Func, e ast.Expr) int {
	v, n := lang.Var(ps.flow.Info, e), 0
	ast.Inspect(f.Body, func(m ast.Node) bool {
		if id, ok := m.(*ast.Ident); ok && ps.flow.Info.Uses[id] == v {
			n++
		}
		return true
	})
	return n
}

// slot returns the slot of f's parameter that e is and nothing else, None
// where it is none.
func (ps params) slot(f *connflow.Func, e ast.Expr) wslib.Slot {
	if e == nil {
		return wslib.None
	}
	v := lang.Var(ps.flow.Info, e)
	if v == nil || len(ps.flow.Writes(v)) > 0 {
		return wslib.None
	}
	if slot := f.Param(v); slot != wslib.Recv {
		return slot
	}
	return wslib.None
}
