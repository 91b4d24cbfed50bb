package wsbackoff

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/lang"
	"github.com/wsvet/wsvet/analyzers/internal/paths"
	"github.com/wsvet/wsvet/analyzers/internal/rewrite"
)

// An ending is what says that a cycle is over: a channel, and the statements that
// leave the cycle then.
type ending struct{ channel, leave string }

func (e ending) complete() bool { return e.channel != "" && e.leave != "" }

// endings finds what says that a cycle is over.
type endings struct{ *mend }

// ending returns what ends the cycle, as it is called at pos: what its loop looks
// at already, a parameter, the context of its dial, or a field of its receiver.
func (en *endings) ending(pos token.Pos) ending {
	if end := en.loopEnding(pos); end.complete() {
		return end
	}
	if en.tidiesUp() {
		return ending{}
	}
	for _, find := range []func(token.Pos) ending{en.paramEnding, en.dialEnding, en.fieldEnding} {
		if end := find(pos); end.complete() {
			return end
		}
	}
	return ending{}
}

// tidiesUp reports whether the code does more than to return, or to log, when it
// gives up dialing: a return that a fix adds would leave that out.
func (en *endings) tidiesUp() bool {
	if en.lap == nil || en.stmt == nil {
		return false
	}
	more := en.laps.goesOnBehind()
	if made := en.success(); made != nil && made.Failed != nil {
		lang.Walk(made.Failed, func(n ast.Node) {
			if s, ok := n.(*ast.ReturnStmt); ok {
				siblings := en.Siblings(s)
				more = more || slices.ContainsFunc(siblings[:slices.Index(siblings, ast.Stmt(s))], func(s ast.Stmt) bool {
					return !en.texts.saysText(s) && !en.texts.saysError(s)
				})
			}
		})
	}
	return more
}

// loopEnding returns what the loop itself looks at, with its own way to leave.
func (en *endings) loopEnding(pos token.Pos) (found ending) {
	loop, ok := en.y.Loop.(*ast.ForStmt)
	if !ok {
		return ending{}
	}
	if ctx := en.testedContext(loop.Cond, token.EQL); ctx != nil && en.known(ctx, loop) && en.same(ctx, pos) {
		return ending{en.Text(ctx) + ".Done()", "continue"} // to the condition
	}
	lang.Walk(loop.Body, func(n ast.Node) {
		if found.complete() {
			return
		}
		switch n := n.(type) {
		case *ast.CommClause:
			if ch := awaited(n); ch != nil && en.known(en.contextOf(ch), loop) && en.same(ch, pos) {
				found = ending{en.Text(ch), en.leaving(n.Body, pos)}
				if len(n.Body) > 1 && en.contextOf(ch) != ch && en.looksFirst(loop, n, n.Body) {
					found.leave = "continue" // to what is done there
				}
			}
		case *ast.IfStmt:
			if ctx := en.testedContext(n.Cond, token.NEQ); ctx != nil && en.known(ctx, loop) && en.same(ctx, pos) {
				found = ending{en.Text(ctx) + ".Done()", en.leaving(n.Body.List, pos)}
				if len(n.Body.List) > 1 && en.looksFirst(loop, n, n.Body.List) {
					found.leave = "continue"
				}
			}
		}
	})
	return found
}

// looksFirst reports whether each round of the loop comes, before it dials, to the if
// or select that n is or is in, which leaves the loop by these statements.
func (en *endings) looksFirst(loop *ast.ForStmt, n ast.Node, leaves []ast.Stmt) bool {
	return slices.ContainsFunc(loop.Body.List, func(s ast.Stmt) bool {
		return lang.Within(n, s) && s.Pos() < en.y.Site.Pos() && paths.Leaves(en.flow.Info, leaves)
	})
}

// paramEnding returns a parameter that ends the cycle.
func (en *endings) paramEnding(pos token.Pos) ending {
	for f := en.f; f != nil; f = f.Outer {
		for _, field := range f.Type.Params.List {
			for _, name := range field.Names {
				if name.Name == "_" || !en.same(name, pos) || en.ranged(name) {
					continue
				}
				if end := en.endedBy(name.Name, lang.TypeOf(en.flow.Info, name)); end.complete() {
					return end
				}
			}
		}
	}
	return ending{}
}

