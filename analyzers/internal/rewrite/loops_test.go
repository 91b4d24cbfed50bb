package rewrite_test

import (
	"go/ast"
	"testing"
)

func TestPassesEnd(t *testing.T) {
	for loop, want := range map[string]bool{
		"for {\n\t\tbreak\n\t}":                                         true,
		"for {\n\t\treturn\n\t}":                                        false,
		"for {\n\t\tgoto end\n\t}\nend:\n\tprintln()":                   false,
		"for {\n\t\tgo func() { return }()\n\t\tbreak\n\t}":             true,
		"for {\n\tin:\n\t\tfor {\n\t\t\tcontinue in\n\t\t}\n\t}":        true,
		"for range 3 {\n\t\tfor {\n\t\t\tbreak\n\t\t}\n\t}":             true,
		"for range 3 {\n\t\tfor {\n\t\t\treturn\n\t\t}\n\t}":            false,
		"for {\n\t\tselect {\n\t\tdefault:\n\t\t\tcontinue\n\t\t}\n\t}": true,
	} {
		s := load(t, "go1.25", "package p\n\nfunc f() {\n\t"+loop+"\n}\n")
		if got := builder(s).PassesEnd(s.stmt("for")); got != want {
			t.Errorf("%s: %v", loop, got)
		}
	}
}

// A loop of the function around a literal is none of its own.
func TestInLoop(t *testing.T) {
	s := load(t, "go1.25", "package p\n\nfunc f() {\n\tfor {\n\t\tinside()\n\t\tgo func() {\n\t\t\taway()\n\t\t}()\n\t}\n\toutside()\n}\n\nfunc inside() {}\nfunc away() {}\nfunc outside() {}\n")
	for text, want := range map[string]bool{"inside()": true, "away()": false, "outside()": false, "for": false} {
		var stmt ast.Stmt = s.stmt(text)
		if got := builder(s).InLoop(stmt); got != want {
			t.Errorf("%s: %v", text, got)
		}
	}
}
