package rewrite_test

import (
	"go/ast"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"

	"github.com/wsvet/wsvet/analyzers/atest"
	"github.com/wsvet/wsvet/analyzers/internal/rewrite"
)

// In want, the places that change are shown as they come out, line by line.
func TestStatements(t *testing.T) {
	for _, test := range []struct {
		name, body string
		do         func(s *source, b *rewrite.Builder)
		want       string // "" if the fix is refused
	}{
		{"before", "a()", func(s *source, b *rewrite.Builder) { b.Before(s.stmt("a()"), "x()\nif true{y()}") },
			"x()\nif true {\n\ty()\n}\na()"},
		{"several lines in a block of one", "if true { a(); b() }", func(s *source, b *rewrite.Builder) { b.Replace(s.stmt("a()"), "defer func() {\nx()\n}()") },
			"if true {\n\tdefer func() {\n\t\tx()\n\t}()\n\tb()\n}"},
		{"after", "a() // first\nb()", func(s *source, b *rewrite.Builder) { b.After(s.stmt("a()"), "x()") },
			"a() // first\nx()\nb()"},
		{"after, long comment", "a() /* first\nsecond */ // third\nb()", func(s *source, b *rewrite.Builder) { b.After(s.stmt("a()"), "x()") },
			"a() /* first\nsecond */ // third\nx()\nb()"},
		{"before a comment", "b()\n\n// why\n// a\na()", func(s *source, b *rewrite.Builder) { b.Before(s.stmt("a()"), "x()") },
			"b()\n\nx()\n// why\n// a\na()"},
		{"behind another's comment", "b() // b\na()", func(s *source, b *rewrite.Builder) { b.Before(s.stmt("a()"), "x()") },
			"b() // b\nx()\na()"},
		{"a comment apart", "// why\n\na()", func(s *source, b *rewrite.Builder) { b.Before(s.stmt("a()"), "x()") },
			"// why\n\nx()\na()"},
		{"a comment with code behind it", "/* why */ if n > 0 {\n\ta()\n}", func(s *source, b *rewrite.Builder) { b.Before(s.stmt("a()"), "x()") },
			"/* why */ if n > 0 {\n\tx()\n\ta()\n}"},
		{"lines that lie", "if true {\n\t/*line p.go:3:1*/ a()\n}", func(s *source, b *rewrite.Builder) { b.Append(s.block("if true"), "x()") },
			"if true {\n\t/*line p.go:3:1*/ a()\n\tx()\n}"},
		{"comments and raw strings", "a()", func(s *source, b *rewrite.Builder) { b.Before(s.stmt("a()"), "// so\n_ = `\nraw`") },
			"// so\n_ = `\nraw`\na()"},
		{"case", "switch n {\ncase 1:\n\ta()\ndefault:\n}", func(s *source, b *rewrite.Builder) {
			b.Before(s.stmt("a()"), "x()")
			b.After(s.stmt("a()"), "y()")
		}, "switch n {\ncase 1:\n\tx()\n\ta()\n\ty()\ndefault:\n}"},
		{"select", "select {\ncase <-c:\n\ta()\n}", func(s *source, b *rewrite.Builder) { b.Before(s.stmt("a()"), "x()") },
			"select {\ncase <-c:\n\tx()\n\ta()\n}"},
		{"communication", "select {\ncase <-c:\n\ta()\n}", func(s *source, b *rewrite.Builder) { b.Before(s.stmt("<-c"), "x()") }, ""},
		{"label", "// loops\nloop:\n\tfor {\n\t\tbreak loop\n\t}", func(s *source, b *rewrite.Builder) {
			b.Before(s.stmt("for"), "x()")
			b.After(s.stmt("for"), "y()")
		}, "x()\n\t// loops\nloop:\n\tfor {\n\t\tbreak loop\n\t}\n\ty()"},
		{"directly", "b()\n\n// why\na()", func(s *source, b *rewrite.Builder) {
			b.Directly(s.stmt("a()"), "x()")
			b.Before(s.stmt("a()"), "y()")
		}, "b()\n\ny()\n// why\nx()\na()"},
		{"directly, label", "loop:\n\tfor {\n\t\tbreak loop\n\t}", func(s *source, b *rewrite.Builder) { b.Directly(s.stmt("for"), "x()\ny()") },
			"\tx()\n\ty()\nloop:\n\tfor {\n\t\tbreak loop\n\t}"},
		{"directly, one line", "f(func() { a(); b() }, nil)", func(s *source, b *rewrite.Builder) { b.Directly(s.stmt("b()"), "x()") },
			"f(func() {\n\ta()\n\tx()\n\tb()\n}, nil)"},
		{"head of an if", "if a(); true {\n}", func(s *source, b *rewrite.Builder) { b.Before(s.stmt("a()"), "x()") }, ""},
		{"else if", "if true {\n} else if n > 0 {\n}", func(s *source, b *rewrite.Builder) { b.Before(s.stmt("if n"), "x()") }, ""},
		{"post", "for i := 0; i < 2; i++ {\n}", func(s *source, b *rewrite.Builder) { b.After(s.stmt("i++"), "x()") }, ""},
		{"block", "if true { // yes\n\ta()\n}", func(s *source, b *rewrite.Builder) {
			b.Prepend(s.block("if true"), "x()")
			b.Append(s.block("if true"), "y()")
		}, "if true { // yes\n\tx()\n\ta()\n\ty()\n}"},
		{"block of comments", "if true {\n\t// nothing\n}", func(s *source, b *rewrite.Builder) {
			b.Prepend(s.block("if true"), "x()")
			b.Append(s.block("if true"), "y()")
		}, "if true {\n\tx()\n\t// nothing\n\ty()\n}"},
		{"empty block", "if true {\n}", func(s *source, b *rewrite.Builder) { b.Append(s.block("if true"), "x()") },
			"if true {\n\tx()\n}"},
		{"one line", "f(func() { a(); b() }, nil)", func(s *source, b *rewrite.Builder) {
			b.Before(s.stmt("b()"), "x()")
			b.After(s.stmt("a()"), "y()")
			b.Prepend(s.block("func()"), "z()")
		}, "f(func() {\n\tz()\n\ta()\n\ty()\n\tx()\n\tb()\n}, nil)"},
		{"one line, end", "f(func() { a() }, nil)", func(s *source, b *rewrite.Builder) { b.Append(s.block("func()"), "x()") },
			"f(func() {\n\ta()\n\tx()\n}, nil)"},
		{"one line, empty", "f(func() {}, nil)", func(s *source, b *rewrite.Builder) { b.Prepend(s.block("func()"), "x()") },
			"f(func() {\n\tx()\n}, nil)"},
		{"one line in one line", "f(func() { f(func() { a() }, nil) }, nil)", func(s *source, b *rewrite.Builder) { b.Before(s.stmt("a()"), "x()") },
			"f(func() {\n\tf(func() {\n\t\tx()\n\t\ta()\n\t}, nil)\n}, nil)"},
		{"one line, comment", "f(func() { a() /* why */ }, nil)", func(s *source, b *rewrite.Builder) { b.Prepend(s.block("func()"), "x()") }, ""},
		{"no Go", "a()", func(s *source, b *rewrite.Builder) { b.Before(s.stmt("a()"), "x(") }, ""},

		{"replace", "_ = n + 1", func(s *source, b *rewrite.Builder) {
			b.Replace(s.stmt("_ = n").(*ast.AssignStmt).Rhs[0], "n + 2")
		}, "_ = n + 2"},
		{"replace by lines", "f(nil, nil)", func(s *source, b *rewrite.Builder) {
			b.Replace(s.stmt("f(nil").(*ast.ExprStmt).X.(*ast.CallExpr).Args[1], "func(){\na()\n}")
		}, "f(nil, func() {\n\ta()\n})"},
		{"replace a statement", "a()", func(s *source, b *rewrite.Builder) { b.Replace(s.stmt("a()"), "if true {\nb()\n}") },
			"if true {\n\tb()\n}"},
		{"insert", "f(nil, nil)", func(s *source, b *rewrite.Builder) {
			b.Insert(s.stmt("f(nil").(*ast.ExprStmt).X.(*ast.CallExpr).Args[0].End(), " /* first */")
		}, "f(nil /* first */, nil)"},

		{"hidden import", "a()\nif time := 1; time > 0 {\n\tb()\n}", func(s *source, b *rewrite.Builder) {
			time := b.Import("time", s.stmt("a()").Pos())
			b.Before(s.stmt("b()"), "_ = "+time+".Now()")
		}, ""},
		{"jumped over", "if n > 0 {\n\t\tgoto loop\n\t}\n\ta()\nloop:\n\tb()", func(s *source, b *rewrite.Builder) { b.Before(s.stmt("a()"), "v := 1\n_ = v") }, ""},
		{"not jumped over", "loop:\n\ta()\n\tif n > 0 {\n\t\tgoto loop\n\t}", func(s *source, b *rewrite.Builder) { b.After(s.stmt("a()"), "v := 1\n_ = v") },
			"loop:\n\ta()\n\tv := 1\n\t_ = v\n\tif n > 0 {\n\t\tgoto loop\n\t}"},

		{"delete", "a()\nb()", func(s *source, b *rewrite.Builder) { b.Delete(s.stmt("b()")) }, "a()"},
		{"delete, comment", "a()\nb() // why", func(s *source, b *rewrite.Builder) { b.Delete(s.stmt("b()")) }, "a()"},
		{"delete between empty lines", "a()\n\nb()\n\na()", func(s *source, b *rewrite.Builder) { b.Delete(s.stmt("b()")) }, "a()\n\na()"},
		{"delete first", "b()\n\na()", func(s *source, b *rewrite.Builder) { b.Delete(s.stmt("b()")) }, "a()"},
		{"delete in the line", "if n := n; n > 0 {\n}", func(s *source, b *rewrite.Builder) { b.Delete(s.stmt("n := n")) }, "if n > 0 {\n}"},
		{"overlap", "a()", func(s *source, b *rewrite.Builder) {
			b.Delete(s.stmt("a()"))
			b.Replace(s.stmt("a()"), "b()")
		}, ""},
	} {
		for _, newline := range []string{"\n", "\r\n"} {
			t.Run(test.name+map[string]string{"\r\n": ", CRLF"}[newline], func(t *testing.T) {
				s := load(t, "go1.25", strings.ReplaceAll(function(test.body), "\n", newline))
				b := builder(s)
				test.do(s, b)
				fix := b.Fix("do it")
				if test.want == "" {
					if len(fix.TextEdits) > 0 {
						t.Errorf("not refused: %+v", fix.TextEdits)
					}
					return
				}
				if len(fix.TextEdits) == 0 {
					t.Fatal("refused")
				}
				got, want := s.apply(fix), strings.ReplaceAll(function(test.want), "\n", newline)
				if got != want {
					t.Errorf("got:\n%s\nwant:\n%s", got, want)
				}
			})
		}
	}
}

