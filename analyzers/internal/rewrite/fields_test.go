package rewrite_test

import (
	"go/ast"
	"go/types"
	"testing"

	"github.com/wsvet/wsvet/analyzers/internal/rewrite"
)

// A fix adds fields, another finds that a name is taken.
func TestFields(t *testing.T) {
	for _, test := range []struct{ before, want string }{
		{"type T struct {\n\ta    int\n\tlong string\n}\n",
			"type T struct {\n\ta    int\n\tlong string\n\n\tbackoff int // first\n\tx       string\n}\n"},
		{"type T struct{ a int }\n",
			"type T struct {\n\ta int\n\n\tbackoff int // first\n\tx       string\n}\n"},
		{"type T struct {\n}\n",
			"type T struct {\n\tbackoff int // first\n\tx       string\n}\n"},
		{"type T struct{ a, b int; c int }\n", ""},
	} {
		s := load(t, "go1.26", "package p\n\n"+test.before)
		spec := s.file.Decls[0].(*ast.GenDecl).Specs[0].(*ast.TypeSpec)
		named := s.pass.TypesInfo.Defs[spec.Name].Type().(*types.Named)
		session := rewrite.NewSession(s.pass)
		one, other := session.New(s.file), session.New(s.file)
		body := spec.Type.(*ast.StructType)
		one.AddFields(body, one.Field(body, named, "backoff", "delay")+" int // first\nx string")
		if got := other.Field(body, named, "backoff", "delay"); got != "delay" {
			t.Errorf("another fix gets the field %q", got)
		}
		fixes := one.Fix("")
		if (len(fixes.TextEdits) == 0) != (test.want == "") {
			t.Errorf("%s\nhas %d edits", test.before, len(fixes.TextEdits))
		}
		if test.want == "" {
			continue
		}
		if got := s.apply(fixes); got != "package p\n\n"+test.want {
			t.Errorf("%s\ngot\n%s", test.before, got)
		}
	}
}
