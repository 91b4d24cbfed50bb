package codeflow_test

import (
	"fmt"
	"go/ast"
	"go/constant"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"

	"github.com/wsvet/wsvet/analyzers/atest"
	"github.com/wsvet/wsvet/analyzers/internal/codeflow"
	"github.com/wsvet/wsvet/analyzers/internal/connflow"
)

// Test asks of each call of sink which constants, and which of the received codes
// 1000, 1005 and 1006, arrive there: the want comment names them, "r" before those
// that were received.
func Test(t *testing.T) {
	a := &analysis.Analyzer{
		Name:     "codeflow",
		Doc:      "ask codeflow",
		Requires: []*analysis.Analyzer{connflow.Analyzer},
		Run: func(pass *analysis.Pass) (any, error) {
			return connflow.Check(pass, false, func(flow *connflow.Flow) {
				codes := codeflow.New(flow)
				for _, file := range flow.Files {
					ast.Inspect(file, func(n ast.Node) bool {
						call, ok := n.(*ast.CallExpr)
						if !ok {
							return true
						}
						if id, ok := call.Fun.(*ast.Ident); ok && id.Name == "sink" {
							pass.ReportRangef(call, "[%s]", strings.Join(arriving(flow, codes, call.Args[0]), " "))
						}
						return true
					})
				}
			})
		},
	}
	atest.Run(t, a, "./codeflow")
}

func arriving(flow *connflow.Flow, codes *codeflow.Codes, e ast.Expr) []string {
	var all []string
	for _, s := range flow.Sources(e) {
		switch s.Kind {
		case connflow.Constant:
			if codes.Reaches(s, nil) {
				all = append(all, flow.Info.Types[s.Expr].Value.String())
			}
		case connflow.Field:
			for _, code := range []int64{1000, 1005, 1006} {
				if codes.Reaches(s, constant.MakeInt64(code)) {
					all = append(all, fmt.Sprintf("r%d", code))
				}
			}
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}