// function returns a file with a function of that body. Labels stand to the
// left, as do the lines of raw strings.
func function(body string) string {
	var out strings.Builder
	out.WriteString("package p\n\nfunc _(n int, c chan int) {\n")
	for line := range strings.Lines(body + "\n") {
		if line != "\n" && line != "raw`\n" && line != "loop:\n" && !strings.HasPrefix(line, "\t") || indented(body, line) {
			out.WriteString("\t")
		}
		out.WriteString(line)
	}
	out.WriteString(`}

func a() {}
func b() {}
func x() {}
func y() {}
func z() {}

func f(func(), func()) {}
`)
	return out.String()
}

// indented reports whether a line of body that starts with a tab is one step
// further in than the body: all are but those of a label's statement.
func indented(body, line string) bool {
	return strings.HasPrefix(line, "\t") && !strings.Contains(body, "loop:")
}

// Fixes of one place, each alone and all together.
func TestSamePlace(t *testing.T) {
	for _, body := range []string{
		"a()", "b()\n\n// why\na() // so\nb()", "f(func() { a(); b() }, nil)", "f(func() {\n\ta()\n}, nil)", "f(func() { f(func() { a() }, nil) }, nil)",
		"switch {\ncase n > 0:\n\ta()\n}", "if n > 0 {\n\ta()\n}",
	} {
		s := load(t, "go1.25", function(body))
		a := s.stmt("a()")
		var fixes []analysis.SuggestedFix
		for _, do := range []func(b *rewrite.Builder){
			func(b *rewrite.Builder) { b.Before(a, "x()") },
			func(b *rewrite.Builder) { b.Before(a, "y()\nx()") },
			func(b *rewrite.Builder) { b.After(a, "z()") },
			func(b *rewrite.Builder) { b.After(a, "y()") },
			func(b *rewrite.Builder) { b.Replace(a, "b()") },
		} {
			b := builder(s)
			do(b)
			fixes = append(fixes, b.Fix("do it"))
		}
		for set := range 1 << len(fixes) {
			var some []analysis.SuggestedFix
			for i, f := range fixes {
				if set&(1<<i) != 0 {
					some = append(some, f)
				}
			}
			s.applyAnyOrder(some...)
		}
	}
}

