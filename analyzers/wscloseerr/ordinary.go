package wscloseerr

import (
	"fmt"
	"go/ast"
	"go/types"
	"slices"
	"strings"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/lang"
	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// An ending writes the test for an ordinary end of a connection, for one fix.
type ending struct{ *fixer }

// A test is the condition under which an error is logged.
type test struct {
	// init is a statement for the head of the if, declared one before it.
	init, declared string
	conds          []string
}

// guard returns the test with what it guards.
func (t test) guard(body string) string {
	if len(t.conds) == 0 {
		return body
	}
	head := strings.Join(t.conds, " && ")
	if t.init != "" {
		head = t.init + "; " + head
	}
	return t.declared + "if " + head + " {\n" + body + "\n}"
}

// and returns the test, which has an init, with what it and another one guard.
func (t test) and(other test, body string) string {
	if other.init == "" && other.declared == "" {
		t.conds = append(t.conds, other.conds...)
		return t.guard(body)
	}
	return t.guard(other.guard(body))
}

// notOrdinary returns the test that the error called err, at n, is neither an
// ordinary close nor the program's own end.
func (f ending) notOrdinary(n ast.Node, err string) (t test) {
	lib := f.lib
	index, pkg := f.flow.Index, f.pass.Pkg
	switch {
	case f.readsBelow():
	case !f.wrapped && index.Supports(pkg, lib, lib.Idioms.IsClose, nil):
		args := map[string]string{"err": err, "codes": strings.Join(f.codes(n), ", ")}
		t.conds = append(t.conds, "!"+f.Idiom(lib, lib.Idioms.IsClose, n.Pos(), args))
	case index.Supports(pkg, lib, lib.Idioms.CodeOf, nil):
		status := f.Name("status", n.Pos())
		t.init = status + " := " + f.Idiom(lib, lib.Idioms.CodeOf, n.Pos(), map[string]string{"err": err})
		for _, code := range f.codes(n) {
			t.conds = append(t.conds, status+" != "+code)
		}
	default:
		if typ, pointer := f.closeError(); typ != nil {
			f.notCloseError(&t, typ, pointer, n, err)
		} else if f.eofEnds() {
			t.conds = append(t.conds, fmt.Sprintf("%s != %s.EOF", err, f.Import("io", n.Pos())))
		}
	}
	if f.GoVersion("go1.16") {
		t.conds = append(t.conds, fmt.Sprintf("!%s.Is(%s, %s.ErrClosed)", f.Import("errors", n.Pos()), err, f.Import("net", n.Pos())))
	}
	if lib.ReadCtx && f.cancelled() {
		t.conds = append(t.conds, fmt.Sprintf("!%s.Is(%s, %s.Canceled)", f.Import("errors", n.Pos()), err, f.Import("context", n.Pos())))
	}
	return t
}

// readsBelow reports whether the read is of the net.Conn below the library's
// connection: its errors are no close frames.
func (f ending) readsBelow() bool {
	t := f.tabled
	return t != nil && t.Lib == nil && f.lib.Idioms.IsClose != "" && lang.IsNamed(f.flow.Info.TypeOf(t.Slot(t.Func.Conn)), "net", "Conn")
}

// cancelled reports whether the context of the read may be cancelled.
func (f ending) cancelled() bool {
	if f.tabled == nil {
		return true
	}
	ctx := f.tabled.Slot(f.tabled.Func.Ctx)
	if ctx == nil {
		return true
	}
	sources := f.flow.Sources(ctx)
	return len(sources) == 0 || slices.ContainsFunc(sources, func(s *connflow.Source) bool {
		call, ok := s.Expr.(*ast.CallExpr)
		return !ok || !wslib.NeverEnds(lang.Callee(f.flow.Info, call))
	})
}

// eofEnds reports whether the read ends with io.EOF where the peer closed the
// connection as it should: so do those of libraries that have no close errors,
// but not what copies until then.
func (f ending) eofEnds() bool {
	if f.tabled != nil && f.tabled.Lib == nil && f.tabled.Func.Endless {
		return false
	}
	return !f.lib.HasCloseErrors()
}

// notCloseError tests for a type of close error with an ordinary code.
func (f ending) notCloseError(t *test, typ *types.TypeName, pointer bool, n ast.Node, err string) {
	name := f.Name("closed", n.Pos())
	star := ""
	if pointer {
		star = "*"
	}
	t.declared = fmt.Sprintf("var %s %s%s.%s\n", name, star, f.Import(typ.Pkg().Path(), n.Pos()), typ.Name())
	var codes []string
	for _, code := range f.codes(n) {
		codes = append(codes, name+".Code == "+code)
	}
	t.conds = append(t.conds, fmt.Sprintf("!(%s.As(%s, &%s) && (%s))", f.Import("errors", n.Pos()), err, name, strings.Join(codes, " || ")))
}

// closeError returns the type of close errors that the library's read returns,
// and whether they are pointers; nil if it is one that takes no close frames
// apart.
func (f ending) closeError() (t *types.TypeName, pointer bool) {
	if t := f.tabled; t != nil && t.Tabled() && (t.Lib != nil && !t.Func.Answers || t.Lib == nil && !f.lib.HasConns()) {
		return nil, false
	}
	return f.flow.Index.CloseErrorType(f.pass.Pkg, f.lib)
}

// codes returns the ordinary codes by the library's names for them.
func (f ending) codes(n ast.Node) []string {
	var list []string
	for _, code := range f.flow.Index.OrdinaryCodes(f.pass.Pkg, f.lib) {
		if code.Path != "" {
			code.Name = f.Import(code.Path, n.Pos()) + "." + code.Name
		}
		list = append(list, code.Name)
	}
	return list
}

// logs returns statements that log the error called err unless the end is an
// ordinary one; a nilable error may be nil.
func (f ending) logs(n ast.Node, err, doing string, nilable bool) string {
	test := f.notOrdinary(n, err)
	if nilable {
		test.conds = append([]string{err + " != nil"}, test.conds...)
	}
	return test.guard(f.line(n, err, doing))
}

// line returns the statement that logs the error called err at n.
func (f ending) line(n ast.Node, err, doing string) string {
	return f.Logger(n, f.logsOnly).Line(doing, err)
}

// logsOnly reports whether fn, a logger's method, does not write to a connection.
func (f ending) logsOnly(fn *types.Func) bool {
	in := f.flow.FuncOf(fn)
	return in == nil || !f.errors.Runs(in.Body, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		return ok && slices.ContainsFunc(f.flow.CallsAt(call), func(t *connflow.Call) bool { return t.Lib != nil && t.Func.Role == wslib.Write })
	})
}

// ownCloseHidden reports whether the package closes connections of a library
// whose error for that no test can distinguish from others.
func (c *checker) ownCloseHidden(lib *wslib.Library) bool {
	return lib.HidesOwnClose && slices.ContainsFunc(c.flow.Calls, func(t *connflow.Call) bool {
		return t.Func.Role == wslib.Close && (t.Lib == lib || t.Lib == nil && c.closes(t, lib))
	})
}

// closes reports whether t, a call of the standard library, closes a connection of
// lib, below it.
func (c *checker) closes(t *connflow.Call, lib *wslib.Library) bool {
	return slices.ContainsFunc(c.flow.Conns, func(conn *connflow.Conn) bool { return conn.Lib == lib && acts(conn, t) })
}
