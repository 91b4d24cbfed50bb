package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"

	"github.com/wsvet/wsvet/analyzers"
	"github.com/wsvet/wsvet/cmd/wsvet/internal/finding"
)

// wsvet runs the command as it is shipped.
func wsvet(t *testing.T, dir string, args ...string) result {
	t.Helper()
	return command(t, "product", dir, self(t), args...)
}

// vet runs go vet with it.
func vet(t *testing.T, dir string, args ...string) result {
	t.Helper()
	return command(t, "product", dir, "go", append([]string{"vet", "-vettool=" + self(t)}, args...)...)
}

// testdata returns the module with the inputs and the real libraries.
func testdata(t *testing.T) string {
	t.Helper()
	dir, err := filepath.Abs("../../testdata")
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

// TestDrivers compares the want comments of all of testdata with what both
// drivers find there. They find the same, without a difference.
func TestDrivers(t *testing.T) {
	dir := testdata(t)
	own := wsvet(t, dir, "./...")
	own.wantCode(t, exitFindings)
	lines := strings.Split(strings.TrimSuffix(own.stdout, "\n"), "\n")
	govet := vet(t, dir, "./...")
	govet.wantCode(t, 1)
	slices.Sort(lines)
	if got := vetFindings(govet.stderr); !slices.Equal(got, lines) {
		t.Errorf("go vet finds\n%s\nwsvet finds\n%s", strings.Join(got, "\n"), strings.Join(lines, "\n"))
	}

	found := make(map[string][]string) // messages by place
	for _, line := range lines {
		position, message, _ := strings.Cut(line, ": ")
		place := position[:strings.LastIndex(position, ":")] // without the column
		found[place] = append(found[place], message)
	}
	for _, w := range wants(t, dir) {
		at := slices.IndexFunc(found[w.place], func(message string) bool {
			return w.expects(message) && w.text.MatchString(message)
		})
		if at < 0 {
			t.Errorf("%s: not found: %s", w.place, w.text)
			continue
		}
		found[w.place] = slices.Delete(found[w.place], at, at+1)
	}
	for place, messages := range found {
		for _, message := range messages {
			if (want{place: place}).expects(message) {
				t.Errorf("%s: found, and not wanted: %s", place, message)
			}
		}
	}
}

// A want is a comment that wants a finding.
type want struct {
	place string // file:line, seen from testdata
	text  *regexp.Regexp
}

// expects reports whether the want comments around w tell of such a finding. In
// the folder of a check they tell of that check alone, in e2e of all.
func (w want) expects(message string) bool {
	top, _, _ := strings.Cut(w.place, "/")
	return top == "e2e" || isCheck(top) && strings.Contains(message[strings.LastIndex(message, "("):], "("+top)
}

func isCheck(name string) bool {
	return slices.ContainsFunc(analyzers.Suite(), func(a *analysis.Analyzer) bool { return a.Name == name })
}

// A finding is wanted by `text`, a fact by Name:"text".
var wantComment = regexp.MustCompile("/[/*] want (?:([+-]\\d+) )?`(.*)`")

var findingLine = regexp.MustCompile(`^(.*\.\w+:\d+):\d+: .* \((\w+(?:/\w+)?)\)$`)

// wants returns the want comments of findings in testdata: those of the checks'
// own folders, and of e2e.
func wants(t *testing.T, dir string) []want {
	t.Helper()
	list := command(t, "", dir, "go", "list", "-f", `{{$d := .Dir}}{{range .GoFiles}}{{$d}}/{{.}}{{"\n"}}{{end}}{{range .CgoFiles}}{{$d}}/{{.}}{{"\n"}}{{end}}`, "./...")
	list.wantCode(t, 0)
	var all []want
	for name := range strings.FieldsSeq(list.stdout) {
		fset := token.NewFileSet()
		file, err := parser.ParseFile(fset, name, nil, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, group := range file.Comments {
			for _, comment := range group.List {
				m := wantComment.FindStringSubmatch(comment.Text)
				if m == nil {
					continue
				}
				p := fset.Position(comment.Pos())
				delta, _ := strconv.Atoi(m[1])
				rel, err := filepath.Rel(dir, p.Filename)
				if err != nil {
					t.Fatal(err)
				}
				place := fmt.Sprintf("%s:%d", filepath.ToSlash(rel), p.Line+delta)
				if top, _, _ := strings.Cut(place, "/"); top == "e2e" || isCheck(top) {
					all = append(all, want{place, regexp.MustCompile(m[2])})
				}
			}
		}
	}
	return all
}

// place shortens a finding to file, line, check and category.
func place(line string) string {
	m := findingLine.FindStringSubmatch(line)
	if m == nil {
		return "not a finding: " + line
	}
	return filepath.ToSlash(m[1]) + " " + m[2]
}

// TestTestFiles turns the findings in test files on, and with them what test
// files excuse.
func TestTestFiles(t *testing.T) {
	dir := testdata(t)
	args := []string{"-wsclosecode.tests", "-wskeepalive.tests", "./e2e/client"}
	got := wsvet(t, dir, args...)
	got.wantCode(t, exitFindings)
	contains(t, "stdout", got.stdout, "external_test.go:12:", "external_test.go:17:", "client_test.go:21:")
	if strings.Contains(got.stdout, "client.go:18:") {
		t.Errorf("a test file excuses nothing:\n%s", got.stdout)
	}
	if govet := vet(t, dir, args...); strings.Join(vetFindings(govet.stderr), "\n")+"\n" != got.stdout {
		t.Errorf("go vet finds\n%s\nwsvet finds\n%s", govet.stderr, got.stdout)
	}
}

// TestRealCode wants of the published client what README.md says of it.
func TestRealCode(t *testing.T) {
	got := wsvet(t, filepath.Join(testdata(t), "realcode"), "github.com/hirokisan/bybit/v2")
	got.wantCode(t, exitFindings)
	var places []string
	for line := range strings.Lines(got.stdout) {
		p := place(strings.TrimSpace(line)) // file:line check/category
		places = append(places, p[strings.LastIndex(p, "ws_"):])
	}
	want := []string{
		"ws_spot_v1.go:18 wskeepalive/pingonly",
		"ws_spot_v1.go:37 wskeepalive/pingonly",
		"ws_spot_v1.go:56 wskeepalive/pingonly",
	}
	if !slices.Equal(places, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(places, "\n"), strings.Join(want, "\n"))
	}
}

func TestProductJSON(t *testing.T) {
	dir := testdata(t)
	got := wsvet(t, dir, "-json", "./e2e/client", "./e2e/line")
	got.wantCode(t, exitFindings)
	var tree map[string]map[string][]struct {
		Category string
		Fixes    []struct{ Message string } `json:"suggested_fixes"`
	}
	if err := json.Unmarshal([]byte(got.stdout), &tree); err != nil {
		t.Fatal(err)
	}
	const prefix = "github.com/wsvet/wsvet/testdata/e2e/"
	for _, test := range []struct {
		pkg, check, category string
		fixes                int
	}{
		{"client", "wskeepalive", "none", 1},
		{"client", "wsclosecode", "reserved", 1},
		{"line", "wskeepalive", "none", 0}, // the file is another
	} {
		findings := tree[prefix+test.pkg][test.check]
		if len(findings) != 1 || findings[0].Category != test.category || len(findings[0].Fixes) != test.fixes {
			t.Errorf("%s, %s: %v, want category %s and %d fixes", test.pkg, test.check, findings, test.category, test.fixes)
		}
	}
}

// TestProductFix applies all fixes to a copy of testdata/e2e, builds it, and
// wants nothing but what has no fix to be found again.
func TestProductFix(t *testing.T) {
	skipWithoutVetFix(t)
	dir := copyTestdata(t)
	unfixable := findings(t, dir, func(f finding.Finding) bool { return len(f.Fixes) == 0 })

	got := wsvet(t, dir, "-fix", "-diff", "./e2e/...")
	got.wantCode(t, exitFindings)
	contains(t, "diff", got.stdout, "-	message := websocket.FormatCloseMessage(websocket.CloseAbnormalClosure, \"failed\")", "+++ ")

	got = wsvet(t, dir, "-fix", "./e2e/...")
	got.wantCode(t, exitClean)
	if got.stdout != "" {
		t.Errorf("-fix prints on stdout:\n%s", got.stdout)
	}
	command(t, "", dir, "go", "vet", "./e2e/...").wantCode(t, 0)
	if unformatted := command(t, "", dir, "gofmt", "-l", "e2e"); unformatted.stdout != "" {
		t.Errorf("not formatted:\n%s", unformatted.stdout)
	}

	left := findings(t, dir, func(finding.Finding) bool { return true })
	if !slices.Equal(left, unfixable) {
		t.Errorf("left after -fix:\n%s\nwithout a fix before:\n%s", strings.Join(left, "\n"), strings.Join(unfixable, "\n"))
	}
	contains(t, "what is left", strings.Join(left, "\n"), "cgo.go wskeepalive/none", "source.y wskeepalive/none")
}

// findings returns file and rule, sorted, of those in e2e that are wanted.
func findings(t *testing.T, dir string, wanted func(finding.Finding) bool) []string {
	t.Helper()
	got := wsvet(t, dir, "-json", "./e2e/...")
	all, _, _, err := finding.FromVet(strings.NewReader(got.stdout), t.Output())
	if err != nil {
		t.Fatal(err)
	}
	var rules []string
	for _, f := range all {
		if wanted(f) {
			rules = append(rules, finding.Rel(dir, f.Start.Filename)+" "+f.Rule())
		}
	}
	slices.Sort(rules)
	return rules
}

// copyTestdata copies the module of the inputs: those of these tests.
func copyTestdata(t *testing.T) string {
	t.Helper()
	from, to := testdata(t), extract(t, "")
	err := filepath.WalkDir(from, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(from, name)
		if err != nil || d.IsDir() {
			return err
		}
		switch top, _, _ := strings.Cut(filepath.ToSlash(rel), "/"); top {
		case "go.mod", "go.sum", "behaviour", "e2e", "privatefork", "readme", "wsclient":
		default:
			return nil
		}
		data, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		if err := os.MkdirAll(filepath.Join(to, filepath.Dir(rel)), 0o777); err != nil {
			return err
		}
		return os.WriteFile(filepath.Join(to, rel), data, 0o666)
	})
	if err != nil {
		t.Fatal(err)
	}
	return to
}