// gofmt aligns the bodies of short functions, one below the other.
func TestAligned(t *testing.T) {
	s := load(t, "go1.25", `package p

func a()    { b() }
func long() {}

func b() {}
`)
	for _, test := range []struct{ block, want string }{
		{"func a()", "func a() {\n\tb()\n\tb()\n}\nfunc long() {}\n"},
		{"func long()", "func a()    { b() }\nfunc long() {\n\tb()\n}\n"},
	} {
		b := builder(s)
		b.Append(s.block(test.block), "b()")
		merged, _ := atest.Merge(atest.Edits(s.pass.Fset, b.Fix("do it")))
		if got, want := atest.Apply(s.text, merged), "package p\n\n"+test.want+"\nfunc b() {}\n"; got != want {
			t.Errorf("got:\n%s\nwant:\n%s", got, want)
		}
	}
}

func TestNames(t *testing.T) {
	s := load(t, "go1.25", `package p

import "os"

var pingPeriod = os.X

func first(pongWait int) {
	here()
}

func second() {
	var v struct{ pongWait2 int }
	there()
	func() { v.pongWait2 = pongWait }()
}

var pongWait int

func here()  {}
func there() {}
`)
	session := rewrite.NewSession(s.pass)
	b := session.New(s.file)
	for _, test := range []struct{ want, at, got string }{
		{"pongWait", "here()", "pongWait2"},     // a parameter
		{"pongWait", "there()", "pongWait3"},    // the package's, and a field
		{"pingPeriod", "here()", "pingPeriod2"}, // the package's
		{"os", "here()", "os2"},
		{"time", "here()", "time2"}, // a fix may import it
		{"len", "here()", "len2"},
		{"range", "here()", "range2"},
		{"writeWait", "here()", "writeWait"},
		{"writeWait", "there()", "writeWait"},
		{"writeWait", "here()", "writeWait2"}, // handed out before
	} {
		if got := b.Name(test.want, s.stmt(test.at).Pos()); got != test.got {
			t.Errorf("Name(%s) at %s is %s, want %s", test.want, test.at, got, test.got)
		}
	}
	if got := session.New(s.file).Name("writeWait", s.stmt("here()").Pos()); got != "writeWait3" {
		t.Errorf("another fix of the session gets %s", got)
	}
	if got := builder(s).Name("writeWait", s.stmt("here()").Pos()); got != "writeWait" {
		t.Errorf("another session gets %s", got)
	}
}

