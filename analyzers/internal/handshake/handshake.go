// Package handshake answers what bounds the handshake of a dial: a context, a
// deadline of the connection that it is made on, or a field of the dial's options,
// wherever the package or its callers set them.
package handshake

import (
	"go/ast"
	"go/types"
	"slices"
	"strings"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/lang"
	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// Limits answers what bounds the handshakes of one package: [wslib.Unbounded]
// where nothing does, [wslib.Once] where code that cannot be seen may, and
// [wslib.Always] where something does.
type Limits struct{ values }

// New returns the limits of the flow's package.
func New(flow *connflow.Flow) *Limits { return &Limits{values{flow}} }

// Of returns what bounds the handshake of the dial: of several things, the most.
func (l *Limits) Of(dial *connflow.Call) wslib.Bound {
	limit := dial.Func.Limit
	if limit.Always {
		return wslib.Always
	}
	bound := wslib.Unbounded
	if ctx := dial.Slot(dial.Func.Ctx); ctx != nil {
		bound = max(bound, l.flow.ContextEnds(ctx))
	}
	if stream := Stream(dial); stream != nil {
		bound = max(bound, l.stream(stream))
	}
	if limit.Options != "" {
		bound = max(bound, l.defaults(dial))
	}
	if options := dial.Slot(dial.Func.Hook); options != nil {
		bound = max(bound, l.options(options, dial))
		for _, path := range limit.Fields {
			bound = max(bound, l.field(options, strings.Split(path, "."), limit.Nil))
		}
	}
	return bound
}

// Stream returns the connection that a dial makes its handshake on, nil where it
// makes that itself.
func Stream(dial *connflow.Call) ast.Expr {
	if !dial.Func.Limit.Stream {
		return nil
	}
	if under := dial.Slot(dial.Func.Under); under != nil {
		return under
	}
	return dial.Slot(dial.Func.Conn)
}

// stream returns what a deadline set on e bounds.
func (l *Limits) stream(e ast.Expr) wslib.Bound {
	for _, s := range l.Made(e) {
		if s.Kind == connflow.Unseen || s.Kind == connflow.Field {
			return wslib.Once
		}
	}
	for _, call := range l.flow.Calls {
		if call.Func.Role == wslib.ReadDeadline && call.Slot(call.Func.Conn) != nil && l.flow.Same(call.Slot(call.Func.Conn), e) {
			return wslib.Always
		}
	}
	return l.escape(e)
}

// defaults returns what the package's changes to the default options of a dial
// bound.
func (l *Limits) defaults(dial *connflow.Call) wslib.Bound {
	fn := lang.Callee(l.flow.Info, dial.Expr)
	if fn == nil {
		return wslib.Once
	}
	options, _ := fn.Pkg().Scope().Lookup(dial.Func.Limit.Options).(*types.Var)
	if options == nil {
		return wslib.Once
	}
	for _, path := range dial.Func.Limit.Fields {
		for _, w := range l.writes(options.Type(), path) {
			if lang.VarOrField(l.flow.Info, w.owner) == options {
				return wslib.Always
			}
		}
	}
	return wslib.Unbounded
}

// options returns what the functions in the options bound that make the
// connection for the dial: one of the package that sets a deadline does.
func (l *Limits) options(e ast.Expr, dial *connflow.Call) wslib.Bound {
	t := lang.Deref(lang.TypeOf(l.flow.Info, e))
	s, ok := t.Underlying().(*types.Struct)
	if !ok {
		return wslib.Unbounded
	}
	for f := range s.Fields() {
		if !l.flow.Index.HookField(t, f) {
			continue
		}
		for _, w := range l.writes(t, f.Name()) {
			if slices.ContainsFunc(l.flow.FuncsOf(w.value), l.setsDeadline) && l.owns(w, e) {
				return wslib.Always
			}
		}
	}
	return wslib.Unbounded
}

// setsDeadline reports whether f, or what it runs, sets a deadline on a connection.
func (l *Limits) setsDeadline(f *connflow.Func) bool {
	runs := l.flow.Reach(f.Body)
	return slices.ContainsFunc(l.flow.Calls, func(call *connflow.Call) bool {
		return call.Func.Role == wslib.ReadDeadline && (call.In == f || runs[call.In])
	})
}

// field returns what the field of the options e bounds, whose path that is;
// ofNil: nil options bound it.
func (l *Limits) field(e ast.Expr, path []string, ofNil bool) wslib.Bound {
	bound := wslib.Unbounded
	made := l.Made(e)
	for _, s := range made {
		if IsOption(s) && slices.ContainsFunc(made, isLiteral) {
			continue // who leaves it as it is made here has no other bound
		}
		if isLiteral(s) && fieldOf(l.typeOf(s), path[0]) == nil {
			return wslib.Once // a type of their own
		}
		bound = max(bound, l.source(s, ofNil), l.written(e, l.typeOf(s), path))
	}
	// A variable without a value of its own is no source once a field is set.
	bound = max(bound, l.written(e, lang.Deref(lang.TypeOf(l.flow.Info, e)), path))
	if bound != wslib.Unbounded && slices.ContainsFunc(made, func(s *connflow.Source) bool {
		return isLiteral(s) && len(made) > 1 && l.alone(s, e, path, ofNil) == wslib.Unbounded
	}) {
		bound = wslib.Unbounded // one of several that it may be
	}
	if bound == wslib.Unbounded {
		bound = l.escape(e)
	}
	return bound
}

// alone returns what the field of the options e bounds where s is what they are.
func (l *Limits) alone(s *connflow.Source, e ast.Expr, path []string, ofNil bool) wslib.Bound {
	bound := l.source(s, ofNil)
	for _, w := range l.writes(l.typeOf(s), path[0]) {
		if _, literal := w.owner.(*ast.CompositeLit); (!literal || w.owner == s.Expr) && l.owns(w, e) {
			bound = max(bound, l.value(w.value, path))
		}
	}
	return bound
}

// Open returns where the options of the dial are made that leave its handshake without a
// bound.
func (l *Limits) Open(dial *connflow.Call) []*connflow.Source {
	limit, options := dial.Func.Limit, dial.Slot(dial.Func.Hook)
	return slices.DeleteFunc(l.Made(options), func(s *connflow.Source) bool {
		return IsOption(s) || slices.ContainsFunc(limit.Fields, func(path string) bool {
			return l.alone(s, options, strings.Split(path, "."), limit.Nil) == wslib.Always
		})
	})
}

// written returns what the values bound that the package sets in the first field
// of the path, of e as a value of type t.
func (l *Limits) written(e ast.Expr, t types.Type, path []string) wslib.Bound {
	bound := wslib.Unbounded
	for _, w := range l.writes(t, path[0]) {
		if bound != wslib.Always && l.owns(w, e) {
			bound = max(bound, l.value(w.value, path))
		}
	}
	return bound
}

// source returns what the options s bound before anything is set in them.
func (l *Limits) source(s *connflow.Source, ofNil bool) wslib.Bound {
	switch s.Kind {
	case connflow.Literal:
		return wslib.Unbounded // its fields are writes
	case connflow.Zero:
		if _, pointer := s.Var.Type().Underlying().(*types.Pointer); pointer && ofNil {
			return wslib.Always
		}
		return wslib.Unbounded
	case connflow.Unseen:
		if bounds, known := l.flow.Index.Defaults(s.Var); known && !bounds {
			return wslib.Unbounded
		} else if known {
			return wslib.Always
		}
	case connflow.Other:
		if lang.IsNil(l.flow.Info, s.Expr) {
			if ofNil {
				return wslib.Always
			}
			return wslib.Unbounded
		}
	}
	return wslib.Once
}

// value returns what e, set in the first field of the path, bounds.
func (l *Limits) value(e ast.Expr, path []string) wslib.Bound {
	if len(path) > 1 {
		return l.field(e, path[1:], false)
	}
	if n, ok := lang.Int(l.flow.Info, e); ok && n == 0 {
		return wslib.Unbounded
	}
	return wslib.Always
}
