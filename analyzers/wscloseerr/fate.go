package wscloseerr

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/lang"
)

// A holder is what takes up the error of a read.
type holder uint8

const (
	// taken: something is done with it on the spot, or it is kept for others.
	taken holder = iota
	// returned with the statement that the read stands in.
	returned
	// none: the call is a statement of its own.
	none
	// blank: it is assigned to the blank identifier.
	blank
	// started: the call is that of a go or defer statement.
	started
	// tested: it is compared with nil, and nothing else.
	tested
	// named: it is assigned to a variable (reading.err).
	named
)

// hold finds what takes up the error of r.
func (c *checker) hold(r *reading) {
	path := c.flow.Path(r.call)
	for i := 1; i < len(path); i++ {
		child := path[i-1]
		switch n := path[i].(type) {
		case *ast.ParenExpr:
			continue
		case *ast.ExprStmt:
			r.holder, r.stmt = none, n
		case *ast.GoStmt:
			r.holder, r.stmt = started, n
		case *ast.DeferStmt:
			r.holder, r.stmt = started, n
		case *ast.AssignStmt:
			r.stmt = n
			j := slices.IndexFunc(n.Rhs, func(e ast.Expr) bool { return e == child })
			if len(n.Rhs) == 1 {
				j = r.index
			}
			if j < 0 || j >= len(n.Lhs) {
				return
			}
			c.assigned(r, n.Lhs[j])
		case *ast.ValueSpec:
			j := slices.IndexFunc(n.Values, func(e ast.Expr) bool { return e == child })
			if len(n.Values) == 1 {
				j = r.index
			}
			if j < 0 || j >= len(n.Names) {
				return
			}
			r.stmt = n
			c.assigned(r, n.Names[j])
		case *ast.ReturnStmt:
			r.holder, r.stmt = returned, n
		case *ast.BinaryExpr:
			e, _, ok := lang.NilTest(c.flow.Info, n)
			if ok && e == r.call && c.decides(n) {
				r.holder, r.stmt = tested, n
			}
		case *ast.CallExpr: // wrapped, perhaps to be returned
			if slices.ContainsFunc(path[i:], isReturn) && lang.IsError(c.flow.Info.TypeOf(n)) {
				continue
			}
		}
		return
	}
}

func isReturn(n ast.Node) bool {
	_, ok := n.(*ast.ReturnStmt)
	return ok
}

// assigned notes that the error of r goes to lhs.
func (c *checker) assigned(r *reading, lhs ast.Expr) {
	r.lhs = ast.Unparen(lhs)
	if lang.IsBlank(lhs) {
		r.holder = blank
		return
	}
	v := lang.Var(c.flow.Info, lhs)
	if v == nil || v.IsField() || v.Parent() == c.flow.Pkg.Scope() {
		return // kept where others find it
	}
	r.holder, r.err = named, v
}

// decides reports whether e is a condition for a way to go, or a part of one.
func (c *checker) decides(e ast.Expr) bool {
	path := c.flow.Path(e)
	for i := 1; i < len(path); i++ {
		child := path[i-1]
		switch n := path[i].(type) {
		case *ast.ParenExpr:
			continue
		case *ast.UnaryExpr:
			if n.Op == token.NOT {
				continue
			}
		case *ast.BinaryExpr:
			if n.Op == token.LAND || n.Op == token.LOR {
				continue
			}
		case *ast.IfStmt:
			return n.Cond == child
		case *ast.ForStmt:
			return n.Cond == child
		case *ast.CaseClause:
			sw, _ := path[i+2].(*ast.SwitchStmt)
			return sw != nil && sw.Tag == nil && slices.Contains(n.List, child.(ast.Expr))
		}
		return false
	}
	return false
}

// A fate is what becomes of a read's error.
type fate struct {
	// used: something is done with it on some path.
	used bool
	// returned: some path returns it with nothing else done to it before than
	// to look at it.
	returned bool
	// wraps: it is put into another one on the way.
	wraps bool
	// dropped: some path leaves, or overwrites it, with nothing done to it; at
	// is where.
	dropped bool
	at      ast.Node
}

// fate follows the error of r through its function.
func (c *checker) fate(r *reading) fate {
	switch r.holder {
	case returned:
		return fate{used: true, returned: true, wraps: !c.returnsPlain(r.stmt, r)}
	case taken:
		return fate{used: true}
	case none, blank, started:
		return fate{dropped: true}
	}
	f := c.flow.Func(r.call)
	if f == nil {
		return fate{used: true}
	}
	if r.err != nil && c.usedElsewhere(r, f) {
		return fate{used: true}
	}
	var out fate
	w := &way{checker: c, graph: c.graph(f), err: r.err}
	last := ast.Node(r.stmt)
	w.visit = func(n ast.Node) bool {
		u := c.use(w.graph, r, n)
		out.used = out.used || u == looked || u == consumed || u == wrapped || u == handed
		return u != consumed && u != handed && u != overwritten
	}
	w.after(r.stmt)
	w.visit = func(n ast.Node) bool {
		u := c.use(w.graph, r, n)
		out.returned = out.returned || u == handed
		out.wraps = out.wraps || u == wrapped || u == handed && !c.returnsPlain(n, r)
		return u != consumed && u != handed && u != overwritten
	}
	w.after(r.stmt)

	w.busy = true
	drop := func(at ast.Node) {
		if !out.dropped {
			out.dropped, out.at = true, at
		}
	}
	w.visit = func(n ast.Node) bool {
		last = n
		switch c.use(w.graph, r, n) {
		case overwritten:
			drop(n)
			return false
		case looked, consumed, wrapped, handed:
			return false
		}
		return true
	}
	w.exit = func() { drop(last) }
	w.after(r.stmt)
	return out
}

