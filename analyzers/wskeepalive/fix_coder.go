package wskeepalive

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"strings"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/lang"
	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// mendContext is the fix for coder's libraries, whose reads see no pongs: a
// timeout for each read would end a quiet connection. A ping waits for its pong
// instead, and closes the connection when none comes. The pong is seen by the
// reading goroutine alone, so that nothing slow may run there. A ping that a write
// keeps from being sent fails by a bound of the library's own, before its context
// ends, and says nothing of the peer.
func (f *fixer) mendContext(t *target) string {
	ctx := t.read.Slot(t.read.Func.Ctx)
	if ctx == nil || t.read.again.from != nil || !f.standing(ctx, t.read) || !f.brief(t) {
		return ""
	}
	if len(f.sharing(t)) == 0 {
		if message := f.mendPing(); message != "" {
			return message
		}
	}
	if m, _ := f.method(t.expr, "Ping"); m == nil || !m.Waits {
		return ""
	}
	if m, _ := f.method(t.expr, "CloseNow"); m == nil || m.Role != wslib.Close {
		return ""
	}
	how := f.stopping(t)
	if how == noStop || !f.universal(t.loop, "nil") {
		return ""
	}
	pos := t.loop.Pos()
	timePkg, contextPkg := f.Import("time", pos), f.Import("context", pos)
	pongWait, pingPeriod := f.Name("pongWait", pos), f.Name("pingPeriod", pos)
	pingCtx, stopPings := f.Name("pingCtx", pos), f.Name("stopPings", pos)
	ticker, waitCtx, cancel := f.Name("ticker", pos), f.Name("waitCtx", pos), f.Name("cancel", pos)

	var before strings.Builder
	fmt.Fprintf(&before, "const (\n%s = %s\n%s = %s * 9 / 10\n)\n", pongWait, duration(f.options.pongWait, timePkg), pingPeriod, pongWait)
	conn, text := f.local(t)
	before.WriteString(text)
	fmt.Fprintf(&before, "%s, %s := %s.WithCancel(%s)\n", pingCtx, stopPings, contextPkg, f.Text(ctx))
	if how == byDefer {
		fmt.Fprintf(&before, "defer %s()\n", stopPings)
	} else {
		f.After(t.loop, stopPings+"()")
	}
	fmt.Fprintf(&before, `go func() {
	%[1]s := %[2]s.NewTicker(%[3]s)
	defer %[1]s.Stop()
	for {
		select {
		case <-%[4]s.Done():
			return
		case <-%[1]s.C:
			%[5]s, %[6]s := %[7]s.WithTimeout(%[4]s, %[8]s)
			err := %[9]s.Ping(%[5]s)
			for %[10]s.Is(err, %[7]s.DeadlineExceeded) && %[5]s.Err() == nil {
				err = %[9]s.Ping(%[5]s) // a write was in the way of the last one
			}
			%[6]s()
			if %[4]s.Err() != nil {
				return
			}
			if err != nil {
				_ = %[9]s.CloseNow()
				return
			}
		}
	}
}()
`, ticker, timePkg, pingPeriod, pingCtx, waitCtx, cancel, contextPkg, pongWait, conn, f.Import("errors", pos))
	f.Before(t.loop, before.String())
	return fmt.Sprintf("Ping every %s, and close the connection when no pong comes within %s", seconds(f.options.pingPeriod()), seconds(f.options.pongWait))
}

// mendPing closes the connection where a ping fails that is sent already, often
// enough, under a timeout, and whose error is tested. It returns the fix's
// message, "" if there is no such ping.
func (f *fixer) mendPing() string {
	if !f.pingsOften() {
		return ""
	}
	for _, e := range f.pings {
		ctx, conn := e.Slot(e.Func.Ctx), e.Slot(e.Func.Conn)
		root := rootOf(conn)
		if !e.Func.Waits || ctx == nil || root == nil || !f.bounding(ctx, true) || f.fileOf(e.Node) != f.file {
			continue
		}
		if m, _ := f.method(conn, "CloseNow"); m == nil || m.Role != wslib.Close {
			continue
		}
		if branch := f.failureBranch(e); branch != nil && f.lookup(root.Name, branch) == f.flow.Info.Uses[root] {
			f.Prepend(branch, "_ = "+f.Text(conn)+".CloseNow()")
			return "Close the connection when a ping fails"
		}
	}
	return ""
}

// failureBranch returns the branch that is taken when the call e failed: that
// of the if statement around it, or of the first one behind it that tests its
// error alone.
func (f *fixer) failureBranch(e *connflow.Event) *ast.BlockStmt {
	errs := f.errorsOf(e.Node)
	var found *ast.BlockStmt
	lang.Walk(e.In.Body, func(n ast.Node) {
		stmt, ok := n.(*ast.IfStmt)
		if !ok || found != nil || !f.tests(stmt, e.Node) && (stmt.Pos() < e.Node.End() || !f.mentions(stmt.Cond, errs)) {
			return
		}
		cmp, ok := stmt.Cond.(*ast.BinaryExpr)
		if ok && cmp.Op == token.NEQ && lang.IsNil(f.flow.Info, cmp.Y) {
			found = stmt.Body
		}
	})
	return found
}

