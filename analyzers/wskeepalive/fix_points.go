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

// points finds the places before which a bound is renewed.
type points struct{ *fixer }

// points returns those of all reads in loops, and of those that may come after.
func (pt *points) points() ([]*point, refusal) {
	var points []*point
	seen := map[ast.Stmt]bool{}
	for _, r := range pt.Reads {
		if r.Again == nil && pt.precedes(r) {
			continue
		}
		if !readsOnce(r) {
			return nil, otherPackage
		}
		if r.Lib == nil {
			return nil, otherRead // a view of what is below the library
		}
		p, why := pt.point(r)
		if why != "" {
			return nil, why
		}
		if !pt.supports(pt.idioms.BoundRead, r.Slot(r.Func.Conn)) {
			return nil, noDeadline
		}
		if !seen[p.stmt] {
			seen[p.stmt] = true
			points = append(points, p)
		}
	}
	return points, ""
}

// readsOnce reports whether r is a read in this package, or a call of another one's
// function that reads once each time: the bound before the call is that of the read.
func readsOnce(r *deadpeer.Read) bool {
	return r.Tabled() || !r.Func.Endless && !r.Func.Background
}

// point returns that of r: in the loop, where the connection has a name there.
func (pt *points) point(r *deadpeer.Read) (*point, refusal) {
	expr := r.Slot(r.Func.Conn)
	if expr == nil || rootOf(expr) == nil {
		return nil, changing
	}
	p := &point{Read: r, node: r.Node, in: r.In, conn: pt.nameOf(expr), root: pt.variable(rootOf(expr))}
	if conn, root := pt.nameInLoop(r, expr); conn != "" {
		p.node, p.in, p.conn, p.root = r.Again.Node, r.Again.In, conn, root
	}
	if pt.flow.File(p.node) != pt.file {
		return nil, otherFile
	}
	if p.stmt = pt.Statement(p.node); p.stmt == nil {
		return nil, inHead
	}
	return p, ""
}

// nameOf returns e, an x or x.y.z, as its own function writes it.
func (pt *points) nameOf(e ast.Expr) string {
	if pt.flow.File(e) != pt.file {
		return ""
	}
	return pt.Text(ast.Unparen(e))
}

// nameInLoop returns what the loop around a call of r's function calls the
// connection, which is e there: the argument in the place of the parameter. It
// is "" where the loop cannot name it.
func (pt *points) nameInLoop(r *deadpeer.Read, e ast.Expr) (string, *types.Var) {
	if r.Again == nil {
		return "", nil
	}
	call, ok := r.Again.Node.(*ast.CallExpr)
	helper := r.Again.From
	if helper == nil || helper.From != nil || !ok || pt.flow.File(e) != pt.file || pt.flow.File(call) != pt.file {
		return "", nil
	}
	root := rootOf(e)
	arg := pt.flow.Arg(call, helper.In, pt.variable(root))
	if arg == nil || rootOf(arg) == nil || len(pt.flow.Writes(pt.variable(root))) > 0 && !pt.isParam(helper.In, root) {
		return "", nil
	}
	if t := pt.variable(root).Type(); helper.In.Param(pt.variable(root)) == wslib.Recv && !types.Identical(lang.Deref(t), lang.Deref(lang.TypeOf(pt.flow.Info, arg))) {
		return "", nil // a promoted method
	}
	return pt.Text(ast.Unparen(arg)) + pt.Text(ast.Unparen(e))[len(root.Name):], pt.variable(rootOf(arg))
}

func (pt *points) isParam(in *connflow.Func, id *ast.Ident) bool {
	return in.Param(pt.variable(id)) != wslib.None
}

func (pt *points) variable(e ast.Expr) *types.Var { return lang.VarOrField(pt.flow.Info, e) }

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
func (pt *points) chain(e ast.Expr) []*types.Var {
	var vars []*types.Var
	for {
		if v := pt.variable(e); v != nil {
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
func (pt *points) changes(v *types.Var, p *point) bool {
	for _, rhs := range pt.flow.Writes(v) {
		in := pt.flow.Func(rhs)
		if in == p.in {
			if lang.Within(rhs, p.Loop) && pt.flow.Between(rhs, p.node, nil) {
				return true
			}
			continue
		}
		found := false
		lang.Walk(p.Loop, func(n ast.Node) {
			call, ok := n.(*ast.CallExpr)
			found = found || ok && pt.flow.Reach(call)[in] && pt.flow.Between(call, p.node, nil)
		})
		if found {
			return true
		}
	}
	return false
}

// shared returns the other connections that are read at the points.
func (pt *points) shared(points []*point) []*connflow.Conn {
	var others []*connflow.Conn
	for _, other := range pt.flow.Conns {
		if other != pt.Conn && reads(other, points) {
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
func (pt *points) keeps(a, b *connflow.Conn) bool {
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
func (pt *points) precedes(r *deadpeer.Read) bool {
	before := false
	for _, looped := range pt.Reads {
		if looped.Again == nil {
			continue
		}
		for _, at := range r.Places {
			for _, p := range looped.Places {
				if at.In != p.In || !pt.flow.Between(at.Node, p.Node, nil) {
					continue
				}
				before = true
				if pt.flow.Between(p.Node, at.Node, pt.Dials) && !p.Async {
					return false
				}
			}
		}
	}
	return before
}
