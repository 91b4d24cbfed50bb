package rewrite_test

import (
	"go/ast"
	"testing"
)

func TestAddElement(t *testing.T) {
	for _, test := range []struct {
		name, body string
		want       string // "" if the fix is refused
	}{
		{"empty", "_ = map[string]int{}", `_ = map[string]int{"x": 0}`},
		{"one line", `_ = map[string]int{"a": 1}`, `_ = map[string]int{"a": 1, "x": 0}`},
		{"lines are aligned", "_ = map[string]any{\n\t\"long\": 1, // a\n}", "_ = map[string]any{\n\t\"long\": 1, // a\n\t\"x\":    0,\n}"},
		{"a comment behind", "_ = map[string]any{\n\t\"a\": 1,\n\t// b\n}", "_ = map[string]any{\n\t\"a\": 1,\n\t// b\n\t\"x\": 0,\n}"},
		{"behind code of several lines", "_ = map[string]any{\n\t\"a\": func() {\n\t},\n}", "_ = map[string]any{\n\t\"a\": func() {\n\t},\n\t\"x\": 0,\n}"},
		{"beside code", "_ = map[string]any{\n\t\"a\":    func() {},\n\t\"long\": 1,\n}", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := load(t, "go1.25", function(test.body))
			b := builder(s)
			ast.Inspect(s.stmt("_ ="), func(n ast.Node) bool {
				if lit, ok := n.(*ast.CompositeLit); ok {
					b.AddElement(lit, `"x": 0`)
				}
				return true
			})
			fix := b.Fix("do it")
			switch {
			case test.want == "" && len(fix.TextEdits) > 0:
				t.Errorf("not refused: %s", s.apply(fix))
			case test.want != "" && s.apply(fix) != function(test.want):
				t.Errorf("got:\n%s\nwant:\n%s", s.apply(fix), function(test.want))
			}
		})
	}
}
