package wsclosehandshake

import (
	"go/ast"
	"go/types"
	"slices"

	"golang.org/x/tools/go/analysis"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/lang"
	"github.com/wsvet/wsvet/analyzers/internal/lifetime"
	"github.com/wsvet/wsvet/analyzers/internal/report"
	"github.com/wsvet/wsvet/analyzers/internal/rewrite"
	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// Analyzer is the check.
var Analyzer = newAnalyzer()

func newAnalyzer() *analysis.Analyzer {
	a, options := report.PackageDoc(source).Analyzer()
	a.Requires = []*analysis.Analyzer{connflow.Analyzer}
	a.Run = func(pass *analysis.Pass) (any, error) {
		return connflow.Check(pass, options.Tests, func(flow *connflow.Flow) {
			c := &checker{
				Reporter: report.New(pass, options),
				flow:     flow,
				session:  rewrite.NewSession(pass),
				reported: map[ast.Node]bool{},
			}
			for _, conn := range lifetime.New(flow).Connections() {
				c.check(conn)
			}
		})
	}
	return a
}

// A checker runs the check over one package.
type checker struct {
	*report.Reporter
	flow     *connflow.Flow
	session  *rewrite.Session
	reported map[ast.Node]bool
}

// check reports the first close of the connection that owes the peer a close frame.
func (c *checker) check(conn *lifetime.Connection) {
	if !used(conn) || c.handedAway(conn) {
		return
	}
	for _, e := range conn.Events {
		if !c.closesBare(conn, e) || !c.owesFrame(conn, e) {
			continue
		}
		if !c.reported[e.Node] {
			c.reported[e.Node] = true
			c.report(conn, e)
			return
		}
		if !isElement(e.Slot(e.Func.Conn)) {
			return
		}
	}
}

// used reports whether the connection is read or written: one that is not was made
// to see whether the server is there.
func used(conn *lifetime.Connection) bool {
	return slices.ContainsFunc(conn.Events, func(e *connflow.Event) bool {
		return e.Func.Role == wslib.Read || e.Func.Role == wslib.Write
	})
}

// handedAway reports whether code out of sight has the connection, and may send a
// close frame on it.
func (c *checker) handedAway(conn *lifetime.Connection) bool {
	return slices.ContainsFunc(conn.Away, func(a *connflow.Away) bool {
		return c.flow.Access(a.Type)&wslib.Bounds != 0 && wslib.MayFrame(conn.Lib, a.Type)
	})
}

// closesBare reports whether e closes the connection without a close frame. What is
// closed through an interface may be a view of it that sends one, or another
// package's wrapper, whose Close may do anything.
func (c *checker) closesBare(conn *lifetime.Connection, e *connflow.Event) bool {
	on := e.Slot(e.Func.Conn)
	if e.Func.Role != wslib.Close || e.Func.Handshake || !e.Tabled() || on == nil {
		return false
	}
	if !types.IsInterface(lang.TypeOf(c.flow.Info, on)) {
		return true
	}
	return !slices.ContainsFunc(c.flow.Sources(on), func(s *connflow.Source) bool {
		return s.Expr == ast.Expr(conn.Calls[0].Expr) && slices.ContainsFunc(s.Path, c.wraps)
	})
}

// wraps reports whether e is a call of another package's function, or of one of the
// library's that makes a view whose Close sends a close frame.
func (c *checker) wraps(e ast.Expr) bool {
	call, ok := e.(*ast.CallExpr)
	if !ok {
		return false
	}
	if fn := lang.Callee(c.flow.Info, call); fn != nil && c.flow.Foreign(fn) {
		return true
	}
	return slices.ContainsFunc(c.flow.CallsAt(call), func(view *connflow.Call) bool {
		return view.Func.Role == wslib.View && view.Func.Handshake
	})
}

// owesFrame reports whether e, which closes the connection without a close frame,
// does so where that is healthy and none was sent.
func (c *checker) owesFrame(conn *lifetime.Connection, e *connflow.Event) bool {
	if e.In == nil || !conn.Healthy(e.In, e.Node) {
		return false
	}
	return !sendsFrame(conn) || conn.Late(e.In) && !conn.Framed(e.In, e.Node)
}

// sendsFrame reports whether a close frame is sent on the connection anywhere, other
// than in answer to the peer's.
func sendsFrame(conn *lifetime.Connection) bool {
	return slices.ContainsFunc(conn.Events, func(e *connflow.Event) bool {
		return e.Func.Role == wslib.Close && e.Func.Handshake || lifetime.SendsFrame(e.Call)
	})
}

// isElement reports whether e is an element of a container: which of its connections
// it is, nobody can tell.
func isElement(e ast.Expr) bool {
	_, ok := e.(*ast.IndexExpr)
	return ok
}
