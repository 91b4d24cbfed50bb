package finding_test

import (
	"bytes"
	"go/ast"
	"go/token"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/checker"
	"golang.org/x/tools/go/packages"

	"github.com/wsvet/wsvet/cmd/wsvet/internal/finding"
)

// shout reports functions whose names are not upper case, and fails in a
// package named fail.
var shout = &analysis.Analyzer{
	Name: "shout",
	Doc:  "report functions that do not shout",
	Run: func(pass *analysis.Pass) (any, error) {
		if pass.Pkg.Name() == "fail" {
			return nil, os.ErrInvalid
		}
		for _, file := range pass.Files {
			for _, decl := range file.Decls {
				if f, ok := decl.(*ast.FuncDecl); ok && f.Name.Name != strings.ToUpper(f.Name.Name) {
					name := f.Name
					pass.Report(analysis.Diagnostic{
						Pos: name.Pos(), End: name.End(), Category: "low", Message: name.Name + " is <low>",
						SuggestedFixes: []analysis.SuggestedFix{{Message: "shout", TextEdits: []analysis.TextEdit{
							{Pos: name.Pos(), End: name.End(), NewText: []byte(strings.ToUpper(name.Name))},
						}}},
					})
				}
			}
		}
		return nil, nil
	},
}

// graph analyses a module with two packages.
func graph(t *testing.T) *checker.Graph {
	t.Helper()
	dir := t.TempDir()
	for name, text := range map[string]string{
		"go.mod":       "module example.com/m\n\ngo 1.25\n",
		"low/low.go":   "package low\n\nfunc b() {}\n\nfunc a() {}\n\nfunc C() {}\n",
		"low/no.go":    "package low\n\n//line other.y:7\nfunc elsewhere() {}\n",
		"fail/fail.go": "package fail\n\nfunc low() {}\n",
	} {
		name = filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	pkgs, err := packages.Load(&packages.Config{Mode: packages.LoadSyntax | packages.NeedModule, Dir: dir, Env: append(os.Environ(), "GOWORK=off")}, "./...")
	if err != nil {
		t.Fatal(err)
	}
	g, err := checker.Analyze([]*analysis.Analyzer{shout}, pkgs, nil)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// The JSON is that of x/tools, and can be read again.
func TestJSON(t *testing.T) {
	g := graph(t)
	var want, got bytes.Buffer
	if err := g.PrintJSON(&want); err != nil {
		t.Fatal(err)
	}
	findings, failures := finding.FromGraph(g)
	if len(findings) != 3 || len(failures) != 1 {
		t.Errorf("%d findings, %d failures", len(findings), len(failures))
	}
	if err := finding.WriteJSON(&got, findings, failures); err != nil {
		t.Fatal(err)
	}
	if got.String() != want.String() {
		t.Errorf("got\n%s\nwant\n%s", &got, &want)
	}

	again, failed, told, err := finding.FromVet(&got, t.Output())
	if err != nil || told {
		t.Fatal(told, err)
	}
	for i := range findings { // which JSON leaves out
		findings[i].Start.Offset, findings[i].End.Offset = 0, 0
	}
	if !reflect.DeepEqual(again, findings) || !reflect.DeepEqual(failed, failures) {
		t.Errorf("read again:\n%+v\n%+v\nwritten:\n%+v\n%+v", again, failed, findings, failures)
	}
}

const (
	one = `{
	"example.com/m/b": {
		"shout": [
			{
				"category": "low",
				"posn": "/m/b/b.go:3:6",
				"end": "/m/b/b.go:3:9",
				"message": "b is low"
			}
		]
	}
}
`
	other = `{
	"example.com/m/a [example.com/m/a.test]": {
		"shout": [
			{
				"posn": "/m/a/a.go:10",
				"message": "a is low"
			},
			{
				"posn": "/m/a/a.go:9:1",
				"message": "a is low"
			}
		]
	}
}
`
	failing = `{
	"example.com/m/c": {
		"shout": {
			"error": "no voice"
		}
	}
}
`
)

func TestFromVet(t *testing.T) {
	const b, a9, a10 = "/m/b/b.go:3:6 shout/low b is low", "/m/a/a.go:9:1 shout a is low", "/m/a/a.go:10 shout a is low"
	tests := []struct {
		name   string
		input  string
		found  []string
		failed string
		log    string
		told   bool
	}{
		{"nothing found", "{}\n{}\n", nil, "", "", false},
		{"no newline at the end", "{}", nil, "", "", false},
		{"one line an object", "{}\n" + `{"p":{"c":[{"posn":"/f.go:1:2","end":"","message":"m"}]}}` + "\n", []string{"/f.go:1:2 c m"}, "", "", false},
		{"go1.26", one + "{}\n" + other, []string{a9, a10, b}, "", "", false},
		{"go1.25", "# example.com/m/b\n# [example.com/m/b]\n" + one + "# example.com/m/a\n" + other, []string{a9, a10, b}, "", "", false},
		{"the same again", one + other + one, []string{a9, a10, b}, "", "", false},
		{"a check that failed", one + failing, []string{b}, "example.com/m/c shout no voice", "", false},
		{"downloads", "# example.com/m/b\n" + one + "go: downloading example.com/m v1.0.0\n", []string{b}, "", "go: downloading example.com/m v1.0.0\n", false},
		{
			"a package that does not compile", one + "# example.com/m/d\nd/d.go:1:1: expected 'package'\n\td is broken\n" + other,
			[]string{a9, a10, b}, "", "# example.com/m/d\nd/d.go:1:1: expected 'package'\n\td is broken\n", true,
		},
		{
			"within an object", strings.Replace(one, "\t\t\"shout\"", "# example.com/m/d\nd/d.go:1:1: expected 'package'\n\t\t\"shout\"", 1),
			[]string{b}, "", "# example.com/m/d\nd/d.go:1:1: expected 'package'\n", true,
		},
		{
			"warnings", "warning: ignoring symlink /m/e\n" + one + "# example.com/m/d\nd.c: In function 'd':\nd.c:1:2: warning: unused variable\n    1 | int d;\n",
			[]string{b}, "", "warning: ignoring symlink /m/e\n# example.com/m/d\nd.c: In function 'd':\nd.c:1:2: warning: unused variable\n    1 | int d;\n", false,
		},
		{
			"an error beside warnings", one + "# example.com/m/d\nd.c:1:2: warning: unused variable\nd.c:3:4: error: no type\n",
			[]string{b}, "", "# example.com/m/d\nd.c:1:2: warning: unused variable\nd.c:3:4: error: no type\n", true,
		},
		{
			"an error after warnings", one + "# example.com/m/d\nd.c:1:2: warning: unused variable\n# example.com/m/d\nd.go:3:4: undefined: x\n{}\n",
			[]string{b}, "", "# example.com/m/d\nd.c:1:2: warning: unused variable\n# example.com/m/d\nd.go:3:4: undefined: x\n", true,
		},
		{"no packages", "no packages to vet\n", nil, "", "no packages to vet\n", true},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var log strings.Builder
			findings, failures, told, err := finding.FromVet(strings.NewReader(test.input), &log)
			if err != nil {
				t.Fatal(err)
			}
			var found []string
			for _, f := range findings {
				found = append(found, f.Start.String()+" "+f.Rule()+" "+f.Message)
			}
			if !reflect.DeepEqual(found, test.found) {
				t.Errorf("found %q, want %q", found, test.found)
			}
			failed := ""
			for _, f := range failures {
				failed += f.Package + " " + f.Check + " " + f.Message
			}
			if failed != test.failed {
				t.Errorf("failures %q, want %q", failed, test.failed)
			}
			if log.String() != test.log || told != test.told {
				t.Errorf("told %t: %q, want %t: %q", told, &log, test.told, test.log)
			}
		})
	}
}

