package wskeepalive

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"strconv"
	"time"

	"golang.org/x/tools/go/analysis"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/lang"
	"github.com/wsvet/wsvet/analyzers/internal/rewrite"
	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// A fixer builds the fix of one finding.
type fixer struct {
	*judge
	*rewrite.Builder
	file *ast.File
}

// fix returns the fix in the library's own way, empty where none is right.
func (j *judge) fix() analysis.SuggestedFix {
	file := j.fileOf(j.dial().Node)
	if file == nil {
		return analysis.SuggestedFix{}
	}
	// Two connections that are read in one place have one fix.
	place := j.mainRead().Node
	if fix, ok := j.fixed[place]; ok {
		if len(fix.TextEdits) > 0 && file != j.fileAt(fix.TextEdits[0].Pos) {
			return analysis.SuggestedFix{}
		}
		return fix
	}
	f := &fixer{judge: j, Builder: j.session.New(file), file: file}
	var fix analysis.SuggestedFix
	if message := f.mend(); message != "" {
		fix = f.Fix(message)
	}
	j.fixed[place] = fix
	return fix
}

// mend adds the edits and returns the fix's message, "" for no fix.
func (f *fixer) mend() string {
	for _, r := range f.reads {
		if !r.Tabled() {
			return "" // how another package reads was not seen
		}
	}
	switch {
	case !f.looped():
		return f.mendSingle()
	case f.conn.Calls[0].Func.Events != wslib.None:
		return f.mendEvents()
	}
	t := f.target()
	switch {
	case t == nil:
		return ""
	case f.conn.Lib.ReadCtx:
		return f.mendContext(t)
	case f.conn.Lib.PongsRenew:
		return f.mendDeadline(t)
	}
	return f.mendFrames(t)
}

func (c *checker) fileOf(n ast.Node) *ast.File { return c.fileAt(n.Pos()) }

func (c *checker) fileAt(pos token.Pos) *ast.File {
	for _, file := range c.pass.Files {
		if file.FileStart <= pos && pos < file.FileEnd {
			return file
		}
	}
	return nil
}

// A target is the read loop that a fix changes.
type target struct {
	in   *connflow.Func
	loop *ast.ForStmt
	// nodes are the reads, or the calls that lead to them, in the loop.
	nodes []ast.Node
	// conn is the connection as the loop's function names it, expr the
	// expression that is read, there or in a helper.
	conn string
	root *types.Var
	expr ast.Expr
	// read is one of the reads.
	read *read
}

// target returns the one loop that reads the connection, nil where there are
// several, or where something about it cannot be seen.
func (f *fixer) target() *target {
	var t *target
	for _, r := range f.reads {
		if r.again == nil {
			continue
		}
		loop, ok := r.loop.(*ast.ForStmt)
		if !ok || loop.Post != nil {
			return nil
		}
		expr, root, text := f.named(r)
		if text == "" {
			return nil
		}
		if t == nil {
			t = &target{in: r.again.in, loop: loop, conn: text, root: root, expr: expr, read: r}
		}
		if t.loop != loop || t.conn != text {
			return nil
		}
		t.nodes = append(t.nodes, r.again.node)
	}
	if t == nil || f.fileOf(t.loop) != f.file || !f.othersBefore(t) || !f.alone(t) || f.clearedIn(t) || f.nilTested(t) {
		return nil
	}
	return t
}

// local returns a name for the connection that nobody sets anew: a goroutine
// and a handler that look at a field later may find another connection. Where
// the loop's own name may change, text declares one.
func (f *fixer) local(t *target) (name, text string) {
	v := t.root
	if t.conn == v.Name() && v.Parent() != f.flow.Pkg.Scope() && len(f.flow.Writes(v)) <= 1 {
		return t.conn, ""
	}
	name = f.Name("wsConn", t.loop.Pos())
	return name, name + " := " + t.conn + "\n"
}

// named returns the connection expression of r, and its text in the function
// that loops over r, with the variable that it begins with: in a helper's place,
// the argument in the place of the helper's parameter. The text is "" where the
// connection may change between two reads.
func (f *fixer) named(r *read) (expr ast.Expr, root *types.Var, text string) {
	expr = r.Slot(r.Func.Conn)
	if expr == nil {
		return nil, nil, ""
	}
	expr = ast.Unparen(expr)
	id := rootOf(expr)
	if id == nil {
		return nil, nil, ""
	}
	if r.again.from == nil {
		if !f.stable(expr, r) {
			return nil, nil, ""
		}
		return expr, lang.VarOrField(f.flow.Info, id), f.Text(expr)
	}
	call, ok := r.again.node.(*ast.CallExpr)
	if r.again.from.from != nil || f.fileOf(expr) != f.file || !ok {
		return nil, nil, ""
	}
	arg := f.argument(r.again.from.in, call, id)
	if arg == nil || rootOf(arg) == nil || !f.stable(arg, r) {
		return nil, nil, ""
	}
	for _, v := range f.chain(expr) {
		if f.changes(v, r) {
			return nil, nil, ""
		}
	}
	return expr, lang.VarOrField(f.flow.Info, rootOf(arg)), f.Text(arg) + f.Text(expr)[len(id.Name):]
}

