package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// bin is a directory with golangci-lint, which has wsvet in it, and a git for
// it: both are the test binary.
var bin string

func TestMain(m *testing.M) {
	switch filepath.Base(os.Args[0]) {
	case "golangci-lint":
		main()
	case "git":
		clone()
	default:
		os.Exit(runTests(m))
	}
}

// runTests runs the tests. They share a cache of golangci-lint's.
func runTests(m *testing.M) int {
	self, err := os.Executable()
	check(err)
	bin, err = os.MkdirTemp("", "wsvet-golangci")
	check(err)
	defer os.RemoveAll(bin)
	check(os.Symlink(self, golangci()))
	check(os.Symlink(self, filepath.Join(bin, "git")))
	check(os.Setenv("GOLANGCI_LINT_CACHE", filepath.Join(bin, "cache")))
	return m.Run()
}

func check(err error) {
	if err != nil {
		panic(err)
	}
}

func golangci() string { return filepath.Join(bin, "golangci-lint") }

// A result is what a command prints, and its exit code.
type result struct {
	stdout, stderr string
	code           int
}

func (r *result) wantCode(t *testing.T, want int) {
	t.Helper()
	if r.code != want {
		t.Fatalf("exit code %d, want %d\n%s%s", r.code, want, r.stdout, r.stderr)
	}
}

func command(t *testing.T, dir, name string, args ...string) *result {
	t.Helper()
	cmd := exec.Command(name, args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "PWD="+dir, "GOWORK=off")
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	err := cmd.Run()
	if exit := (*exec.ExitError)(nil); err != nil && !errors.As(err, &exit) {
		t.Fatalf("%s: %v", cmd, err)
	}
	return &result{stdout.String(), stderr.String(), cmd.ProcessState.ExitCode()}
}

