package load

import (
	"bytes"
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

func TestTrim(t *testing.T) {
	const src = `package p

import (
	"bytes"
	. "errors"
	"fmt"
	_ "image/png"
	"io"
	other "net"
	"os"
)

const unused = 1

const (
	zero = iota
	One
)

var pool = fmt.Sprint()

var Out io.Writer = os.Stdout

var Name = name(func() int { return bytes.MinRead })

func name(f func() int) string { return fmt.Sprint(f()) }

func init() { fmt.Println(unused) }

func Dial(c *conn[int]) hidden { return nil }

type hidden interface{ close(other.Conn) }

type conn[T any] struct{ t T }

func (c *conn[T]) close(other.Conn) { fmt.Println(c.t) }

func (c *conn[T]) forget() {}

func (*conn[T]) String() string { return "" }

type lost struct{ bytes.Buffer }

func (lost) Len() int { return 0 }
`
	const want = `package p

import (
	. "errors"

	"io"
	other "net"
)

const (
	zero = iota
	One
)

var Out io.Writer

var Name = name(func() int {})

func name(f func() int) string {}

func Dial(c *conn[int]) hidden {}

type hidden interface{ close(other.Conn) }

type conn[T any] struct{ t T }

func (c *conn[T]) close(other.Conn) {}

func (*conn[T]) String() string {}
`
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "p.go", src, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	trim([]*ast.File{file}, func(path string) string { return path })
	var got bytes.Buffer
	if err := format.Node(&got, fset, file); err != nil {
		t.Fatal(err)
	}
	squeeze := func(text string) string { return strings.Join(strings.Fields(text), " ") }
	if squeeze(got.String()) != squeeze(want) {
		t.Errorf("leaves\n%s\nwant\n%s", &got, want)
	}
	if n := len(file.Imports); n != 3 {
		t.Errorf("%d imports are left", n)
	}
}

// TestSkim parses files with and without the bodies that skim leaves out.
func TestSkim(t *testing.T) {
	const tricky = "package p // package\n\n" +
		"/* func F() { */\n" +
		"func F() struct{ a int } { return struct{ a int }{1} }\n" +
		"func G(f func() interface{ M() }) (r map[string]struct{}) {\n\tx := '{'; y := '\\''; z := \"}\\\"\"\n\t_ = `}\n`; // }\n\treturn\n}\n" +
		"func extern(\n\ta int) (int)\ntype T struct{ f func() }\n" +
		"var v = func() int { return 1 }\n" +
		"var w =\n\tfunc() int { return '\\\\' }\n" +
		"func Äh[P interface{ ~[]E }, E any](p P) {}; func last() {\n}"
	texts := map[string]string{"tricky.go": tricky}
	for _, dir := range []string{"go/types", "net/http", "text/template/parse", "unicode"} {
		names, err := filepath.Glob(filepath.Join(runtime.GOROOT(), "src", dir, "*.go"))
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			text, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			texts[name] = string(text)
		}
	}
	before, after := 0, 0
	for name, text := range texts {
		skimmed := skim([]byte(text))
		before, after = before+len(text), after+len(skimmed)
		if got, want := declarations(t, name, string(skimmed)), declarations(t, name, text); got != want {
			t.Errorf("%s: skimmed\n%s\nwant\n%s", name, got, want)
		}
	}
	if after > before/2 {
		t.Errorf("of %d bytes %d are left", before, after)
	}
	if got := string(skim([]byte(tricky))); strings.Contains(got, "return struct") || !strings.Contains(got, "return '") || strings.Contains(got, "/*") {
		t.Errorf("skimmed:\n%s", got)
	}
	for _, text := range []string{"", "package p\nfunc F() {", "package p\nfunc F() }", "package p\nvar s = \"\n", "package p\nvar s = `", "package p\n/*", "\"", "package p\nfunc F() {\n\"\n}"} {
		if got := string(skim([]byte(text))); got != text {
			t.Errorf("%q becomes %q", text, got)
		}
	}
}

// declarations writes the declarations of a file with the lines that they begin
// on, and without the bodies of functions.
func declarations(t *testing.T, name, text string) string {
	t.Helper()
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, name, text, parser.SkipObjectResolution)
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	var out strings.Builder
	for _, decl := range file.Decls {
		if f, ok := decl.(*ast.FuncDecl); ok && f.Body != nil {
			f.Body = nil
		}
		if err := format.Node(&out, fset, decl); err != nil {
			t.Fatal(err)
		}
		out.WriteString(fset.Position(decl.Pos()).String() + "\n")
	}
	return strings.ReplaceAll(out.String(), fset.Position(file.Package).Filename, "")
}