func TestFromVetErrors(t *testing.T) {
	for _, test := range []struct{ name, input, want string }{
		{"empty", "", "nothing of go vet -json"},
		{"headers alone", "# example.com/m\n", "nothing of go vet -json"},
		{"cut off", one[:len(one)-2], "ends within a JSON object"},
		{"cut off, and begun again", one[:len(one)-2] + one, "line 23"},
		{"a word lost", strings.Replace(one, `"category": `, "", 1), "line 12"},
		{"other JSON", "{\n\t\"version\": \"2.1.0\"\n}\n", "line 3"},
		{"no place", strings.Replace(one, "/m/b/b.go:3:6", "-", 1), `"-" is no position`},
		{"no place to end at", strings.Replace(one, "/m/b/b.go:3:9", "here", 1), `"here" is no position`},
	} {
		t.Run(test.name, func(t *testing.T) {
			findings, _, _, err := finding.FromVet(strings.NewReader(test.input), t.Output())
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("%v, want an error with %q; found %v", err, test.want, findings)
			}
		})
	}
}

// Columns count UTF-16 code units, whatever the bytes before.
func TestColumn(t *testing.T) {
	sources := finding.Sources{"f.go": []byte("\ufeffab\r\nä€𝄞x\n\n\ttab")}
	for _, test := range []struct{ line, column, want int }{
		{1, 1 + 3, 1}, {1, 2 + 3, 2}, {1, 3 + 3, 3}, // behind the mark
		{1, 4 + 3, 0},                                           // no such column: \r is none
		{2, 1, 1}, {2, 3, 2}, {2, 6, 3}, {2, 10, 5}, {2, 11, 6}, // 2, 3 and 4 bytes
		{3, 1, 1}, {3, 2, 0},
		{4, 2, 2}, {4, 0, 0},
		{5, 1, 1}, // no such line is empty
	} {
		if got := sources.Column("f.go", test.line, test.column); got != test.want {
			t.Errorf("%d:%d: %d, want %d", test.line, test.column, got, test.want)
		}
	}
	if got := sources.Column(filepath.Join(t.TempDir(), "none.go"), 1, 7); got != 0 {
		t.Errorf("a column of no file: %d", got)
	}
	for _, test := range []struct{ offset, line, column int }{
		{3, 1, 1}, {7, 2, 1}, {9, 2, 2}, {16, 2, 5}, {17, 2, 6}, {18, 3, 1}, {23, 4, 5},
	} {
		line, column, ok := sources.Place("f.go", test.offset)
		if line != test.line || column != test.column || !ok {
			t.Errorf("offset %d: %d:%d %t, want %d:%d", test.offset, line, column, ok, test.line, test.column)
		}
	}
	for _, offset := range []int{-1, 24} {
		if line, column, ok := sources.Place("f.go", offset); ok {
			t.Errorf("offset %d is at %d:%d", offset, line, column)
		}
	}
}

// A finding stays the same where lines above it come and go, and it is indented
// anew; it is another where its own line changes.
func TestKey(t *testing.T) {
	key := func(line int, text string) finding.Key {
		f := finding.Finding{Check: "shout", Category: "low", Message: "any", Start: token.Position{Filename: "/m/b/b.go", Line: line, Column: 1}}
		return finding.Sources{"/m/b/b.go": []byte(text)}.Key(f, "/m")
	}
	want := finding.Key{File: "b/b.go", Rule: "shout/low", Code: "func b() {}"}
	for line, text := range map[int]string{
		1: "func b() {}", 3: "package b\n\nfunc b() {}\n", 2: "\n\tfunc  b() {}\r\n",
	} {
		if got := key(line, text); got != want {
			t.Errorf("%+v, want %+v", got, want)
		}
	}
	if got := key(1, "func c() {}"); got == want {
		t.Error("another line has the same key")
	}
	first, second := want.Fingerprint(0), want.Fingerprint(1)
	if first == second || first != want.Fingerprint(0) || len(first) != 32 {
		t.Errorf("fingerprints %s, %s", first, second)
	}
}