// TestProductHelp wants every check to say what it reports and why, how bad code and good code look, what its flags do, and
// how to silence it.
func TestProductHelp(t *testing.T) {
	list := wsvet(t, t.TempDir(), "help")
	list.wantCode(t, exitClean)
	newFlagSet(nil, new(options), nil).VisitAll(func(f *flag.Flag) {
		contains(t, "help", list.stdout, "\n  -"+f.Name)
	})
	newReportFlagSet(new(output)).VisitAll(func(f *flag.Flag) {
		contains(t, "what help says of report", list.stdout[:strings.Index(list.stdout, "wsvet help")], "-"+f.Name)
	})
	for _, a := range analyzers.Suite() {
		contains(t, "help", list.stdout, "\t"+a.Name+" ", analyzers.DocOf(a).Title+"\n")
		help := wsvet(t, t.TempDir(), "help", a.Name)
		help.wantCode(t, exitClean)
		contains(t, "help "+a.Name, help.stdout, a.Name+": "+strings.TrimSpace(a.Doc))
		contains(t, "the text of "+a.Name, a.Doc, "\n\n# Bad\n\n\t", "\n\n# Good\n\n\t", "\n\n# Fix\n\n", "\n\n# Flags\n\n", "silence one finding", "//wsvet:ignore "+a.Name)
		if len(analyzers.DocOf(a).Categories) > 0 {
			contains(t, "the text of "+a.Name, a.Doc, "\n\n# Categories\n\n", "-"+a.Name+".skip")
		}
		a.Flags.VisitAll(func(f *flag.Flag) {
			if f.Name != "skip" {
				contains(t, "the text of "+a.Name, a.Doc, "-"+a.Name+"."+f.Name)
			}
			contains(t, "the flags of "+a.Name, help.stdout[strings.LastIndex(help.stdout, "Flags:\n"):], "\n  -"+a.Name+"."+f.Name)
		})
	}
}