// A use is what a statement or an expression of a path does to an error.
type use uint8

const (
	unused use = iota
	// looked: it is compared, or taken apart.
	looked
	// wrapped: another error with it inside takes its place.
	wrapped
	// consumed: it is logged, stored, sent, or passed on.
	consumed
	// handed: it is returned.
	handed
	// overwritten by something else.
	overwritten
)

// use says what n, a node of a path, does to the error of r.
func (c *checker) use(g *graph, r *reading, n ast.Node) use {
	if r.err == nil {
		if lang.Within(r.call, n) {
			return overwritten
		}
		return unused
	}
	mentioned := c.mentions(n, r.err)
	switch n := n.(type) {
	case *ast.ReturnStmt:
		if mentioned || len(n.Results) == 0 && c.isResult(r) {
			return handed
		}
	case *ast.AssignStmt:
		return c.useInAssignment(n, r, mentioned)
	case *ast.ValueSpec:
		if mentioned {
			return consumed
		}
	case ast.Expr:
		if mentioned && (g.conds[n] || g.tags[n]) {
			return looked
		}
	}
	if mentioned {
		return consumed
	}
	return unused
}

// returnsPlain reports whether n returns the error of r as it is.
func (c *checker) returnsPlain(n ast.Node, r *reading) bool {
	results := n.(*ast.ReturnStmt).Results
	if len(results) == 0 {
		return true
	}
	last := ast.Unparen(results[len(results)-1])
	return last == r.call || r.err != nil && lang.Var(c.flow.Info, last) == r.err
}

func (c *checker) useInAssignment(n *ast.AssignStmt, r *reading, mentioned bool) use {
	over := slices.ContainsFunc(n.Lhs, func(e ast.Expr) bool { return lang.Var(c.flow.Info, e) == r.err })
	if !mentioned {
		if over {
			return overwritten
		}
		return unused
	}
	if over {
		return wrapped
	}
	for i, rhs := range n.Rhs {
		if len(n.Lhs) == len(n.Rhs) && !lang.IsBlank(n.Lhs[i]) && lang.IsError(c.flow.Info.TypeOf(rhs)) && c.mentions(rhs, r.err) {
			return consumed
		}
	}
	return looked
}

// mentions reports whether n does something with the value of v: more than to
// compare it with nil for a way to go, to assign it, or to discard it.
func (c *checker) mentions(n ast.Node, v *types.Var) bool {
	found := false
	lang.Inspect(n, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			return false // it runs at another time
		case *ast.BinaryExpr:
			if e, _, ok := lang.NilTest(c.flow.Info, n); ok && lang.Var(c.flow.Info, e) == v && c.decides(n) {
				return false
			}
		case *ast.AssignStmt:
			discards := true
			for _, lhs := range n.Lhs {
				if !lang.IsBlank(lhs) {
					discards = false
				}
				if _, ok := ast.Unparen(lhs).(*ast.Ident); !ok {
					found = found || c.mentions(lhs, v)
				}
			}
			for _, rhs := range n.Rhs {
				if !discards || lang.Var(c.flow.Info, rhs) != v {
					found = found || c.mentions(rhs, v)
				}
			}
			return false
		case *ast.Ident:
			found = found || c.flow.Info.Uses[n] == v
		}
		return !found
	})
	return found
}

// isResult reports whether the error of r is a named result of its function.
func (c *checker) isResult(r *reading) bool {
	f := c.flow.Func(r.call)
	sig := c.signature(f)
	for v := range sig.Results().Variables() {
		if v == r.err {
			return true
		}
	}
	return false
}

// usedElsewhere reports whether code that runs when nobody can tell uses the
// error of r: a function literal, a deferred one say, the function around it,
// or whoever got its address.
func (c *checker) usedElsewhere(r *reading, in *connflow.Func) bool {
	path := c.flow.Path(in.Node)
	decl := path[max(0, len(path)-2)]
	for _, f := range c.flow.Funcs {
		if lang.Within(f.Node, decl) && f != in && c.mentions(f.Body, r.err) {
			return true
		}
	}
	found := false
	lang.Inspect(in.Body, func(n ast.Node) bool {
		found = found || c.addressed(n, r.err)
		return !found
	})
	return found
}

// addressed reports whether n takes the address of v.
func (c *checker) addressed(n ast.Node, v *types.Var) bool {
	u, ok := n.(*ast.UnaryExpr)
	return ok && u.Op == token.AND && lang.Var(c.flow.Info, u.X) == v
}
