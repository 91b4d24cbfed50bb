package wscloseerr

import (
	"go/ast"
	"go/types"
	"slices"

	"golang.org/x/tools/go/analysis"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/lang"
	"github.com/wsvet/wsvet/analyzers/internal/paths"
	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// fixHandler makes a close handler echo the close frame, as the library's own does.
func (c *checker) fixHandler(set *connflow.Call, h *connflow.Func) func() analysis.SuggestedFix {
	return func() analysis.SuggestedFix {
		f := &fixer{checker: c, Builder: c.session.New(c.flow.File(h.Node)), lib: set.Lib}
		echo := set.Lib.Idioms.EchoClose
		on := set.Slot(set.Func.Conn)
		if given := set.Func.HandlerConn; given > 0 {
			if echo == "" {
				return noFix
			}
			f.Prepend(h.Body, f.Idiom(set.Lib, echo, h.Body.Pos(), map[string]string{"conn": f.param(h.Type, given-1, "conn")}))
			return f.Fix("Echo the close frame")
		}
		if !c.flow.Index.Supports(c.pass.Pkg, set.Lib, echo, c.flow.Info.TypeOf(on)) {
			return noFix
		}
		conn := ""
		if lit, ok := h.Node.(*ast.FuncLit); ok && lang.Within(lit, set.Expr) {
			conn = f.names().capture(set, h.Body)
		} else if f.names().setOnce(h) {
			conn = f.names().fromReceiver(on, h)
		}
		if conn == "" {
			return noFix
		}
		f.Prepend(h.Body, f.Idiom(set.Lib, echo, h.Body.Pos(), map[string]string{
			"conn": conn,
			"code": f.param(h.Type, 0, "code"),
			"wait": f.Import("time", h.Body.Pos()) + ".Second",
		}))
		return f.Fix("Echo the close frame")
	}
}

var noFix analysis.SuggestedFix

// connNames finds what a connection is called at a place of the code.
type connNames struct{ *fixer }

// setOnce reports whether h is the handler of one call alone.
func (f connNames) setOnce(h *connflow.Func) bool {
	n := 0
	for _, set := range f.flow.Calls {
		if set.Lib != nil && set.Func.Role == wslib.OnClose && slices.Contains(f.flow.Handlers(set), h) {
			n++
		}
	}
	return n == 1
}

// fromReceiver returns conn, a field of a value of the type that has the method h,
// by the name of h's receiver; "" if it is none.
func (f connNames) fromReceiver(conn ast.Expr, h *connflow.Func) string {
	sel, ok := ast.Unparen(conn).(*ast.SelectorExpr)
	if !ok || h.Obj == nil || h.Obj.Signature().Recv() == nil {
		return ""
	}
	recv := h.Obj.Signature().Recv()
	v := lang.Var(f.flow.Info, sel.X)
	if v == nil || !types.Identical(lang.Deref(v.Type()), lang.Deref(recv.Type())) || !f.Means(recv, h.Body) {
		return ""
	}
	return recv.Name() + "." + sel.Sel.Name
}

// capture returns a name, good in the body of a function literal that runs later,
// of the connection that set works on: a field may hold another one by then.
func (f connNames) capture(set *connflow.Call, body *ast.BlockStmt) string {
	conn := ast.Unparen(set.Slot(set.Func.Conn))
	if v := lang.Var(f.flow.Info, conn); v != nil && v.Parent() != f.flow.Pkg.Scope() && len(f.flow.Writes(v)) <= 1 && f.Means(v, body) {
		return v.Name()
	}
	for e := conn; ; {
		switch x := ast.Unparen(e).(type) {
		case *ast.Ident:
			stmt, ok := f.flow.Path(set.Expr)[1].(*ast.ExprStmt)
			if !ok {
				return ""
			}
			name := f.Name("wsConn", set.Expr.Pos())
			f.Before(stmt, name+" := "+f.Text(conn))
			return name
		case *ast.SelectorExpr:
			e = x.X
		default:
			return ""
		}
	}
}

// param returns the name of a function's parameter, which it gives it if it has none.
func (f *fixer) param(t *ast.FuncType, index int, want string) string {
	i := 0
	for _, field := range t.Params.List {
		if len(field.Names) == 0 {
			if i == index {
				want = f.Name(want, t.Pos())
				f.Insert(field.Type.Pos(), want+" ")
			} else {
				f.Insert(field.Type.Pos(), "_ ")
			}
			i++
		}
		for _, name := range field.Names {
			if i == index {
				if name.Name != "_" {
					return name.Name
				}
				want = f.Name(want, t.Pos())
				f.Builder.Replace(name, want)
				return want
			}
			i++
		}
	}
	return want
}

// fixBranch makes a branch on the close opcode answer with a close frame, where the
// connection that r reads is a client's and has a name there.
func (c *checker) fixBranch(r *connflow.Call, list []ast.Stmt) func() analysis.SuggestedFix {
	return func() analysis.SuggestedFix {
		f := &fixer{checker: c, Builder: c.session.New(c.flow.File(r.Expr)), lib: r.Lib}
		send := r.Lib.Idioms.SendClose
		for _, conn := range c.flow.Conns {
			if !conn.Dialed || !acts(conn, r) {
				continue
			}
			if on := f.names().connAt(conn, r); on != "" {
				f.Before(list[0], f.Idiom(r.Lib, send, list[0].Pos(), map[string]string{"conn": on}))
				return f.Fix("Answer with a close frame")
			}
		}
		return noFix
	}
}

// connAt returns what conn is called at the read r, "" where it has no name there:
// what r reads from may be a reader over it.
func (f connNames) connAt(conn *connflow.Conn, r *connflow.Call) string {
	writable := func(on ast.Expr) bool {
		t := f.flow.Info.TypeOf(on)
		return lang.IsNamed(t, "net", "Conn") && f.flow.Index.Supports(f.pass.Pkg, r.Lib, r.Lib.Idioms.SendClose, t)
	}
	if on := r.Slot(r.Func.Conn); writable(on) {
		return f.Text(on)
	}
	for _, e := range conn.Events {
		if on := e.Slot(e.Func.Conn); on != nil && e.In != nil && writable(on) {
			if name := f.fromReceiver(on, r.In); name != "" {
				return name
			}
		}
	}
	return ""
}

// fixEvent makes an event method log its error: not where it would log this side's
// own close, too.
func (c *checker) fixEvent(lib *wslib.Library, in *connflow.Func, index int) func() analysis.SuggestedFix {
	return func() analysis.SuggestedFix {
		f := &fixer{checker: c, Builder: c.session.New(c.flow.File(in.Node)), lib: lib}
		err := f.param(in.Type, index, "err")
		if f.existing().addToLog(paths.Reached(c.flow.Info, in.Body.List), err, nil) {
			return f.Fix(addsToLog)
		}
		if c.ownCloseHidden(lib) {
			return noFix
		}
		f.Prepend(in.Body, f.ending().logs(in.Body, err, "websocket closed", lib.NilEnds))
		return f.Fix(logsError)
	}
}
