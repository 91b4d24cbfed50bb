package wskeepalive

import (
	"go/ast"
	"go/types"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/deadpeer"
	"github.com/wsvet/wsvet/analyzers/internal/lang"
	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// A point is a place in front of which the connection's reads are bounded: the
// read that a loop repeats, or the call in the loop that leads to it.
type point struct {
	*deadpeer.Read
	node ast.Node
	in   *connflow.Func
	stmt ast.Stmt
	// conn is what the connection is called there, and root the variable with which
	// that begins.
	conn string
	root *types.Var
}

// points returns those of all reads in loops, and of those that may come after.
func (f *fixer) points() ([]*point, refusal) {
	var points []*point
	seen := map[ast.Stmt]bool{}
	for _, r := range f.Reads {
		if r.Again == nil && f.precedes(r) {
			continue
		}
		if !r.Tabled() {
			return nil, otherPackage
		}
		if r.Lib == nil {
			return nil, otherRead // a view of what is below the library
		}
		p, why := f.point(r)
		if why != "" {
			return nil, why
		}
		if !f.supports(f.idioms.BoundRead, r.Slot(r.Func.Conn)) {
			return nil, noDeadline
		}
		if !seen[p.stmt] {
			seen[p.stmt] = true
			points = append(points, p)
		}
	}
	return points, ""
}

// point returns that of r: in the loop, where the connection has a name there.
func (f *fixer) point(r *deadpeer.Read) (*point, refusal) {
	expr := r.Slot(r.Func.Conn)
	if expr == nil || rootOf(expr) == nil {
		return nil, changing
	}
	p := &point{Read: r, node: r.Node, in: r.In, conn: f.nameOf(expr), root: f.variable(rootOf(expr))}
	if conn, root := f.nameInLoop(r, expr); conn != "" {
		p.node, p.in, p.conn, p.root = r.Again.Node, r.Again.In, conn, root
	}
	if f.flow.File(p.node) != f.file {
		return nil, otherFile
	}
	if p.stmt = f.Statement(p.node); p.stmt == nil {
		return nil, inHead
	}
	return p, ""
}

// nameOf returns e, an x or x.y.z, as its own function writes it.
func (f *fixer) nameOf(e ast.Expr) string {
	if f.flow.File(e) != f.file {
		return ""
	}
	return f.Text(ast.Unparen(e))
}

// nameInLoop returns what the loop around a call of r's function calls the
// connection, which is e there: the argument in the place of the parameter. It
// is "" where the loop cannot name it.
func (f *fixer) nameInLoop(r *deadpeer.Read, e ast.Expr) (string, *types.Var) {
	if r.Again == nil {
		return "", nil
	}
	call, ok := r.Again.Node.(*ast.CallExpr)
	helper := r.Again.From
	if helper == nil || helper.From != nil || !ok || f.flow.File(e) != f.file || f.flow.File(call) != f.file {
		return "", nil
	}
	root := rootOf(e)
	arg := f.flow.Arg(call, helper.In, f.variable(root))
	if arg == nil || rootOf(arg) == nil || len(f.flow.Writes(f.variable(root))) > 0 && !f.isParam(helper.In, root) {
		return "", nil
	}
	if t := f.variable(root).Type(); helper.In.Param(f.variable(root)) == wslib.Recv && !types.Identical(lang.Deref(t), lang.Deref(lang.TypeOf(f.flow.Info, arg))) {
		return "", nil // a promoted method
	}
	return f.Text(ast.Unparen(arg)) + f.Text(ast.Unparen(e))[len(root.Name):], f.variable(rootOf(arg))
}

func (f *fixer) isParam(in *connflow.Func, id *ast.Ident) bool {
	return in.Param(f.variable(id)) != wslib.None
}

func (f *fixer) variable(e ast.Expr) *types.Var { return lang.VarOrField(f.flow.Info, e) }

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
func (f *fixer) chain(e ast.Expr) []*types.Var {
	var vars []*types.Var
	for {
		if v := f.variable(e); v != nil {
			vars = append(vars, v)
		}
		sel, ok := ast.Unparen(e).(*ast.SelectorExpr)
		if !ok {
			return vars
		}
		e = sel.X
	}
}

// changes reports whether v may be set between two runs of p in its loop.
func (f *fixer) changes(v *types.Var, p *point) bool {
	for _, rhs := range f.flow.Writes(v) {
		in := f.flow.Func(rhs)
		if in == p.in {
			if lang.Within(rhs, p.Loop) && f.flow.Between(rhs, p.node, nil) {
				return true
			}
			continue
		}
		found := false
		lang.Walk(p.Loop, func(n ast.Node) {
			call, ok := n.(*ast.CallExpr)
			found = found || ok && f.flow.Reach(call)[in] && f.flow.Between(call, p.node, nil)
		})
		if found {
			return true
		}
	}
	return false
}

// shared returns the other connections that are read at the points.
func (f *fixer) shared(points []*point) []*connflow.Conn {
	var others []*connflow.Conn
	for _, other := range f.flow.Conns {
		if other != f.Conn && reads(other, points) {
			others = append(others, other)
		}
	}
	return others
}

func reads(conn *connflow.Conn, points []*point) bool {
	for _, e := range conn.Events {
		for _, p := range points {
			if e.Func.Role == wslib.Read && e.Node == p.Node {
				return true
			}
		}
	}
	return false
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

// precedes reports whether r, a read outside of the loops, comes before those in
// them alone: one behind would meet the deadline that they leave.
func (f *fixer) precedes(r *deadpeer.Read) bool {
	before := false
	for _, looped := range f.Reads {
		if looped.Again == nil {
			continue
		}
		for _, at := range r.Places {
			for _, p := range looped.Places {
				if at.In != p.In || !f.flow.Between(at.Node, p.Node, nil) {
					continue
				}
				before = true
				if f.flow.Between(p.Node, at.Node, f.Dials) && !p.Async {
					return false
				}
			}
		}
	}
	return before
}
