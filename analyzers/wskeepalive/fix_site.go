package wskeepalive

import (
	"go/ast"
	"go/token"
	"go/types"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/lang"
	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// A site is where the pong handler and the pinger of a connection stand: once
// for each connection, and before it is read in a loop.
type site struct {
	in     *connflow.Func
	pos    token.Pos
	insert func(text string)
	// conn is what the connection is called there, root the variable with which
	// that begins.
	conn string
	root *types.Var
	// stop has what runs beside the loop end with it, by a statement that is given to
	// it; nil where that cannot be done. It returns what to insert at the site.
	stop func(text string) string
}

// sites finds where a pinger stands, and what ends it.
type sites struct{ *fixer }

// siteFor returns the site for the points: in front of their loop, else behind
// the dial. pings says that there will be a pinger, which has to end.
func (st *sites) siteFor(points []*point, pings bool) (*site, refusal) {
	beside := st.besideLoop(points)
	if beside != nil && pings && !st.Predeclared(beside.pos, "close", "make") {
		beside.stop = nil
	}
	if beside != nil && (beside.stop != nil || !pings) {
		return beside, ""
	}
	behind, why := st.behindDial(points)
	if why != "" && beside != nil && st.closed() && !st.repeated(points[0]) {
		return beside, ""
	}
	if why == "" && pings && !st.closed() {
		return nil, neverClosed
	}
	return behind, why
}

// closed reports whether the package closes the connection anywhere: a pinger
// that nobody stops ends then.
func (st *sites) closed() bool {
	for _, e := range st.Conn.Events {
		if e.Func.Role == wslib.Close {
			return true
		}
	}
	return false
}

// besideLoop returns the site in front of the one loop of all points, nil where
// there are several, or where the connection may be another one in the loop, or
// none.
func (st *sites) besideLoop(points []*point) *site {
	first := points[0]
	loop := first.Loop
	if loop == nil || first.root == nil {
		return nil
	}
	for _, p := range points {
		if p.Loop != first.Loop || p.in != first.in || p.conn != first.conn || !lang.Within(p.stmt, loop) || !st.stable(p) {
			return nil
		}
	}
	if st.mayBeNil(first) {
		return nil
	}
	for _, other := range st.anchors.shared(points) {
		if other.Lib != st.Conn.Lib || st.anchors.keeps(other, st.Conn) || st.anchors.keeps(st.Conn, other) {
			return nil
		}
	}
	insert := func(text string) { st.Before(loop, text) }
	return &site{in: first.in, pos: loop.Pos(), insert: insert, conn: first.conn, root: first.root, stop: st.stopOf(loop, first.in)}
}

// stopOf returns the site's way to end what runs beside the loop of the function
// in: a deferred call where the function ends with the loop, or a statement behind
// the loop where all ways out pass it.
func (st *sites) stopOf(loop ast.Stmt, in *connflow.Func) func(string) string {
	switch {
	case !st.InLoop(loop) && st.endsWith(loop, in):
		return func(text string) string { return "defer " + text + "\n" }
	case st.PassesEnd(loop):
		return func(text string) string {
			st.After(loop, text)
			return ""
		}
	}
	return nil
}

// stable reports whether the connection is known before p's loop, and stays the
// same in it.
func (st *sites) stable(p *point) bool {
	if p.Loop.Pos() <= p.root.Pos() && p.root.Pos() < p.Loop.End() {
		return false
	}
	for _, v := range append(st.anchors.chain(p.Slot(p.Func.Conn)), p.root) {
		if st.anchors.changes(v, p) {
			return false
		}
	}
	return true
}

// mayBeNil reports whether p's function reckons with a nil connection.
func (st *sites) mayBeNil(p *point) bool {
	v := st.anchors.variable(p.Slot(p.Func.Conn))
	found := false
	lang.Walk(p.in.Body, func(n ast.Node) {
		if e, ok := n.(ast.Expr); ok {
			x, _, ok := lang.NilTest(st.flow.Info, e)
			found = found || ok && (st.anchors.variable(x) == v || st.anchors.variable(x) == p.root)
		}
	})
	return found
}

// repeated reports whether p's loop runs again for the same connection, or, as a
// loop in another one, may.
func (st *sites) repeated(p *point) bool {
	if st.InLoop(p.Loop) {
		return true
	}
	for _, at := range p.Places {
		for from := at.From; from != nil; from = from.From {
			if from == p.Again && st.Loop(at) != nil {
				return true
			}
		}
	}
	return false
}

// endsWith reports whether nothing but a plain end of the function follows the
// loop: no loop, nothing that waits, and no call that leads back to it or to a dial.
func (st *sites) endsWith(loop ast.Stmt, in *connflow.Func) bool {
	plain := true
	lang.Walk(in.Body, func(n ast.Node) {
		if n.Pos() < loop.End() {
			return
		}
		switch n := n.(type) {
		case *ast.ForStmt, *ast.RangeStmt, *ast.SelectStmt, *ast.GoStmt:
			plain = false
		case *ast.UnaryExpr:
			plain = plain && n.Op != token.ARROW
		case *ast.CallExpr:
			plain = plain && !st.flow.Reach(n)[in] && !st.Dials(n)
		}
	})
	return plain
}

// behindDial returns the site where the dial has succeeded.
func (st *sites) behindDial(points []*point) (*site, refusal) {
	if len(st.anchors.shared(points)) > 0 || st.given(points) {
		return nil, sharedRead
	}
	for _, call := range st.Conn.Calls {
		if call.In == nil || call.Expr == nil || st.flow.File(call.Node) != st.file {
			continue
		}
		lhs, result := st.flow.AssignedTo(call.Expr), call.Func.Conn.Result()
		if result < 0 || result >= len(lhs) || rootOf(lhs[result]) == nil || lang.IsBlank(lhs[result]) || !st.supports(st.idioms.BoundRead, lhs[result]) {
			continue
		}
		stmt := st.Statement(call.Expr)
		if stmt == nil {
			continue
		}
		found := st.Success(stmt, call.Expr)
		if found == nil {
			return nil, uncheckedDial
		}
		s := &site{in: call.In, conn: st.Text(lhs[result]), root: st.anchors.variable(rootOf(lhs[result]))}
		if s.root == nil {
			continue
		}
		if found.In != nil {
			s.pos, s.insert = found.In.Lbrace+1, func(text string) { st.Prepend(found.In, text) }
		} else {
			s.pos, s.insert = found.After.End(), func(text string) { st.After(found.After, text) }
		}
		return s, ""
	}
	return nil, changing
}

// given reports whether what is read may be a connection that a caller out of
// sight hands in.
func (st *sites) given(points []*point) bool {
	for _, p := range points {
		for _, s := range st.flow.Sources(p.Slot(p.Func.Conn)) {
			if s.Kind == connflow.Unseen && s.Var != nil && !s.Var.IsField() {
				return true
			}
		}
	}
	return false
}

// local returns a name for the site's connection that nobody sets anew: a
// goroutine and a handler that look at a field later may find another
// connection. Where the site's own name may change, text declares one.
func (st *sites) local(s *site) (name, text string) {
	if s.conn == s.root.Name() && s.root.Parent() != st.flow.Pkg.Scope() && len(st.flow.Writes(s.root)) <= 1 {
		return s.conn, ""
	}
	name = st.FreeName(s.pos, "conn", "wsConn", "dialed")
	return name, name + " := " + s.conn + "\n"
}
