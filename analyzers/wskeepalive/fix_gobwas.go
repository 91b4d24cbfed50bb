package wskeepalive

import (
	"fmt"
	"go/ast"
	"go/constant"
	"go/types"
	"strings"

	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// mendFrames is the fix for gobwas, where the loop reads frame by frame: a pong
// is a frame, so that the deadline before the next read renews it. A ping is
// one Write of a whole frame, which is safe beside other such writes, and only
// beside them: the library's helpers write header and payload apart. What the
// loop makes of the pongs has to be seen.
func (f *fixer) mendFrames(t *target) string {
	if t.read.Func.Answers || t.read.Lib == nil || !f.universal(t.loop, "close", "make", "nil") || !f.wholeWrites() || !f.knowsPongs(t) {
		return ""
	}
	for name, role := range map[string]wslib.Role{"SetReadDeadline": wslib.ReadDeadline, "Write": wslib.Write} {
		if m, _ := f.method(t.expr, name); m == nil || m.Role != role {
			return ""
		}
	}
	pings := !f.pingsOften() || len(f.sharing(t)) > 0
	how := f.stopping(t)
	if pings && (how == noStop || f.boundsWrites()) {
		return ""
	}
	pos := t.loop.Pos()
	timePkg, pongWait := f.Import("time", pos), f.Name("pongWait", pos)
	var before strings.Builder
	if !pings {
		fmt.Fprintf(&before, "const %s = %s\n", pongWait, duration(f.options.pongWait, timePkg))
	} else {
		pkg := f.Import(f.conn.Lib.CodePackage, pos)
		pingPeriod, done, ticker := f.Name("pingPeriod", pos), f.Name("done", pos), f.Name("ticker", pos)
		fmt.Fprintf(&before, "const (\n%[1]s = %[2]s\n%[3]s = %[1]s * 9 / 10\n)\n", pongWait, duration(f.options.pongWait, timePkg), pingPeriod)
		conn, text := f.local(t)
		before.WriteString(text)
		fmt.Fprintf(&before, "%s := make(chan struct{})\n", done)
		if how == byDefer {
			fmt.Fprintf(&before, "defer close(%s)\n", done)
		} else {
			f.After(t.loop, fmt.Sprintf("close(%s)", done))
		}
		ping := fmt.Sprintf("// One Write for the frame: it gets into no other.\n_, _ = %[1]s.Write(%[2]s.MustCompileFrame(%[2]s.MaskFrame(%[2]s.NewPingFrame(nil))))", conn, pkg)
		before.WriteString(pinger(ticker, timePkg, pingPeriod, done, ping))
	}
	f.Before(t.loop, before.String())
	if !f.beforeReads(t, fmt.Sprintf("_ = %s.SetReadDeadline(%s.Now().Add(%s))", t.conn, timePkg, pongWait)) {
		return ""
	}
	message := fmt.Sprintf("Set a read deadline of %s before every frame", seconds(f.options.pongWait))
	if pings {
		message += fmt.Sprintf(", and ping every %s", seconds(f.options.pingPeriod()))
	}
	return message
}

// boundsWrites reports whether the connection has write deadlines. One that is
// left over would fail a ping.
func (f *fixer) boundsWrites() bool {
	for _, e := range f.conn.Events {
		if e.Func.Role == wslib.WriteDeadline {
			return true
		}
	}
	return false
}

// wholeWrites reports whether all that is written to the connection is written
// by its own Write, a compiled frame at a time.
func (f *fixer) wholeWrites() bool {
	for _, e := range f.conn.Events {
		whole := e.Lib == nil && e.Func.Frame != wslib.None && e.Op != wslib.NoOpcode
		if e.Func.Role == wslib.Write && !whole || e.Func.Role == wslib.Read && e.Func.Answers {
			return false
		}
	}
	return true
}

// knowsPongs reports whether the loop, or what it calls, tells pongs apart.
func (f *fixer) knowsPongs(t *target) bool {
	found := f.mentionsPong(t.loop)
	for fn := range f.flow.Reach(t.loop) {
		found = found || f.mentionsPong(fn.Body)
	}
	return found
}

// mentionsPong reports whether the code below n names the pong's opcode, or
// asks whether a frame is a control frame.
func (f *fixer) mentionsPong(n ast.Node) bool {
	found := false
	ast.Inspect(n, func(n ast.Node) bool {
		id, ok := n.(*ast.Ident)
		if !ok || found {
			return !found
		}
		switch obj := f.flow.Info.Uses[id].(type) {
		case *types.Const:
			v, exact := constant.Int64Val(constant.ToInt(obj.Val()))
			found = exact && wslib.Opcode(v) == wslib.OpPong && f.ofLibrary(obj.Pkg())
		case *types.Func:
			found = obj.Name() == "IsControl" && f.ofLibrary(obj.Pkg())
		}
		return !found
	})
	return found
}

func (f *fixer) ofLibrary(p *types.Package) bool {
	table := f.flow.Index.Package(p)
	return table != nil && table.Library() == f.conn.Lib
}
