package reread_test

import (
	"fmt"
	"go/ast"
	"go/types"
	"testing"

	"golang.org/x/tools/go/analysis"

	"github.com/wsvet/wsvet/analyzers/atest"
	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/errfate"
	"github.com/wsvet/wsvet/analyzers/internal/reread"
)

// Test runs over testdata/reread, where the want comment of each read is which loop
// reads again after it has failed, if any, and how many conditions of its function
// are tests for errors after which the connection can be read on.
func Test(t *testing.T) {
	a := &analysis.Analyzer{
		Name:     "reread",
		Doc:      "report which reads are repeated after they have failed",
		Requires: []*analysis.Analyzer{connflow.Analyzer},
		Run: func(pass *analysis.Pass) (any, error) {
			return connflow.Check(pass, false, func(flow *connflow.Flow) {
				foreign := func(*types.Func) (wrapped, ok bool) { return false, false }
				errors := errfate.New(flow)
				x := reread.New(flow, errors)
				for _, r := range errors.Reads(foreign, func(*connflow.Func, *errfate.Read) {}) {
					pass.ReportRangef(r.Call, "%s", describe(flow, x, r))
				}
			})
		},
	}
	atest.Run(t, a, "./reread")
}

func describe(flow *connflow.Flow, x *reread.Rereads, r *errfate.Read) string {
	in := flow.Func(r.Call)
	text := "once"
	if x.Loop(r) != nil {
		text = "again in its loop"
	} else if x.CallersLoop(r) != nil {
		text = fmt.Sprintf("again in a loop of %s's caller", in.Name())
	}
	survives := 0
	ast.Inspect(in.Body, func(n ast.Node) bool {
		if test, ok := n.(*ast.IfStmt); ok && x.Survival(r).Where(test.Cond, true) {
			survives++
		}
		return true
	})
	if survives > 0 {
		text += fmt.Sprintf(", survives %d test", survives)
	}
	return text
}