// argument returns what call gives for the parameter or receiver that id names
// in the function helper.
func (f *fixer) argument(helper *connflow.Func, call *ast.CallExpr, id *ast.Ident) ast.Expr {
	v, ok := f.flow.Info.Uses[id].(*types.Var)
	if !ok {
		return nil
	}
	var sig *types.Signature
	if helper.Obj != nil {
		sig = helper.Obj.Signature()
	} else {
		sig, _ = f.flow.Info.TypeOf(helper.Node.(*ast.FuncLit)).(*types.Signature)
	}
	if sig == nil || sig.Variadic() {
		return nil
	}
	if recv := sig.Recv(); recv != nil && recv == v {
		sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr)
		if !ok || namedTypeOrNil(f.flow.Info.TypeOf(sel.X)) != lang.Named(recv.Type()) {
			return nil
		}
		return ast.Unparen(sel.X)
	}
	for i := range sig.Params().Len() {
		if sig.Params().At(i) == v && i < len(call.Args) {
			return ast.Unparen(call.Args[i])
		}
	}
	return nil
}

// rootOf returns the x of x and x.y.z, nil for other expressions.
func rootOf(e ast.Expr) *ast.Ident {
	for {
		switch x := ast.Unparen(e).(type) {
		case *ast.Ident:
			return x
		case *ast.SelectorExpr:
			e = x.X
		default:
			return nil
		}
	}
}

// chain returns the variables that e, an x or x.y.z, goes through.
func (c *checker) chain(e ast.Expr) []*types.Var {
	var vars []*types.Var
	for {
		if v := lang.VarOrField(c.flow.Info, e); v != nil {
			vars = append(vars, v)
		}
		sel, ok := ast.Unparen(e).(*ast.SelectorExpr)
		if !ok {
			return vars
		}
		e = sel.X
	}
}

// stable reports whether e, an x or x.y.z, is declared before the loop of r and
// keeps its value from one read to the next.
func (f *fixer) stable(e ast.Expr, r *read) bool {
	root := rootOf(e)
	if root == nil {
		return false
	}
	v := lang.VarOrField(f.flow.Info, root)
	if v == nil || r.loop.Pos() <= v.Pos() && v.Pos() < r.loop.End() {
		return false
	}
	for _, v := range f.chain(e) {
		if f.changes(v, r) {
			return false
		}
	}
	return true
}

// changes reports whether v may be set between two reads of r's loop.
func (f *fixer) changes(v *types.Var, r *read) bool {
	for _, rhs := range f.flow.Writes(v) {
		in := f.flow.Func(rhs)
		if in == r.again.in {
			if lang.Within(rhs, r.loop) && f.flow.Between(rhs, r.again.node, nil) {
				return true
			}
			continue
		}
		found := false
		lang.Walk(r.loop, func(n ast.Node) {
			call, ok := n.(*ast.CallExpr)
			if ok && !found && f.flow.Reach(call)[in] && f.flow.Between(call, r.again.node, nil) {
				found = true
			}
		})
		if found {
			return true
		}
	}
	return false
}

// othersBefore reports whether the reads outside of the loop come before it: a
// deadline that the loop left behind would end them.
func (f *fixer) othersBefore(t *target) bool {
	for _, r := range f.reads {
		if r.again != nil {
			continue
		}
		before := false
		for _, p := range r.places {
			for _, q := range t.read.places {
				if p.in == q.in && f.flow.Between(p.node, q.node, nil) {
					if f.flow.Between(q.node, p.node, f.dials) && !q.async {
						return false
					}
					before = true
				}
			}
		}
		if !before {
			return false
		}
	}
	return true
}

// alone reports whether no other connection with a keepalive of its own is read
// in the loop, and none that lacks the pong handler of this one.
func (f *fixer) alone(t *target) bool {
	for _, other := range f.sharing(t) {
		if other.Lib != f.conn.Lib || f.keeps(other, f.conn) || f.keeps(f.conn, other) {
			return false
		}
	}
	return true
}

// sharing returns the other connections that are read in the loop.
func (f *fixer) sharing(t *target) []*connflow.Conn {
	var others []*connflow.Conn
	for _, other := range f.flow.Conns {
		if other == f.conn {
			continue
		}
		for _, e := range other.Events {
			if e.Func.Role == wslib.Read && e.Node == t.read.Node {
				others = append(others, other)
				break
			}
		}
	}
	return others
}

