package errfate_test

import (
	"fmt"
	"go/ast"
	"go/types"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"

	"github.com/wsvet/wsvet/analyzers/atest"
	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/errfate"
)

// run runs ask over the package of testdata/errfate with that name.
func run(t *testing.T, name string, ask func(*analysis.Pass, *connflow.Flow)) {
	t.Helper()
	a := &analysis.Analyzer{
		Name:     name,
		Doc:      "ask errfate",
		Requires: []*analysis.Analyzer{connflow.Analyzer},
		Run: func(pass *analysis.Pass) (any, error) {
			return connflow.Check(pass, false, func(flow *connflow.Flow) { ask(pass, flow) })
		},
	}
	atest.Run(t, a, "./errfate/"+name)
}

var holders = map[errfate.Holder]string{
	errfate.Taken: "taken", errfate.Returned: "returned on the spot", errfate.Ignored: "ignored", errfate.Blank: "blank",
	errfate.Started: "started", errfate.Tested: "tested", errfate.Named: "named",
}

// TestFate asks what becomes of the error of each call of fail and get: the want
// comment says what takes it up, and then whether it is used, returned, wrapped or
// dropped, and where.
func TestFate(t *testing.T) {
	run(t, "fates", func(pass *analysis.Pass, flow *connflow.Flow) {
		errors := errfate.New(flow)
		eachCall(flow, func(call *ast.CallExpr, name string) {
			if name != "fail" && name != "get" {
				return
			}
			e := errors.Of(call)
			fate := errors.Fate(e)
			words := []string{holders[e.Holder]}
			for _, w := range []struct {
				holds bool
				word  string
			}{{fate.Used, "used"}, {fate.Returned, "returned"}, {fate.Wrapped, "wrapped"}, {fate.Dropped, "dropped"}} {
				if w.holds {
					words = append(words, w.word)
				}
			}
			if fate.Where != nil {
				words = append(words, fmt.Sprintf("by %T", fate.Where))
			}
			pass.ReportRangef(call, "%s", strings.Join(words, ", "))
		})
	})
}

// TestCloseBranches finds the branches for close frames: the want comment is the
// variable that holds the frame.
func TestCloseBranches(t *testing.T) {
	run(t, "branches", func(pass *analysis.Pass, flow *connflow.Flow) {
		for _, b := range errfate.CloseBranches(flow) {
			pass.Reportf(b.At.Pos(), "%s", b.Frame.Name())
		}
	})
}

// TestAfter asks of each call of fail, get or leave which of the functions that
// are called a, b, c and d may run afterwards: once it failed, or in the callers
// of its function.
func TestAfter(t *testing.T) {
	run(t, "after", func(pass *analysis.Pass, flow *connflow.Flow) {
		errors := errfate.New(flow)
		eachCall(flow, func(call *ast.CallExpr, name string) {
			var then, later string
			for _, want := range []string{"a", "b", "c", "d"} {
				is := func(n ast.Node) bool {
					call, ok := n.(*ast.CallExpr)
					return ok && types.ExprString(call.Fun) == want
				}
				if e := errors.Of(call); e != nil && errors.Then(e, is) {
					then += want
				}
				if errors.Later(flow.Func(call), is, nil) {
					later += want
				}
			}
			if name == "fail" || name == "leave" {
				pass.ReportRangef(call, "then %q, later %q", then, later)
			}
		})
	})
}

// TestReads asks for the reads of a package: the want comment says whose error
// each is.
func TestReads(t *testing.T) {
	run(t, "reads", func(pass *analysis.Pass, flow *connflow.Flow) {
		returned := map[string]bool{}
		reads := errfate.New(flow).Reads(
			func(*types.Func) (bool, bool) { return false, false },
			func(f *connflow.Func, _ *errfate.Read) { returned[f.Name()] = true })
		for _, r := range reads {
			text := "of " + r.Lib.Name
			if r.Base != nil {
				text = "of " + flow.Func(r.Base.Call).Name()
			}
			if r.Inside() {
				text += ", wrapped"
			}
			pass.ReportRangef(r.Call, "%s", text)
		}
		for _, name := range []string{"next", "wraps", "serve"} {
			if !returned[name] {
				t.Errorf("%s is not known to return the error of a read", name)
			}
		}
		for _, name := range []string{"Close", "connect", "logs"} {
			if returned[name] {
				t.Errorf("%s does not return the error of a read", name)
			}
		}
	})
}

// eachCall visits the calls of functions of the package that are named.
func eachCall(flow *connflow.Flow, visit func(*ast.CallExpr, string)) {
	for _, file := range flow.Files {
		ast.Inspect(file, func(n ast.Node) bool {
			if call, ok := n.(*ast.CallExpr); ok {
				if id, ok := call.Fun.(*ast.Ident); ok {
					visit(call, id.Name)
				}
			}
			return true
		})
	}
}
