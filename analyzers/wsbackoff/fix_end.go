package wsbackoff

import (
	"cmp"
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"github.com/wsvet/wsvet/analyzers/internal/lang"
	"github.com/wsvet/wsvet/analyzers/internal/paths"
	"github.com/wsvet/wsvet/analyzers/internal/rewrite"
	"github.com/wsvet/wsvet/analyzers/internal/wslib"
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
	if ctx := en.tested(loop.Cond, token.EQL); ctx != nil && en.flow.Fixed(ctx, loop) && en.MeanSame(ctx, pos) {
		return ending{en.Text(ctx) + ".Done()", "continue"} // to the condition
	}
	lang.Walk(loop.Body, func(n ast.Node) {
		if found.complete() {
			return
		}
		switch n := n.(type) {
		case *ast.CommClause:
			ch := lang.Awaited(n.Comm)
			ctx := en.flow.Asked(ch, wslib.ContextDone)
			if ch != nil && en.flow.Fixed(cmp.Or(ctx, ch), loop) && en.MeanSame(ch, pos) {
				found = ending{en.Text(ch), en.leaving(n.Body, pos)}
				if len(n.Body) > 1 && ctx != nil && en.looksFirst(loop, n, n.Body) {
					found.leave = "continue" // to what is done there
				}
			}
		case *ast.IfStmt:
			if ctx := en.tested(n.Cond, token.NEQ); ctx != nil && en.flow.Fixed(ctx, loop) && en.MeanSame(ctx, pos) {
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
				if name.Name == "_" || !en.MeanSame(name, pos) || en.ranged(name) {
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
		if t := lang.TypeOf(en.flow.Info, arg); lang.IsNamed(t, "context", "Context") && en.lap != nil && en.flow.Fixed(arg, en.lap.stmt) && en.MeanSame(arg, pos) {
			return en.endedBy(en.Text(arg), t)
		}
	}
	return ending{}
}

// fieldEnding returns the receiver's field that ends other functions of the package.
func (en *endings) fieldEnding(pos token.Pos) ending {
	recv := en.f.Receiver()
	if recv == nil {
		return ending{}
	}
	fields, ok := lang.Deref(lang.TypeOf(en.flow.Info, recv)).Underlying().(*types.Struct)
	if !ok || !en.MeanSame(recv, pos) {
		return ending{}
	}
	for v := range fields.Fields() {
		if end := en.endedBy(recv.Name+"."+v.Name(), v.Type()); end.complete() && en.finder.EndsOthers(v) {
			return end
		}
	}
	return ending{}
}

// tested returns the context whose error cond compares with nil by op.
func (en *endings) tested(cond ast.Expr, op token.Token) ast.Expr {
	test, ok := cond.(*ast.BinaryExpr)
	if !ok || test.Op != op || !lang.IsNil(en.flow.Info, test.Y) {
		return nil
	}
	return en.flow.Asked(test.X, wslib.ContextErr)
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
		if !en.MeanSame(s, pos) {
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