// keeps reports whether a has a read deadline or a pong handler that b has not.
func (f *fixer) keeps(a, b *connflow.Conn) bool {
	has := map[ast.Node]bool{}
	for _, e := range b.Events {
		has[e.Node] = true
	}
	for _, e := range a.Events {
		if (e.Func.Role == wslib.ReadDeadline || e.Func.Role == wslib.OnPong) && !has[e.Node] {
			return true
		}
	}
	return false
}

// clearedIn reports whether a deadline may be cleared while the loop runs.
func (f *fixer) clearedIn(t *target) bool {
	reach := f.flow.Reach(t.loop)
	for _, e := range f.clears {
		if lang.Within(e.Node, t.loop) || reach[e.In] || e.In != t.in && !f.leadsTo(e.In, t) {
			return true
		}
	}
	return false
}

// leadsTo reports whether in runs the loop, and so not beside it.
func (f *fixer) leadsTo(in *connflow.Func, t *target) bool {
	for _, p := range t.read.places {
		if p.in == in {
			return true
		}
		for _, site := range f.flow.Callers(in) {
			if site.In == p.in && f.flow.Between(site.Call, p.node, nil) {
				return true
			}
		}
	}
	return false
}

// nilTested reports whether the loop's function reckons with a nil connection.
func (f *fixer) nilTested(t *target) bool {
	v := lang.VarOrField(f.flow.Info, t.expr)
	found := false
	lang.Walk(t.in.Body, func(n ast.Node) {
		if cmp, ok := n.(*ast.BinaryExpr); ok && (lang.IsNil(f.flow.Info, cmp.X) && lang.VarOrField(f.flow.Info, cmp.Y) == v || lang.IsNil(f.flow.Info, cmp.Y) && lang.VarOrField(f.flow.Info, cmp.X) == v) {
			found = true
		}
	})
	return found
}

// universal reports whether the predeclared names mean what they say at n.
func (f *fixer) universal(n ast.Node, names ...string) bool {
	for _, name := range names {
		if f.lookup(name, n) != types.Universe.Lookup(name) {
			return false
		}
	}
	return true
}

// lookup returns what name means at n, nil if nothing.
func (f *fixer) lookup(name string, n ast.Node) types.Object {
	scope := f.pass.Pkg.Scope().Innermost(n.Pos())
	if scope == nil {
		return nil
	}
	_, obj := scope.LookupParent(name, n.Pos())
	return obj
}

// method returns the meaning of the method called name of e's type, nil if it
// is none of the library's.
func (f *fixer) method(e ast.Expr, name string) (*wslib.Func, *types.Func) {
	t := f.flow.Info.TypeOf(e)
	if t == nil {
		return nil, nil
	}
	obj, _, _ := types.LookupFieldOrMethod(t, true, f.flow.Pkg, name)
	fn, _ := obj.(*types.Func)
	meaning, _ := f.flow.Index.Func(fn)
	return meaning, fn
}

// statement returns the statement around n that stands in a list of
// statements, nil where n is in the head of a loop or in another function.
func (f *fixer) statement(n ast.Node) ast.Stmt {
	path := f.flow.Path(n)
	for i, p := range path {
		stmt, ok := p.(ast.Stmt)
		if !ok {
			if _, ok := p.(*ast.FuncLit); ok {
				return nil
			}
			continue
		}
		switch p.(type) {
		case *ast.ForStmt, *ast.RangeStmt:
			return nil // in its head: it is read again and again
		}
		if i+1 == len(path) {
			return nil
		}
		switch above := path[i+1].(type) {
		case *ast.BlockStmt, *ast.CaseClause:
			return stmt
		case *ast.CommClause:
			if above.Comm != stmt {
				return stmt
			}
			return nil
		case *ast.IfStmt:
			if above.Else == stmt {
				return nil
			}
		}
	}
	return nil
}

// seconds says how long d is in a message: "60s", not "1m0s".
func seconds(d time.Duration) string {
	return strconv.FormatFloat(d.Seconds(), 'f', -1, 64) + "s"
}

// duration returns d as Go source, with the name that package time has.
func duration(d time.Duration, pkg string) string {
	switch {
	case d%time.Second == 0:
		return fmt.Sprintf("%d * %s.Second", d/time.Second, pkg)
	case d%time.Millisecond == 0:
		return fmt.Sprintf("%d * %s.Millisecond", d/time.Millisecond, pkg)
	}
	return fmt.Sprintf("%d * %s.Nanosecond", d.Nanoseconds(), pkg)
}

// pingPeriod is the period that the fix writes as pongWait * 9 / 10: there is
// time left for the pong.
func (o *options) pingPeriod() time.Duration { return o.pongWait * 9 / 10 }
