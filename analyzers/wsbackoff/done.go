package wsbackoff

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"github.com/wsvet/wsvet/analyzers/internal/lang"
)

// sleep waits, at stmt, for the backoff, with jitter, or until nobody wants to
// connect any more.
func (m *mend) sleep(stmt ast.Stmt, backoff string) string {
	d := m.jittered(backoff)
	if end := m.ending(stmt.Pos()); end.complete() {
		return fmt.Sprintf("select {\ncase <-%s.After(%s):\ncase <-%s:\n%s\n}", m.time, d, end.channel, end.leave)
	}
	return fmt.Sprintf("%s.Sleep(%s)", m.time, d)
}

// An ending is what says that a cycle is over: a channel, and the statement that
// leaves the cycle then.
type ending struct{ channel, leave string }

func (e ending) complete() bool { return e.channel != "" && e.leave != "" }

// ending returns what ends the cycle, as it is called at pos: what its loop asks
// already, a parameter, the context of its dial, or a field of its receiver.
func (m *mend) ending(pos token.Pos) ending {
	for _, find := range []func(token.Pos) ending{m.asked, m.handed, m.dialed, m.own} {
		if end := find(pos); end.complete() {
			return end
		}
	}
	return ending{}
}

// asked returns what the loop itself asks, with its own way to leave.
func (m *mend) asked(pos token.Pos) (found ending) {
	loop, ok := m.y.loop.(*ast.ForStmt)
	if !ok {
		return ending{}
	}
	if ctx := m.asksErr(loop.Cond, token.EQL); ctx != nil && m.known(ctx, loop) && m.same(ctx, pos) {
		return ending{m.Text(ctx) + ".Done()", "continue"} // to the condition
	}
	lang.Walk(loop.Body, func(n ast.Node) {
		if found.complete() {
			return
		}
		switch n := n.(type) {
		case *ast.CommClause:
			if ch := waitedFor(n); ch != nil && m.known(m.source(ch), loop) && m.same(ch, pos) {
				found = ending{m.Text(ch), m.returns(n.Body, pos)}
			}
		case *ast.IfStmt:
			if ctx := m.asksErr(n.Cond, token.NEQ); ctx != nil && m.known(ctx, loop) && m.same(ctx, pos) {
				found = ending{m.Text(ctx) + ".Done()", m.returns(n.Body.List, pos)}
			}
		}
	})
	return found
}

// handed returns a parameter that ends the cycle.
func (m *mend) handed(pos token.Pos) ending {
	for f := m.f; f != nil; f = f.Outer {
		for _, field := range f.Type.Params.List {
			for _, name := range field.Names {
				if name.Name == "_" || !m.same(name, pos) || m.ranged(name) {
					continue
				}
				if end := m.endedBy(name.Name, lang.TypeOf(m.flow.Info, name)); end.complete() {
					return end
				}
			}
		}
	}
	return ending{}
}

// dialed returns the context that the dial is given.
func (m *mend) dialed(pos token.Pos) ending {
	for _, arg := range m.y.site.Args {
		if t := lang.TypeOf(m.flow.Info, arg); lang.IsNamed(t, "context", "Context") && m.known(arg, m.y.loop) && m.same(arg, pos) {
			return m.endedBy(m.Text(arg), t)
		}
	}
	return ending{}
}

// own returns the receiver's field that ends other functions of the package.
func (m *mend) own(pos token.Pos) ending {
	decl, ok := m.f.Node.(*ast.FuncDecl)
	if !ok || decl.Recv == nil || len(decl.Recv.List[0].Names) == 0 {
		return ending{}
	}
	recv := decl.Recv.List[0].Names[0]
	t := lang.TypeOf(m.flow.Info, recv).Underlying()
	if p, ok := t.(*types.Pointer); ok {
		t = p.Elem().Underlying()
	}
	fields, ok := t.(*types.Struct)
	if !ok || !m.same(recv, pos) {
		return ending{}
	}
	for v := range fields.Fields() {
		if end := m.endedBy(recv.Name+"."+v.Name(), v.Type()); end.complete() && m.endsOthers(v) {
			return end
		}
	}
	return ending{}
}

// endsOthers reports whether functions return when the field v says so, and v is
// not made anew by what connects: a constructor makes it, and no method.
func (m *mend) endsOthers(v *types.Var) bool {
	found := false
	for _, f := range m.flow.Funcs {
		lang.Walk(f.Body, func(n ast.Node) {
			if clause, ok := n.(*ast.CommClause); ok {
				ch := waitedFor(clause)
				found = found || ch != nil && lang.VarOrField(m.flow.Info, m.source(ch)) == v.Origin() && returned(clause.Body) != nil
			}
		})
	}
	return found && !slices.ContainsFunc(m.flow.Writes(v), func(e ast.Expr) bool {
		f := m.flow.Func(e)
		return f == nil || m.graph.leads[f] || f.Obj == nil || f.Obj.Signature().Recv() != nil
	})
}