// root returns the directory of wsvet's module.
func root(t *testing.T) string {
	t.Helper()
	dir, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

// example returns the name of the example configuration.
func example(t *testing.T) string {
	t.Helper()
	return filepath.Join(root(t), ".golangci.example.yml")
}

func read(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}

// copyTestdata copies the module with the inputs.
func copyTestdata(t *testing.T) string {
	t.Helper()
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	if err := os.CopyFS(dir, os.DirFS(filepath.Join(root(t), "testdata"))); err != nil {
		t.Fatal(err)
	}
	return dir
}

// Findings are messages by place: file:line:column.
type findings map[string][]string

func (f findings) add(place, message string) {
	f[place] = append(f[place], message)
	slices.Sort(f[place])
}

// wsvet returns what wsvet finds in the module in dir.
func wsvet(t *testing.T, dir string, patterns ...string) findings {
	t.Helper()
	tool := filepath.Join(t.TempDir(), "wsvet")
	command(t, root(t), "go", "build", "-o", tool, "./cmd/wsvet").wantCode(t, 0)
	got := command(t, dir, tool, patterns...)
	got.wantCode(t, 3)
	found := make(findings)
	for line := range strings.Lines(got.stdout) {
		place, message, _ := strings.Cut(line, ": ")
		found.add(place, strings.TrimSpace(message))
	}
	return found
}

// lint returns what golangci-lint finds in the module in dir with a
// configuration, and whether there is a fix for some of it.
func lint(t *testing.T, dir, config string, args ...string) (found findings, fixes bool) {
	t.Helper()
	out := filepath.Join(t.TempDir(), "out.json")
	args = append([]string{"run", "--config=" + config, "--path-mode=abs", "--output.json.path=" + out}, args...)
	got := command(t, dir, golangci(), args...)
	data, err := os.ReadFile(out)
	if err != nil || got.stderr != "" {
		t.Fatalf("%v\n%s%s", err, got.stdout, got.stderr)
	}
	var report struct {
		Issues []struct {
			Text string
			Pos  struct {
				Filename     string
				Line, Column int
			}
			SuggestedFixes []any
		}
	}
	if err := json.Unmarshal(data, &report); err != nil {
		t.Fatal(err)
	}
	got.wantCode(t, min(len(report.Issues), 1))
	found = make(findings)
	for _, issue := range report.Issues {
		name, err := filepath.Rel(dir, issue.Pos.Filename)
		if err != nil {
			t.Fatal(err)
		}
		_, message, _ := strings.Cut(issue.Text, ": ") // the name of the check, which ends the message, too
		found.add(fmt.Sprintf("%s:%d:%d", name, issue.Pos.Line, issue.Pos.Column), message)
		fixes = fixes || len(issue.SuggestedFixes) > 0
	}
	return found, fixes
}

// elsewhere are the findings that golangci-lint has in another place than wsvet.
var elsewhere = map[string]string{
	// A file that a //line directive names and that is not Go.
	"e2e/line/source.y:103:18": "e2e/line/line.go:11:18",
}

// compare requires that both found the same.
func compare(t *testing.T, golangci, wsvet findings) {
	t.Helper()
	for there, here := range elsewhere {
		if messages, ok := wsvet[there]; ok {
			delete(wsvet, there)
			wsvet[here] = messages
		}
	}
	for place, want := range wsvet {
		if got := golangci[place]; !slices.Equal(got, want) {
			t.Errorf("%s\ngolangci-lint: %q\nwsvet:         %q", place, got, want)
		}
	}
	for place, got := range golangci {
		if wsvet[place] == nil {
			t.Errorf("%s\ngolangci-lint alone: %q", place, got)
		}
	}
}

// The same findings over all inputs. Those of package app need facts of a
// package that it imports.
func TestFindings(t *testing.T) {
	dir := filepath.Join(root(t), "testdata")
	all, _ := lint(t, dir, example(t), "./...")
	compare(t, all, wsvet(t, dir, "./..."))
}

// What is learnt of a package that is not linted, here of another module: first
// from its source, then from the cache.
func TestFacts(t *testing.T) {
	t.Setenv("GOLANGCI_LINT_CACHE", t.TempDir())
	dir := copyTestdata(t)
	const other = "github.com/wsvet/wsvet/testdata/e2e/across/ws"
	write(t, filepath.Join(dir, "e2e/across/ws/go.mod"), "module "+other+"\n\ngo 1.25.0\n\nrequire github.com/gorilla/websocket v1.5.3\n")
	command(t, dir, "go", "mod", "edit", "-require="+other+"@v0.0.0", "-replace="+other+"=./e2e/across/ws").wantCode(t, 0)
	want := wsvet(t, dir, "./e2e/across/app")
	first, _ := lint(t, dir, example(t), "./e2e/across/app")
	compare(t, first, want)

	file := filepath.Join(dir, "e2e/across/app/app.go")
	write(t, file, read(t, file)+"\nvar more int\n")
	second, _ := lint(t, dir, example(t), "./e2e/across/app")
	compare(t, second, want)
}

// All fixes of the inputs, until there are no more.
func TestFix(t *testing.T) {
	dir := copyTestdata(t)
	left, fixes := lint(t, dir, example(t), "./...")
	if !fixes {
		t.Fatal("nothing to fix")
	}
	for round := 1; fixes; round++ {
		if round > 3 {
			t.Fatal("the third round leaves fixes")
		}
		lint(t, dir, example(t), "--fix", "./...")
		left, fixes = lint(t, dir, example(t), "./...")
	}
	command(t, dir, "go", "build", "./...").wantCode(t, 0)
	if got := command(t, dir, "gofmt", "-l", "."); got.stdout != "" {
		t.Errorf("not formatted:\n%s", got.stdout)
	}
	compare(t, left, wsvet(t, dir, "./..."))
}

// Both directives silence a finding of the line below.
func TestSilence(t *testing.T) {
	dir := copyTestdata(t)
	const pkg = "./readme/keepalive"
	file := filepath.Join(dir, "readme/keepalive/keepalive.go")
	text := read(t, file)
	const finding = "\tconn, _, err := websocket.DefaultDialer.Dial"
	for directive, want := range map[string]int{
		"// none":                             1,
		"//nolint:wsvet // for a reason":      0,
		"//wsvet:ignore wskeepalive a reason": 0,
		"//nolint:govet // for a reason":      1,
	} {
		write(t, file, strings.ReplaceAll(text, finding, "\t"+directive+"\n"+finding))
		if got, _ := lint(t, dir, example(t), pkg); len(got) != want {
			t.Errorf("%s: %v", directive, got)
		}
	}
}

// What the configuration says is done, and what it says wrongly is told.
func TestSettings(t *testing.T) {
	command(t, root(t), golangci(), "config", "verify", "--config="+example(t)).wantCode(t, 0)

	dir := filepath.Join(root(t), "testdata")
	const pkg = "./e2e/client" // wskeepalive/none and wsclosecode/reserved
	for _, test := range []struct {
		old, new string
		want     int
	}{
		{"enable: []", "enable: [wsbackoff]", 0},
		{"disable: []", "disable: [wskeepalive]", 1},
		{`skip: "" # comma-separated categories not to report (of none, pingonly)`, "skip: [none, pingonly]", 1},
	} {
		if got, _ := lint(t, dir, changed(t, test.old, test.new), pkg); len(got) != test.want {
			t.Errorf("%s: %v, want %d findings", test.new, got, test.want)
		}
	}
	for _, test := range []struct{ old, new, want string }{
		{"enable: []", "enabled: []", `unknown field "enabled"`},
		{"enable: []", "enable: [wsbackof]", `unknown check "wsbackof"; the checks are wskeepalive, wsbackoff, `},
		{"pongwait: 1m0s", "pingwait: 1m0s", `unknown flag "pingwait" of wskeepalive; its flags are pongwait, skip, `},
		{"pongwait: 1m0s", "pongwait: long", `flag pongwait of wskeepalive: invalid value "long": `},
	} {
		got := command(t, dir, golangci(), "run", "--config="+changed(t, test.old, test.new), pkg)
		if got.code != 3 || !strings.Contains(got.stderr, test.want) {
			t.Errorf("%s: exit code %d\n%s", test.new, got.code, got.stderr)
		}
	}
}

// changed returns the name of an example configuration with a change.
func changed(t *testing.T, old, new string) string {
	t.Helper()
	text := read(t, example(t))
	if strings.Count(text, old) != 1 {
		t.Fatalf("%q is not in the example once", old)
	}
	name := filepath.Join(t.TempDir(), "golangci.yml")
	write(t, name, strings.Replace(text, old, new, 1))
	return name
}
