package rewrite_test

import (
	"go/ast"
	"go/token"
	"go/types"
	"strings"
	"testing"
	"time"

	"github.com/wsvet/wsvet/analyzers/internal/rewrite"
)

const anchors = `package p

func dial() (*int, error)
func ready() bool
func serve(*int)
func yes()
func no()

func f(quit chan int) {
	%s
}
`

// bodyOf returns the source of a function with that body, and its call of dial or ready.
func bodyOf(t *testing.T, body string) (*source, *rewrite.Builder, *ast.CallExpr) {
	t.Helper()
	s := load(t, "go1.26", strings.Replace(anchors, "%s", body, 1))
	var call *ast.CallExpr
	ast.Inspect(s.file, func(n ast.Node) bool {
		if c, ok := n.(*ast.CallExpr); ok {
			if id, ok := c.Fun.(*ast.Ident); ok && (id.Name == "dial" || id.Name == "ready") {
				call = c
			}
		}
		return true
	})
	return s, rewrite.New(s.pass, s.file), call
}

func TestStatement(t *testing.T) {
	for body, want := range map[string]string{
		"_, _ = dial()":                              "_, _ = dial()",
		"if _, err := dial(); err != nil {\n}":       "if _, err := dial(); err != nil {\n}",
		"if ready() {\n}":                            "if ready() {\n}",
		"for !ready() {\n}":                          "",
		"for ok := ready(); ok; {\n}":                "",
		"for {\n\t\tready()\n\t}":                    "ready()",
		"go func() { ready() }()":                    "ready()",
		"defer func(bool) {}(ready())":               "defer func(bool) {}(ready())",
		"select {\n\tcase <-quit:\n\t\tready()\n\t}": "ready()",
		"select {\n\tcase b := <-map[bool]chan int{}[ready()]:\n\t\t_ = b\n\t}": "select {\n\tcase b := <-map[bool]chan int{}[ready()]:\n\t\t_ = b\n\t}",
		"switch {\n\tcase ready():\n\t}":                                        "switch {\n\tcase ready():\n\t}",
	} {
		_, b, call := bodyOf(t, body)
		got := ""
		if stmt := b.Statement(call); stmt != nil {
			got = b.Text(stmt)
		}
		if got != want {
			t.Errorf("%s:\ngot  %s\nwant %s", body, got, want)
		}
	}
}

// In want, yes() stands where the call has succeeded, and no() in the block for where
// it has failed.
func TestSuccess(t *testing.T) {
	for _, test := range []struct{ body, want string }{
		{"for {\n\t\tc, err := dial()\n\t\tif err != nil {\n\t\t\tcontinue\n\t\t}\n\t\tserve(c)\n\t}",
			"for {\n\t\tc, err := dial()\n\t\tif err != nil {\n\t\t\tno()\n\t\t\tcontinue\n\t\t}\n\t\tyes()\n\t\tserve(c)\n\t}"},
		{"for {\n\t\tif _, err := dial(); err != nil {\n\t\t\tcontinue\n\t\t}\n\t\tserve(nil)\n\t}",
			"for {\n\t\tif _, err := dial(); err != nil {\n\t\t\tno()\n\t\t\tcontinue\n\t\t}\n\t\tyes()\n\t\tserve(nil)\n\t}"},
		{"for {\n\t\tif !ready() {\n\t\t\tcontinue\n\t\t}\n\t}",
			"for {\n\t\tif !ready() {\n\t\t\tno()\n\t\t\tcontinue\n\t\t}\n\t\tyes()\n\t}"},
		{"c, err := dial()\n\tif err == nil {\n\t\tserve(c)\n\t}",
			"c, err := dial()\n\tif err == nil {\n\t\tyes()\n\t\tserve(c)\n\t}"},
		{"c, err := dial()\n\tif err != nil {\n\t\tprintln()\n\t} else {\n\t\tserve(c)\n\t}",
			"c, err := dial()\n\tif err != nil {\n\t\tno()\n\t\tprintln()\n\t} else {\n\t\tyes()\n\t\tserve(c)\n\t}"},
		{"c, err := dial()\n\tprintln()\n\tif err != nil {\n\t\treturn\n\t}\n\tserve(c)",
			"c, err := dial()\n\tprintln()\n\tif err != nil {\n\t\tno()\n\t\treturn\n\t}\n\tyes()\n\tserve(c)"},
		{"ok := ready()\n\tif ok {\n\t\tserve(nil)\n\t}",
			"ok := ready()\n\tif ok {\n\t\tyes()\n\t\tserve(nil)\n\t}"},
		// The failure goes on with what follows.
		{"c, err := dial()\n\tif err != nil {\n\t\tprintln()\n\t}\n\tserve(c)", ""},
		// Another error is tested.
		{"c, err := dial()\n\t_, err = dial()\n\tif err != nil {\n\t\treturn\n\t}\n\tserve(c)",
			"c, err := dial()\n\t_, err = dial()\n\tif err != nil {\n\t\tno()\n\t\treturn\n\t}\n\tyes()\n\tserve(c)"},
		{"c, err := dial()\n\terr = nil\n\tif err != nil {\n\t\treturn\n\t}\n\tserve(c)", ""},
		{"c, _ := dial()\n\tserve(c)", ""},
		// More is tested than the error.
		{"c, err := dial()\n\tif err != nil && c == nil {\n\t\treturn\n\t}\n\tserve(c)", ""},
	} {
		s, b, call := bodyOf(t, test.body)
		found := b.Success(b.Statement(call), call)
		if found == nil {
			if test.want != "" {
				t.Errorf("%s\nhas no success", test.body)
			}
			continue
		}
		if found.In != nil {
			b.Prepend(found.In, "yes()")
		} else {
			b.After(found.After, "yes()")
		}
		if found.Failed != nil {
			b.Prepend(found.Failed, "no()")
		}
		if got := s.apply(b.Fix("")); got != strings.Replace(anchors, "%s", test.want, 1) {
			t.Errorf("%s\ngot\n%s", test.body, got)
		}
	}
}

func TestZeroReturn(t *testing.T) {
	for results, want := range map[string]string{
		"":                          "return",
		"error":                     "return ctx.Err()",
		"(*int, error)":             "return nil, ctx.Err()",
		"(n int, s string, b bool)": `return 0, "", false`,
		"(any, []int, func())":      "return nil, nil, nil",
		"(struct{}, error)":         "",
		"[2]int":                    "",
	} {
		tv, err := types.Eval(token.NewFileSet(), nil, token.NoPos, "(func() "+results+")(nil)")
		if err != nil {
			t.Fatal(err)
		}
		if got := rewrite.ZeroReturn(tv.Type.(*types.Signature).Results(), "ctx.Err()"); got != want {
			t.Errorf("%s: %s, want %s", results, got, want)
		}
	}
	tv, err := types.Eval(token.NewFileSet(), nil, token.NoPos, "(func() error)(nil)")
	if got := rewrite.ZeroReturn(tv.Type.(*types.Signature).Results(), ""); err != nil || got != "" {
		t.Errorf("without an error: %q, %v", got, err)
	}
}

func TestDurationText(t *testing.T) {
	for d, want := range map[time.Duration]string{
		time.Second:             "time.Second",
		5 * time.Second:         "5 * time.Second",
		time.Minute:             "60 * time.Second",
		1500 * time.Millisecond: "1500 * time.Millisecond",
		time.Millisecond:        "time.Millisecond",
		1500 * time.Microsecond: "1500000 * time.Nanosecond",
	} {
		if got := rewrite.DurationText(d, "time"); got != want {
			t.Errorf("%v: %s, want %s", d, got, want)
		}
	}
}