func TestProductVersion(t *testing.T) {
	got := wsvet(t, t.TempDir(), "version")
	got.wantCode(t, exitClean)
	if !regexp.MustCompile(`^wsvet \S+ (go|devel)\S+`).MatchString(got.stdout) {
		t.Errorf("version prints %q", got.stdout)
	}
}

// TestProductFlags wants go vet to be told of the settings of the checks, and of
// no flag of the standalone driver.
func TestProductFlags(t *testing.T) {
	got := wsvet(t, t.TempDir(), "-flags")
	got.wantCode(t, exitClean)
	var flags []struct{ Name string }
	if err := json.Unmarshal([]byte(got.stdout), &flags); err != nil {
		t.Fatal(err)
	}
	known := make(map[string]bool)
	for _, f := range flags {
		known[f.Name] = true
	}
	for _, name := range []string{"wskeepalive", "wskeepalive.pongwait", "wskeepalive.writewait", "wskeepalive.tests", "wsclosecode.skip"} {
		if !known[name] {
			t.Errorf("-flags lacks %s: %v", name, slices.Sorted(maps.Keys(known)))
		}
	}
	for _, name := range []string{"fix", "test", "C"} {
		if known[name] {
			t.Errorf("-flags tells go vet of -%s", name)
		}
	}
	wsvet(t, testdata(t), "-wskeepalive.skip=none", "-wsclosecode.skip", "reserved", "./e2e/client").wantCode(t, exitClean)
}

// TestIllTyped has go vet analyse a package that does not compile, and one
// whose dependency does not.
func TestIllTyped(t *testing.T) {
	dir := extract(t, module)
	for _, pkg := range []string{"./broken", "./needsbroken", "./syntax", "./missing"} {
		got := vet(t, dir, pkg)
		got.wantCode(t, 1)
		if strings.Contains(got.stderr, "panic") || strings.Contains(got.stderr, "goroutine ") {
			t.Errorf("%s:\n%s", pkg, got.stderr)
		}
	}
}