// dialEnding returns the context that the dial is given.
func (en *endings) dialEnding(pos token.Pos) ending {
	for _, arg := range en.y.Site.Args {
		if t := lang.TypeOf(en.flow.Info, arg); lang.IsNamed(t, "context", "Context") && en.lap != nil && en.known(arg, en.lap.stmt) && en.same(arg, pos) {
			return en.endedBy(en.Text(arg), t)
		}
	}
	return ending{}
}

// fieldEnding returns the receiver's field that ends other functions of the package.
func (en *endings) fieldEnding(pos token.Pos) ending {
	recv := en.receiver(en.f)
	if recv == nil {
		return ending{}
	}
	fields, ok := lang.Deref(lang.TypeOf(en.flow.Info, recv)).Underlying().(*types.Struct)
	if !ok || !en.same(recv, pos) {
		return ending{}
	}
	for v := range fields.Fields() {
		if end := en.endedBy(recv.Name+"."+v.Name(), v.Type()); end.complete() && en.endsOthers(v) {
			return end
		}
	}
	return ending{}
}

// receiver returns the name of the receiver of the method around f, nil if it has none.
func (en *endings) receiver(f *connflow.Func) *ast.Ident {
	decl, ok := f.Outermost().Node.(*ast.FuncDecl)
	if !ok || decl.Recv == nil || len(decl.Recv.List[0].Names) == 0 || decl.Recv.List[0].Names[0].Name == "_" {
		return nil
	}
	return decl.Recv.List[0].Names[0]
}

// endsOthers reports whether functions return when the field v says so, and v is
// not made anew by what connects: it is made with the value that it is a field of,
// or by a constructor that does not connect.
func (en *endings) endsOthers(v *types.Var) bool {
	found := false
	for _, f := range en.flow.Funcs {
		lang.Walk(f.Body, func(n ast.Node) {
			if clause, ok := n.(*ast.CommClause); ok {
				ch := awaited(clause)
				found = found || ch != nil && lang.VarOrField(en.flow.Info, en.contextOf(ch)) == v.Origin() && returns(clause.Body)
			}
		})
	}
	return found && !slices.ContainsFunc(en.flow.Writes(v), func(e ast.Expr) bool {
		f := en.flow.Func(e)
		if _, made := en.flow.Parent(e).(*ast.KeyValueExpr); made {
			return false
		}
		return f == nil || en.graph.Leads[f] || f.Obj == nil || f.Obj.Signature().Recv() != nil
	})
}

// endedBy returns the ending that text of type t stands for, if it is a context
// or a channel that carries nothing.
func (en *endings) endedBy(text string, t types.Type) ending {
	results := en.f.Signature().Results()
	if lang.IsNamed(t, "context", "Context") {
		return ending{text + ".Done()", rewrite.ZeroReturn(results, text+".Err()")}
	}
	if ch, ok := t.Underlying().(*types.Chan); ok && ch.Dir() != types.SendOnly {
		if s, ok := ch.Elem().Underlying().(*types.Struct); ok && s.NumFields() == 0 {
			return ending{text, rewrite.ZeroReturn(results, "")}
		}
	}
	return ending{}
}

// testedContext returns the context whose error cond compares with nil by op.
func (en *endings) testedContext(cond ast.Expr, op token.Token) ast.Expr {
	test, ok := cond.(*ast.BinaryExpr)
	if !ok || test.Op != op || !lang.IsNil(en.flow.Info, test.Y) {
		return nil
	}
	return en.calledOn(test.X, "Err")
}

// calledOn returns the context whose method of that name e calls.
func (en *endings) calledOn(e ast.Expr, method string) ast.Expr {
	if call, ok := e.(*ast.CallExpr); ok {
		if sel, ok := call.Fun.(*ast.SelectorExpr); ok && sel.Sel.Name == method && lang.IsNamed(lang.TypeOf(en.flow.Info, sel.X), "context", "Context") {
			return sel.X
		}
	}
	return nil
}