// standing reports whether the context is one for all reads of the loop: a
// variable that keeps its value, or context.Background().
func (f *fixer) standing(ctx ast.Expr, r *read) bool {
	if call, ok := ast.Unparen(ctx).(*ast.CallExpr); ok {
		return lang.CalleeIs(f.flow.Info, call, "context", "Background", "TODO")
	}
	return f.stable(ctx, r)
}

// brief reports whether what the loop does between two reads takes no time to
// speak of, as far as can be seen: it decodes, logs, computes, but waits for
// nothing.
func (f *fixer) brief(t *target) bool {
	again := t.nodes[0]
	return f.briefCode(t.loop.Body, func(n ast.Node) bool { return f.flow.Between(n, again, nil) }, map[*connflow.Func]bool{}, true)
}

// briefCode looks at the nodes below root for which counts holds.
func (f *fixer) briefCode(root ast.Node, counts func(ast.Node) bool, seen map[*connflow.Func]bool, reading bool) bool {
	brief := true
	lang.Walk(root, func(n ast.Node) {
		if !brief {
			return
		}
		switch n := n.(type) {
		case *ast.CallExpr:
			brief = f.briefCall(n, seen, reading) || !counts(n)
		case *ast.SendStmt:
			brief = f.polled(n) || !counts(n)
		case *ast.UnaryExpr:
			if n.Op == token.ARROW {
				brief = f.polled(n) || !counts(n)
			}
		case *ast.ForStmt:
			brief = !counts(n.Body)
		case *ast.RangeStmt:
			switch f.flow.Info.TypeOf(n.X).Underlying().(type) {
			case *types.Chan, *types.Signature:
				brief = !counts(n.X)
			}
		}
	})
	return brief
}

// briefPackages are packages whose functions compute, or write a line at most.
var briefPackages = map[string]bool{
	"bytes": true, "cmp": true, "encoding/binary": true, "encoding/hex": true, "encoding/json": true, "errors": true,
	"fmt": true, "log": true, "log/slog": true, "maps": true, "math": true, "slices": true, "sort": true, "strconv": true,
	"strings": true, "sync/atomic": true, "unicode/utf8": true,
}

func (f *fixer) briefCall(call *ast.CallExpr, seen map[*connflow.Func]bool, reading bool) bool {
	if tv, ok := f.flow.Info.Types[call.Fun]; ok && (tv.IsType() || tv.IsBuiltin()) {
		return true
	}
	if _, ok := f.flow.Parent(call).(*ast.GoStmt); ok {
		return true
	}
	for _, e := range f.conn.Events {
		if e.Node == call && e.Func.Role == wslib.Read {
			return reading
		}
	}
	if fn := lang.Callee(f.flow.Info, call); fn != nil {
		if fn.Pkg() == nil {
			return true // error.Error
		}
		if briefPackages[fn.Pkg().Path()] {
			return !strings.HasPrefix(fn.Name(), "Fscan") && !strings.HasPrefix(fn.Name(), "Scan") &&
				!strings.HasPrefix(fn.Name(), "Fprint") && fn.Name() != "Decode" && fn.Name() != "Encode"
		}
		if fn.Pkg().Path() == "time" {
			return fn.Name() == "Now" || fn.Name() == "Since" || fn.Signature().Recv() != nil
		}
		if fn.Pkg().Path() == "context" {
			return true
		}
	}
	callees := f.flow.Callees(call)
	for _, callee := range callees {
		if seen[callee] {
			return false // recursion
		}
		seen[callee] = true
		ok := f.briefCode(callee.Body, func(ast.Node) bool { return true }, seen, false)
		delete(seen, callee)
		if !ok {
			return false
		}
	}
	return len(callees) > 0 && !f.dynamic(call)
}

// dynamic reports whether call may run functions other than those seen.
func (f *fixer) dynamic(call *ast.CallExpr) bool {
	fn := lang.Callee(f.flow.Info, call)
	return fn == nil || fn.Signature().Recv() != nil && types.IsInterface(fn.Signature().Recv().Type())
}

// polled reports whether the channel operation n is that of a select with a
// default, which does not wait.
func (f *fixer) polled(n ast.Node) bool {
	for _, p := range f.flow.Path(n) {
		switch p := p.(type) {
		case *ast.SelectStmt:
			for _, clause := range p.Body.List {
				if clause.(*ast.CommClause).Comm == nil {
					return true
				}
			}
			return false
		case *ast.BlockStmt, *ast.FuncLit:
			if _, ok := f.flow.Parent(p).(*ast.SelectStmt); !ok {
				return false
			}
		case *ast.CommClause:
			if p.Comm == nil || !lang.Within(n, p.Comm) {
				return false
			}
		}
	}
	return false
}
