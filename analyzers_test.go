// Package wsvet_test has the tests over all checks: each over its inputs in
// testdata, what all have in common, and what fixes do together.
package wsvet_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"go/format"
	"go/token"
	"io"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/checker"
	"golang.org/x/tools/go/analysis/unitchecker"
	"golang.org/x/tools/go/packages"

	"github.com/wsvet/wsvet/analyzers"
)

// asTool, in the environment of the test binary, makes it a vet tool.
const asTool = "WSVET_TEST_AS_TOOL"

func TestMain(m *testing.M) {
	if os.Getenv(asTool) != "" {
		flag.CommandLine = flag.NewFlagSet(os.Args[0], flag.ExitOnError)
		unitchecker.Main(analyzers.Suite()...)
	}
	os.Exit(m.Run())
}

// testdata returns the root of the testdata module, whose libraries are in the
// module cache then: analysistest allows no download.
func testdata(t *testing.T) string {
	t.Helper()
	dir, err := filepath.Abs("testdata")
	if err != nil {
		t.Fatal(err)
	}
	goCommand(t, dir, "mod", "download")
	return dir
}

// What all checks have in common.
func TestContract(t *testing.T) {
	suite := analyzers.Suite()
	if err := analysis.Validate(suite); err != nil {
		t.Fatal(err)
	}
	for _, a := range suite {
		if !token.IsIdentifier(a.Name) {
			t.Errorf("%s: the name is no identifier", a.Name)
		}
		summary, rest, _ := strings.Cut(a.Doc, "\n\n")
		if summary == "" || strings.Contains(summary, "\n") || strings.TrimSpace(rest) == "" {
			t.Errorf("%s: the text does not start with a line that sums it up", a.Name)
		}
		if want := "https://pkg.go.dev/github.com/wsvet/wsvet/analyzers/" + a.Name; a.URL != want {
			t.Errorf("%s: the URL is %s, want %s", a.Name, a.URL, want)
		}
		if f := a.Flags.Lookup("tests"); f == nil || f.DefValue != "false" {
			t.Errorf("%s: no flag -tests, off by default", a.Name)
		}
		if f := a.Flags.Lookup("skip"); f == nil || f.DefValue != "" {
			t.Errorf("%s: no flag -skip, empty by default", a.Name)
		} else if err := f.Value.Set("nonsense"); err == nil || !strings.Contains(err.Error(), "nonsense") {
			t.Errorf("%s: -skip=nonsense gives %v", a.Name, err)
		}
		for _, name := range []string{
			filepath.Join("analyzers", a.Name, "doc.go"),
			filepath.Join("analyzers", a.Name, a.Name+"_test.go"), // runs it over its inputs
			filepath.Join("testdata", a.Name),
		} {
			if _, err := os.Stat(name); err != nil {
				t.Errorf("%s: not in a package of its own, with tests and inputs: %v", a.Name, err)
			}
		}
	}
}

// A finding as go vet -json has it.
type finding struct {
	Posn, Message  string
	SuggestedFixes []struct{ Message string } `json:"suggested_fixes"`
}

// vet runs the suite over the module in dir by go vet. Its findings come once,
// though files are in several variants of a package.
func vet(t *testing.T, dir string, patterns ...string) []finding {
	t.Helper()
	out := goVet(t, dir, append([]string{"-json"}, patterns...)...)
	var found []finding
	seen := make(map[string]bool)
	comments := regexp.MustCompile(`(?m)^#.*$`)
	for dec := json.NewDecoder(bytes.NewReader(comments.ReplaceAll(out, nil))); ; {
		var pkgs map[string]map[string]json.RawMessage
		if err := dec.Decode(&pkgs); err == io.EOF {
			return found
		} else if err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		for pkg, checks := range pkgs {
			for check, raw := range checks {
				var some []finding
				if err := json.Unmarshal(raw, &some); err != nil {
					t.Fatalf("%s %s: %s", pkg, check, raw)
				}
				for _, f := range some {
					if key := f.Posn + f.Message; !seen[key] {
						seen[key] = true
						found = append(found, f)
					}
				}
			}
		}
	}
}

// goVet runs go vet with the test binary for its tool, and returns the output.
func goVet(t *testing.T, dir string, args ...string) []byte {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("go", append([]string{"vet", "-vettool=" + self}, args...)...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), asTool+"=1", "PWD="+dir, "GOWORK=off")
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v\n%s", cmd, err, out)
	}
	return out
}

func goCommand(t *testing.T, dir string, args ...string) string {
	t.Helper()
	cmd := exec.Command("go", args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "PWD="+dir, "GOWORK=off")
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v\n%s", cmd, err, out)
	}
	return string(out)
}