// contextOf returns the context of which ch is the channel, or ch.
func (en *endings) contextOf(ch ast.Expr) ast.Expr {
	if ctx := en.calledOn(ch, "Done"); ctx != nil {
		return ctx
	}
	return ch
}

// awaited returns the channel that a case waits for and takes nothing from.
func awaited(clause *ast.CommClause) ast.Expr {
	if comm, ok := clause.Comm.(*ast.ExprStmt); ok {
		if receive, ok := comm.X.(*ast.UnaryExpr); ok {
			return receive.X
		}
	}
	return nil
}

// returns reports whether list is a return statement.
func returns(list []ast.Stmt) bool {
	if len(list) != 1 {
		return false
	}
	_, ok := list[0].(*ast.ReturnStmt)
	return ok
}

// maxLeaving bounds the statements that are copied to leave a cycle.
const maxLeaving = 2

// leaving returns the statements of list, which end with a return or leave a loop
// by its label; "" if they would not do the same at pos.
func (en *endings) leaving(list []ast.Stmt, pos token.Pos) string {
	if len(list) == 0 || len(list) > maxLeaving {
		return ""
	}
	var text []string
	for _, s := range list {
		if !en.same(s, pos) {
			return ""
		}
		text = append(text, en.Text(s))
	}
	switch last := list[len(list)-1].(type) {
	case *ast.ReturnStmt:
		if len(last.Results) == 0 && en.f.Type.Results != nil {
			return "" // another may be shadowed here
		}
	case *ast.BranchStmt:
		if last.Tok != token.BREAK || last.Label == nil || !en.labelled(last.Label, pos) {
			return ""
		}
	default:
		return ""
	}
	return strings.Join(text, "\n")
}

// labelled reports whether pos is in the statement with that label.
func (en *endings) labelled(label *ast.Ident, pos token.Pos) bool {
	found := false
	lang.Walk(en.f.Body, func(n ast.Node) {
		if s, ok := n.(*ast.LabeledStmt); ok && en.flow.Info.Defs[s.Label] == en.flow.Info.Uses[label] {
			found = s.Pos() <= pos && pos < s.End()
		}
	})
	return found
}

// ranged reports whether a channel is ranged over: then it says more than that
// all is over.
func (en *endings) ranged(name *ast.Ident) bool {
	found := false
	lang.Walk(en.f.Body, func(n ast.Node) {
		if r, ok := n.(*ast.RangeStmt); ok && lang.Var(en.flow.Info, r.X) != nil && lang.Var(en.flow.Info, r.X) == lang.Var(en.flow.Info, name) {
			found = true
		}
	})
	return found
}

// same reports whether the names in n mean at pos what they mean in n; a label does.
func (en *endings) same(n ast.Node, pos token.Pos) bool {
	scope := en.flow.Info.Scopes[en.flow.File(en.f.Node)].Innermost(pos)
	same := scope != nil
	ast.Inspect(n, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.BranchStmt:
			return false
		case *ast.SelectorExpr:
			same = same && en.same(n.X, pos)
			return false
		case *ast.Ident:
			if same {
				_, obj := scope.LookupParent(n.Name, pos)
				same = obj == en.flow.Info.ObjectOf(n)
			}
		}
		return same
	})
	return same
}

// known reports whether e is the same before the loop as in it: it is made of
// constants, and of variables and fields of what is declared before.
func (en *endings) known(e ast.Expr, loop ast.Stmt) bool {
	ok := true
	ast.Inspect(e, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CallExpr:
			ok = ok && (en.flow.Info.Types[n.Fun].IsType() || en.flow.Info.Types[n].Value != nil)
		case *ast.Ident:
			obj := en.flow.Info.ObjectOf(n)
			ok = ok && (obj == nil || obj.Pos() < loop.Pos() || loop.End() <= obj.Pos())
			if v, isVar := obj.(*types.Var); isVar && !v.IsField() {
				for _, e := range en.flow.Writes(v) {
					ok = ok && !lang.Within(e, loop)
				}
			}
		case *ast.IndexExpr, *ast.StarExpr, *ast.FuncLit:
			ok = false
		}
		return ok
	})
	return ok
}
