// Package wsvet_test has the tests of all checks together: what they have in
// common, all of them over testdata, and their fixes, applied until nothing
// changes. Each check's own test compares its findings and fixes with what its
// inputs expect.
package wsvet_test

import (
	"go/format"
	"go/token"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/checker"

	"github.com/wsvet/wsvet/analyzers"
	"github.com/wsvet/wsvet/analyzers/atest"
)

// TestContract holds what all checks have in common.
func TestContract(t *testing.T) {
	suite := analyzers.Suite()
	if err := analysis.Validate(suite); err != nil {
		t.Fatal(err)
	}
	for _, a := range suite {
		if !token.IsIdentifier(a.Name) {
			t.Errorf("%s: the name is no identifier", a.Name)
		}
		doc := analyzers.DocOf(a)
		if !strings.HasPrefix(doc.Title, "report ") || strings.Contains(doc.Title, "\n") || doc.Text == "" {
			t.Errorf("%s: the text does not start with a line that says what it reports: %q", a.Name, doc.Title)
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

// TestCategories wants the findings of testdata to have the categories that the
// checks' docs list, and each of them to be found.
func TestCategories(t *testing.T) {
	found := make(map[string]bool)
	for _, act := range atest.Check(t, analyzers.Suite(), atest.Packages(t, "./...")) {
		for _, d := range act.Diagnostics {
			found[act.Analyzer.Name+"/"+d.Category] = true
		}
	}
	for _, a := range analyzers.Suite() {
		doc := analyzers.DocOf(a)
		for _, c := range doc.Categories {
			id := a.Name + "/" + c.Name
			if !found[id] {
				t.Errorf("%s is nowhere found", id)
			}
			delete(found, id)
		}
		if len(doc.Categories) == 0 {
			delete(found, a.Name+"/")
		}
	}
	for id := range found {
		t.Errorf("%s is found, and not in the check's doc", id)
	}
}

// A finding is what a check reports in a file.
type finding struct {
	file, check, message string
	fixable              bool
}

// TestFixesUntilNothingChanges applies all fixes of testdata again and again.
func TestFixesUntilNothingChanges(t *testing.T) {
	fixAll(t, atest.Dir(t), "./...", "example.com/...")
}

// maxApplied is how often all fixes may be applied before none is left.
const maxApplied = 3

// fixAll applies all fixes of the packages that match in the module in dir,
// until none is left, and returns the findings that remain and the files as they
// are then. It wants the
// packages to be built after each round, and only those findings to remain
// that had no fix in the beginning. The files themselves stay as they are.
func fixAll(t *testing.T, dir string, patterns ...string) (left []finding, fixed map[string][]byte) {
	t.Helper()
	var before []finding
	fixed = make(map[string][]byte)
	for round := 0; ; round++ {
		pkgs, err := atest.LoadModule(dir, fixed, patterns...)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range pkgs {
			for _, err := range p.Errors {
				t.Errorf("after %d rounds: %v", round, err)
			}
		}
		if t.Failed() {
			t.FailNow()
		}
		actions := atest.Check(t, atest.Reading(fixed, analyzers.Suite()), pkgs)
		found := findingsOf(dir, actions)
		fixes := fixesOf(actions)
		if round == 0 {
			if before = found; len(fixes) == 0 {
				t.Fatal("nothing to fix")
			}
		}
		if len(fixes) == 0 || t.Failed() {
			compareFixed(t, before, found)
			return found, fixed
		}
		if round == maxApplied {
			t.Fatalf("round %d still has fixes", round+1)
		}
		for name, edits := range fixes {
			text, ok := fixed[name]
			if !ok {
				if text, err = os.ReadFile(name); err != nil {
					t.Fatal(err)
				}
			}
			merged, _ := atest.Merge(edits...)
			if fixed[name], err = format.Source([]byte(atest.Apply(string(text), merged))); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
		}
	}
}

// findingsOf returns what actions report, once, though files are in several
// variants of a package.
func findingsOf(dir string, actions []*checker.Action) []finding {
	var all []finding
	seen := make(map[string]bool)
	for _, act := range actions {
		for _, d := range act.Diagnostics {
			posn := act.Package.Fset.Position(d.Pos)
			if key := posn.String() + d.Message; !seen[key] {
				seen[key] = true
				file := filepath.ToSlash(strings.TrimPrefix(posn.Filename, dir+string(filepath.Separator)))
				all = append(all, finding{file, act.Analyzer.Name, d.Message, len(d.SuggestedFixes) > 0})
			}
		}
	}
	return all
}

// fixesOf returns the edits of the actions' fixes by file, each once.
func fixesOf(actions []*checker.Action) map[string][][]atest.Edit {
	all := make(map[string][][]atest.Edit)
	for _, act := range actions {
		for name, fixes := range atest.Fixes(act) {
			for _, edits := range fixes {
				same := func(other []atest.Edit) bool { return slices.Equal(edits, other) }
				if !slices.ContainsFunc(all[name], same) {
					all[name] = append(all[name], edits)
				}
			}
		}
	}
	return all
}

// compareFixed compares the findings that remain with those before the fixes: no
// check has more in a file than before. Those that had no fix remain, but where
// fixes of other checks mended them, or those in another package.
func compareFixed(t *testing.T, before, left []finding) {
	t.Helper()
	type key struct{ file, check string }
	all, unfixable := make(map[key]int), make(map[key]int)
	fixing := make(map[string][]string) // the checks that have fixes, by file
	shared := make(map[key]bool)        // and by folder: two connections may be read in one place
	for _, f := range before {
		all[key{f.file, f.check}]++
		if f.fixable {
			fixing[f.file] = append(fixing[f.file], f.check)
			shared[key{path.Dir(f.file), f.check}] = true
		} else {
			unfixable[key{f.file, f.check}]++
		}
	}
	remain := make(map[key]int)
	for _, f := range left {
		k := key{f.file, f.check}
		// The close that wsunclosed's fix adds sends no close frame everywhere.
		closed := k.check == "wsclosehandshake" && slices.Contains(fixing[k.file], "wsunclosed")
		if remain[k]++; remain[k] > all[k] && !closed {
			t.Errorf("%s: more findings than before the fixes: %s", f.file, f.message)
		}
	}
	for k, n := range unfixable {
		mended := strings.Contains(k.file, "/across/") || slices.ContainsFunc(fixing[k.file], func(check string) bool { return check != k.check }) ||
			shared[key{path.Dir(k.file), k.check}] && !slices.Contains(fixing[k.file], k.check)
		// A cycle that waits as it should, now, silences the one around it.
		if remain[k] < n && !mended && k.check != "wsbackoff" {
			t.Errorf("%s: %d findings of %s had no fix, %d remain", k.file, n, k.check, remain[k])
		}
	}
}

// TestOldModules applies all fixes in modules of older versions of Go, with
// libraries of their time.
func TestOldModules(t *testing.T) {
	const file = `package old

import (
	"log"
	"time"

	"github.com/gorilla/websocket"
)

func connect(url string) *websocket.Conn {
	for {
		conn, _, err := websocket.DefaultDialer.Dial(url, nil)
		if err == nil {
			return conn
		}
		time.Sleep(time.Second)
	}
}

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
			dir := t.TempDir()
			write := func(name, text string) {
				if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o666); err != nil {
					t.Fatal(err)
				}
			}
			write("go.mod", "module example.com/old\n\ngo "+version+"\n\nrequire github.com/gorilla/websocket v1.4.2\n")
			write("old.go", file)
			tidy := exec.Command("go", "mod", "tidy")
			tidy.Dir = dir
			tidy.Env = append(os.Environ(), "GOWORK=off")
			if out, err := tidy.CombinedOutput(); err != nil {
				t.Fatalf("%v\n%s", err, out)
			}
			left, fixed := fixAll(t, dir, "./...")
			for _, f := range left {
				t.Errorf("not silent: %s: %s", f.file, f.message)
			}
			// Before Go 1.20 all programs draw the same numbers until they seed them.
			if seeds := strings.Contains(string(fixed[filepath.Join(dir, "old.go")]), "rand.NewSource("); seeds != (version == "1.13") {
				t.Errorf("seeds its random numbers: %v", seeds)
			}
		})
	}
}