// endedBy returns the ending that text of type t stands for, if it is a context
// or a channel that carries nothing.
func (m *mend) endedBy(text string, t types.Type) ending {
	if lang.IsNamed(t, "context", "Context") {
		return ending{text + ".Done()", m.leave(text + ".Err()")}
	}
	if ch, ok := t.Underlying().(*types.Chan); ok && ch.Dir() != types.SendOnly {
		if s, ok := ch.Elem().Underlying().(*types.Struct); ok && s.NumFields() == 0 {
			return ending{text, m.leave("")}
		}
	}
	return ending{}
}

// asksErr returns the context whose error cond compares with nil by op.
func (m *mend) asksErr(cond ast.Expr, op token.Token) ast.Expr {
	test, ok := cond.(*ast.BinaryExpr)
	if !ok || test.Op != op || !m.flow.Info.Types[test.Y].IsNil() {
		return nil
	}
	return m.ofContext(test.X, "Err")
}

// ofContext returns the context whose method of that name e calls.
func (m *mend) ofContext(e ast.Expr, method string) ast.Expr {
	if call, ok := e.(*ast.CallExpr); ok {
		if sel, ok := call.Fun.(*ast.SelectorExpr); ok && sel.Sel.Name == method && lang.IsNamed(lang.TypeOf(m.flow.Info, sel.X), "context", "Context") {
			return sel.X
		}
	}
	return nil
}

// source returns the context of which ch is the channel, or ch.
func (m *mend) source(ch ast.Expr) ast.Expr {
	if ctx := m.ofContext(ch, "Done"); ctx != nil {
		return ctx
	}
	return ch
}

// waitedFor returns the channel that a case waits for and takes nothing from.
func waitedFor(clause *ast.CommClause) ast.Expr {
	if comm, ok := clause.Comm.(*ast.ExprStmt); ok {
		if receive, ok := comm.X.(*ast.UnaryExpr); ok {
			return receive.X
		}
	}
	return nil
}

// returned returns the return statement that is all of list, nil if it is not.
func returned(list []ast.Stmt) *ast.ReturnStmt {
	if len(list) != 1 {
		return nil
	}
	ret, _ := list[0].(*ast.ReturnStmt)
	return ret
}

// returns returns the return statement that is all of list, "" if it would not be
// the same at pos.
func (m *mend) returns(list []ast.Stmt, pos token.Pos) string {
	ret := returned(list)
	if ret == nil || !m.same(ret, pos) || len(ret.Results) == 0 && m.f.Type.Results != nil {
		return ""
	}
	return m.Text(ret)
}

// ranged reports whether a channel is ranged over: then it says more than that
// all is over.
func (m *mend) ranged(name *ast.Ident) bool {
	found := false
	lang.Walk(m.f.Body, func(n ast.Node) {
		if r, ok := n.(*ast.RangeStmt); ok && lang.VarOrField(m.flow.Info, r.X) == lang.VarOrField(m.flow.Info, name) {
			found = true
		}
	})
	return found
}

// same reports whether the names in n mean at pos what they mean in n.
func (m *mend) same(n ast.Node, pos token.Pos) bool {
	path := m.flow.Path(m.f.Node)
	scope := m.flow.Info.Scopes[path[len(path)-1].(*ast.File)].Innermost(pos)
	same := scope != nil
	ast.Inspect(n, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.SelectorExpr:
			same = same && m.same(n.X, pos)
			return false
		case *ast.Ident:
			if same {
				_, obj := scope.LookupParent(n.Name, pos)
				same = obj == m.flow.Info.ObjectOf(n)
			}
		}
		return same
	})
	return same
}

// leave returns the return statement of a function whose cycle is over, err
// being the error that says so, or "" if there is none.
func (m *mend) leave(err string) string {
	if m.f.Type.Results == nil {
		return "return"
	}
	var values []string
	for _, field := range m.f.Type.Results.List {
		for range max(1, len(field.Names)) {
			t := lang.TypeOf(m.flow.Info, field.Type)
			switch u := t.Underlying().(type) {
			case *types.Pointer, *types.Slice, *types.Map, *types.Chan, *types.Signature:
				values = append(values, "nil")
			case *types.Interface:
				v := "nil"
				if lang.IsError(t) {
					if err == "" {
						return ""
					}
					v = err
				}
				values = append(values, v)
			case *types.Basic:
				switch {
				case u.Info()&types.IsBoolean != 0:
					values = append(values, "false")
				case u.Info()&types.IsString != 0:
					values = append(values, `""`)
				case u.Info()&types.IsNumeric != 0:
					values = append(values, "0")
				default:
					return ""
				}
			default:
				return ""
			}
		}
	}
	return "return " + strings.Join(values, ", ")
}
