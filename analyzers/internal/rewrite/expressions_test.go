package rewrite_test

import (
	"go/ast"
	"testing"
)

// TestReplaceExpr puts an operation in the place of call(): gofmt spaces it by what is
// around it.
func TestReplaceExpr(t *testing.T) {
	for body, want := range map[string]string{
		"_ = call()":                           "_ = d/2 + e",
		"_ = sum(call())":                      "_ = sum(d/2 + e)",
		"_ = sum(call(), 2*d)":                 "_ = sum(d/2+e, 2*d)",
		"_ = m[call()]":                        "_ = m[d/2+e]",
		"_ = func() int {\n\treturn call()\n}": "_ = func() int {\n\treturn d/2 + e\n}",
	} {
		const declared = "var d, e int\nvar m map[int]int\nsum := func(...int) int { return d + e + m[0] }\ncall := func() int { return sum() }\ndefer call()\n"
		s := load(t, "go1.25", function(declared+body))
		b := builder(s)
		ast.Inspect(s.stmt("_ ="), func(n ast.Node) bool {
			if call, ok := n.(*ast.CallExpr); ok {
				if id, ok := call.Fun.(*ast.Ident); ok && id.Name == "call" {
					b.ReplaceExpr(call, "d/2 + e")
				}
			}
			return true
		})
		if got := s.apply(b.Fix("do it")); got != function(declared+want) {
			t.Errorf("%s: got:\n%s", body, got)
		}
	}
}

// TestMeanSame asks whether the names of _ = x mean the same at the end of the body.
func TestMeanSame(t *testing.T) {
	for body, want := range map[string]bool{
		"x := 1\n_ = x\nprintln()":                    true,
		"x := 1\n_ = x\n{\n\tx := 2\n\tprintln(x)\n}": false,
	} {
		s := load(t, "go1.25", function(body))
		b := builder(s)
		var end ast.Node
		ast.Inspect(s.file, func(n ast.Node) bool {
			if call, ok := n.(*ast.CallExpr); ok {
				if id, ok := call.Fun.(*ast.Ident); ok && id.Name == "println" {
					end = call
				}
			}
			return true
		})
		if got := b.MeanSame(s.stmt("_ ="), end.Pos()); got != want {
			t.Errorf("%s: %v", body, got)
		}
	}
}