func TestGoVersion(t *testing.T) {
	b := builder(load(t, "go1.21", "package p\n"))
	if !b.GoVersion("go1.13") || !b.GoVersion("go1.21") || b.GoVersion("go1.22") {
		t.Error("not the version of the module")
	}
	b = builder(load(t, "go1.21", "//go:build go1.23\n\npackage p\n"))
	if !b.GoVersion("go1.22") {
		t.Error("not the version of the file")
	}
}

func TestText(t *testing.T) {
	s := load(t, "go1.25", function("a() // no"))
	if got := builder(s).Text(s.stmt("a()")); got != "a()" {
		t.Error(got)
	}
}

// A file that changed since it was parsed, or cannot be read, is not edited.
func TestStale(t *testing.T) {
	s := load(t, "go1.25", function("a()"))
	s.pass.ReadFile = func(string) ([]byte, error) { return []byte("package p"), nil }
	b := builder(s)
	b.Delete(s.stmt("a()"))
	if fix := b.Fix("do it"); len(fix.TextEdits) > 0 {
		t.Error("edits of a file that changed")
	}
}

// What fixes cannot import.
func TestRefusedImport(t *testing.T) {
	s := load(t, "go1.25", function("a()"))
	b := builder(s)
	if name := b.Import("net/http", s.stmt("a()").Pos()); name != "http" {
		t.Error(name)
	}
	b.Before(s.stmt("a()"), "x()")
	if fix := b.Fix("do it"); len(fix.TextEdits) > 0 {
		t.Error("not refused")
	}
}