// toTheEnd applies all fixes of the module in dir until nothing changes, at
// most three times; then it requires that the module builds, is formatted, and
// that only those findings are left that never had a fix.
func toTheEnd(t *testing.T, dir string) {
	t.Helper()
	before := vet(t, dir, "./...")
	fixable := slices.ContainsFunc(before, func(f finding) bool { return len(f.SuggestedFixes) > 0 })
	if !fixable {
		t.Fatal("nothing to fix")
	}
	old := contents(t, dir)
	for round := 1; ; round++ {
		goVet(t, dir, "-fix", "./...")
		fixed := contents(t, dir)
		if maps.Equal(old, fixed) {
			break
		}
		if round == 3 {
			t.Error("the third round still changes something")
			break
		}
		old = fixed
	}
	goCommand(t, dir, "build", "./...")
	for name, text := range old {
		if formatted, err := format.Source([]byte(text)); err != nil || string(formatted) != text {
			t.Errorf("%s: not formatted: %v", name, err)
		}
	}
	left := vet(t, dir, "./...")
	for _, f := range left {
		if len(f.SuggestedFixes) > 0 {
			t.Errorf("%s: there is still a fix for: %s", f.Posn, f.Message)
		}
	}
	want, got := unfixable(dir, before), unfixable(dir, left)
	for key := range want {
		// A cycle that waits as it should, now, speaks for the one around it, too,
		// and what is mended in a package for those that import it.
		silenced := strings.HasSuffix(key, "(wsbackoff/none)") || strings.HasSuffix(key, "(wsbackoff/constant)") || strings.Contains(key, "/across/")
		if want[key] != got[key] && !(silenced && got[key] < want[key]) {
			t.Errorf("%s: %d findings without a fix before, %d after", key, want[key], got[key])
		}
	}
	for key := range got {
		if want[key] == 0 {
			t.Errorf("new: %s", key)
		}
	}
}

// unfixable counts the findings without a fix, by file and message without
// their lines, which fixes move.
func unfixable(dir string, all []finding) map[string]int {
	numbers := regexp.MustCompile(`[0-9]+`)
	count := make(map[string]int)
	for _, f := range all {
		if len(f.SuggestedFixes) == 0 {
			file, _, _ := strings.Cut(strings.TrimPrefix(f.Posn, dir), ":")
			count[filepath.ToSlash(file)+": "+numbers.ReplaceAllString(f.Message, "N")]++
		}
	}
	return count
}

// contents returns the Go files below dir.
func contents(t *testing.T, dir string) map[string]string {
	t.Helper()
	files := make(map[string]string)
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(path) != ".go" {
			return err
		}
		data, err := os.ReadFile(path)
		files[path] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// All fixes of testdata, by the driver that people use.
func TestFixesToTheEnd(t *testing.T) {
	dir := temp(t)
	if err := os.CopyFS(dir, os.DirFS(testdata(t))); err != nil {
		t.Fatal(err)
	}
	toTheEnd(t, dir)
}

// temp returns a new directory, by the name that the go command prints.
func temp(t *testing.T) string {
	t.Helper()
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

// Modules of older versions of Go, with libraries of their time.
func TestOldModules(t *testing.T) {
	const file = `package old

import (
	"log"

	"github.com/gorilla/websocket"
)

func read(url string) error {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil)
	if err != nil {
		return err
	}
	defer conn.Close()
	for {
		_, msg, err := conn.ReadMessage()
		if err != nil {
			return err
		}
		log.Println(string(msg))
	}
}

func refuse(conn *websocket.Conn) error {
	msg := websocket.FormatCloseMessage(websocket.CloseAbnormalClosure, "no")
	return conn.WriteMessage(websocket.CloseMessage, msg)
}

func proxy(from, to *websocket.Conn) error {
	for {
		kind, msg, err := from.ReadMessage()
		if closed, ok := err.(*websocket.CloseError); ok {
			return to.WriteMessage(websocket.CloseMessage, websocket.FormatCloseMessage(closed.Code, closed.Text))
		}
		if err != nil {
			return err
		}
		if err := to.WriteMessage(kind, msg); err != nil {
			return err
		}
	}
}
`
	for _, version := range []string{"1.13", "1.20", "1.22"} {
		t.Run(version, func(t *testing.T) {
			dir := temp(t)
			write := func(name, text string) {
				if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o666); err != nil {
					t.Fatal(err)
				}
			}
			write("go.mod", "module example.com/old\n\ngo "+version+"\n\nrequire github.com/gorilla/websocket v1.4.2\n")
			write("old.go", file)
			goCommand(t, dir, "mod", "tidy")
			toTheEnd(t, dir)
			if left := vet(t, dir, "./..."); len(left) > 0 {
				t.Errorf("not silent: %+v", left)
			}
		})
	}
}

// There are no WebSockets in the standard library.
func TestStandardLibrary(t *testing.T) {
	cfg := &packages.Config{
		Mode: packages.NeedName | packages.NeedFiles | packages.NeedCompiledGoFiles | packages.NeedImports | packages.NeedDeps |
			packages.NeedExportFile | packages.NeedTypes | packages.NeedTypesSizes | packages.NeedSyntax | packages.NeedTypesInfo,
	}
	pkgs, err := packages.Load(cfg, "std")
	if err != nil {
		t.Fatal(err)
	}
	if len(pkgs) < 100 {
		t.Fatalf("only %d packages", len(pkgs))
	}
	graph, err := checker.Analyze(analyzers.Suite(), pkgs, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, act := range graph.Roots {
		if act.Err != nil {
			t.Errorf("%s: %v", act, act.Err)
		}
		for _, d := range act.Diagnostics {
			t.Errorf("%s: %s", act.Package.Fset.Position(d.Pos), d.Message)
		}
	}
}
