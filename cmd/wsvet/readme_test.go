package main

import (
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/wsvet/wsvet/analyzers"
	"github.com/wsvet/wsvet/cmd/wsvet/internal/format"
)

// Where a command of README.md is run.
const (
	ci    = "ci"    // by .ci/run, as it is or within the tests
	clone = "clone" // in this repository
	mod   = "mod"   // in a module that uses WebSockets
	gcl   = "gcl"   // by the tests in testdata/golangci
)

// readme has the commands of README.md in their order, with what comes of them.
var readme = []struct {
	command string
	in      string
	code    int
	stdout  string
}{
	{"go run ./cmd/wsvet -C testdata/realcode github.com/hirokisan/bybit/v2", ci, 0, ""},
	{"go test ./...", ci, 0, ""},
	{"go install ./cmd/wsvet", clone, 0, ""},
	{"wsvet ./...", mod, exitFindings, "(wskeepalive/none)"},
	{"go vet -vettool=$(which wsvet) ./...", mod, 1, ""},
	{"wsvet help", mod, exitClean, "wsclosecode"},
	{"wsvet help wskeepalive", mod, exitClean, "pingonly"},
	{"wsvet version", mod, exitClean, "wsvet "},
	{"wsvet -wsclosecode ./...", mod, exitClean, ""},
	{"wsvet -wskeepalive=false ./...", mod, exitClean, ""},
	{"wsvet -wskeepalive.skip=pingonly -wsclosecode.tests ./...", mod, exitFindings, found},
	{"go vet -vettool=$(which wsvet) -wsbackoff=false -wskeepalive.skip=pingonly ./...", mod, 1, ""},
	{"wsvet -fix -diff ./...", mod, exitFindings, "+	conn.SetPongHandler("},
	{"wsvet -fix ./...", mod, exitClean, ""},
	{"go vet -vettool=$(which wsvet) -wskeepalive.pongwait=30s -fix -diff ./...", mod, 1, "+		pongWait   = 30 * time.Second"},
	{"go fix -fixtool=$(which wsvet) -diff ./...", mod, 1, "+	conn.SetPongHandler("},
	{"wsvet -format=sarif ./... > wsvet.sarif", mod, exitFindings, ""},
	{"go vet -json -vettool=$(which wsvet) ./... 2>&1 | wsvet report -format=sarif > wsvet.sarif", mod, exitFindings, ""},
	{"wsvet -write-baseline=wsvet-baseline.json ./...", mod, exitClean, ""},
	{"wsvet -baseline=wsvet-baseline.json ./...", mod, exitClean, ""},
	{"go vet -json -vettool=$(which wsvet) ./... 2>&1 | wsvet report -baseline=wsvet-baseline.json", mod, exitClean, ""},
	{"go mod init -modfile=wsvet.mod example.com/user/wsvet", mod, 0, ""},
	{"go get -tool -modfile=wsvet.mod github.com/wsvet/wsvet/cmd/wsvet", mod, 0, ""},
	{"go tool -modfile=wsvet.mod wsvet ./...", mod, exitFindings, found},
	{"go get -tool github.com/wsvet/wsvet/cmd/wsvet", mod, 0, ""},
	{"go mod tidy", mod, 0, ""},
	{"go tool wsvet ./...", mod, exitFindings, found},
	{"go vet -vettool=$(go tool -n wsvet) ./...", mod, 1, ""},
	{"golangci-lint custom", gcl, 0, ""},
	{"./custom-gcl run ./...", gcl, 0, ""},
	{"./custom-gcl run --fix ./...", gcl, 0, ""},
}

// configured has the commands in what README.md has services and editors do, in
// their order, and the file that they write. They run in a module with findings
// that has wsvet for a tool.
var configured = []struct{ command, file string }{
	{"tool=$(go tool -n wsvet)\ngo vet -json -vettool=\"$tool\" ./... 2>&1 | \"$tool\" report -format=sarif > wsvet.sarif", "wsvet.sarif"},
	{"go tool wsvet -format=github ./...", ""},
	{"go tool wsvet -format=gitlab ./... > gl-code-quality-report.json", "gl-code-quality-report.json"},
	{"go tool wsvet ./...", ""},
	{"go tool wsvet ./...", ""},
}

// blocks returns the fenced blocks of README.md in a language.
func blocks(t *testing.T, language string) []string {
	t.Helper()
	var texts []string
	for _, m := range regexp.MustCompile("(?ms)^```"+language+"\n(.*?)^```$").FindAllStringSubmatch(read(t, root(t), "README.md"), -1) {
		texts = append(texts, m[1])
	}
	if len(texts) == 0 {
		t.Fatalf("README.md has no %s block", language)
	}
	return texts
}

// TestReadmeCommands runs what README.md tells to run, in its order.
func TestReadmeCommands(t *testing.T) {
	skipWithoutVetFix(t)
	var told, known []string
	for _, block := range blocks(t, "sh") {
		told = append(told, strings.Split(strings.TrimSpace(block), "\n")...)
	}
	for _, c := range readme {
		known = append(known, c.command)
	}
	if !slices.Equal(told, known) {
		t.Fatalf("README.md tells to run\n%s\nthe test runs\n%s", strings.Join(told, "\n"), strings.Join(known, "\n"))
	}

	bin := t.TempDir()
	t.Setenv("GOBIN", bin)
	t.Setenv("PATH", bin+string(os.PathListSeparator)+os.Getenv("PATH"))
	dir := tidied(t, user)
	t.Setenv("GOPROXY", proxyWithout(t, wsvetModule))
	script := read(t, root(t), ".ci/run")
	for _, c := range readme {
		t.Run(c.command, func(t *testing.T) {
			where := dir
			switch c.in {
			case ci:
				contains(t, ".ci/run", script, c.command)
				return
			case gcl:
				contains(t, "testdata/golangci", read(t, root(t), "testdata/golangci/readme_test.go"), strconv.Quote(c.command))
				return
			case clone:
				where = root(t)
			}
			if strings.HasPrefix(c.command, "go get ") {
				useCheckout(t, dir, c.command)
			}
			restore(t, dir)
			got := command(t, "", where, "sh", "-c", c.command)
			got.wantCode(t, c.code)
			contains(t, "stdout", got.stdout, c.stdout)
		})
	}

	var steps []string
	for _, block := range append(blocks(t, "yaml"), blocks(t, "json")...) {
		steps = append(steps, scripts(block)...)
	}
	if len(steps) != len(configured) {
		t.Fatalf("README.md has services run\n%s\nthe test runs %d", strings.Join(steps, "\n"), len(configured))
	}
	for i, step := range steps {
		t.Run(step, func(t *testing.T) {
			want := configured[i]
			if step != want.command {
				t.Fatalf("README.md has a service run %q, the test runs %q", step, want.command)
			}
			got := command(t, "", dir, "sh", "-e", "-c", step)
			got.wantCode(t, exitFindings)
			written := got.stdout
			if want.file != "" {
				written = read(t, dir, want.file)
			}
			contains(t, "report", written, "user.go", "wskeepalive/none")
		})
	}
}

// restore takes back what a fix has changed in the module of a user.
func restore(t *testing.T, dir string) {
	t.Helper()
	for _, file := range txtar.Parse([]byte(user)).Files {
		if file.Name == "user.go" {
			if err := os.WriteFile(filepath.Join(dir, file.Name), file.Data, 0o666); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// step is a line of YAML or JSON that says what to run.
var step = regexp.MustCompile(`^( *)(?:- )?"?(run|script|entry|command)"?:(?: "?(.*?)"?,?)?$`)

// scripts returns what the steps of a block run.
func scripts(block string) []string {
	var all []string
	lines := strings.Split(block, "\n")
	for i, line := range lines {
		m := step.FindStringSubmatch(line)
		switch {
		case m == nil:
		case m[3] != "" && m[3] != "|":
			all = append(all, m[3])
		default: // the lines below, that are further in
			var script []string
			for _, below := range lines[i+1:] {
				text := strings.TrimLeft(below, " ")
				if len(below)-len(text) <= len(m[1]) {
					break
				}
				script = append(script, strings.TrimPrefix(text, "- "))
			}
			all = append(all, strings.Join(script, "\n"))
		}
	}
	return all
}

// exitRow is a row of the table of exit codes.
var exitRow = regexp.MustCompile("(?m)^\\| `(.*)` \\| (\\d) \\| (\\d) \\| (\\d) \\|$")

// TestExitCodes runs every cell of the table of exit codes in README.md.
func TestExitCodes(t *testing.T) {
	skipWithoutVetFix(t)
	rows := exitRow.FindAllStringSubmatch(read(t, root(t), "README.md"), -1)
	if len(rows) == 0 {
		t.Fatal("README.md has no table of exit codes")
	}
	const mod = "-- go.mod --\nmodule example.com/m\n\ngo 1.25\n-- m.go --\npackage m\n\nfunc "
	modules := []string{mod + "Good() {}\n", mod + "Bad() {}\n", mod + "Bad() { undefined() }\n"}
	for _, row := range rows {
		t.Run(row[1], func(t *testing.T) {
			for i, module := range modules {
				got := shell(t, "toy", extract(t, module), strings.ReplaceAll(row[1], `\|`, "|"))
				if want := row[2+i]; strconv.Itoa(got.code) != want {
					t.Errorf("column %d: exit code %d, README.md has %s\nstdout:\n%s\nstderr:\n%s", i+1, got.code, want, got.stdout, got.stderr)
				}
			}
		})
	}
}

var update = flag.Bool("update", false, "write the table of checks into README.md")

// checkTable is the table of the checks in README.md.
var checkTable = regexp.MustCompile(`(?m)^\| Check \| Category \| Reports \|\n(?:\|.*\n)+`)

// checksTable returns the table that the checks' docs make.
func checksTable() string {
	var table strings.Builder
	table.WriteString("| Check | Category | Reports |\n|---|---|---|\n")
	for _, a := range analyzers.Suite() {
		doc := analyzers.DocOf(a)
		check := "`" + doc.Name + "` "
		for _, c := range doc.Categories {
			fmt.Fprintf(&table, "| %s| `%s` | %s |\n", check, c.Name, c.Text)
			check = ""
		}
		if len(doc.Categories) == 0 {
			fmt.Fprintf(&table, "| %s| | %s |\n", check, strings.TrimPrefix(doc.Title, "report "))
		}
	}
	return table.String()
}

// TestReadmeTables compares the lists of checks and formats in README.md with
// those of the program.
func TestReadmeTables(t *testing.T) {
	name := filepath.Join(root(t), "README.md")
	text := read(t, name)
	table := checkTable.FindString(text)
	if want := checksTable(); table != want {
		if *update {
			if err := os.WriteFile(name, []byte(strings.Replace(text, table, want, 1)), 0o666); err != nil {
				t.Fatal(err)
			}
		}
		t.Errorf("README.md has the table of checks (-update writes it)\n%s\nwant\n%s", table, want)
	}

	_, table, _ = strings.Cut(text, "| `-format=` | |\n|---|---|\n")
	table, _, _ = strings.Cut(table, "\n\n")
	var formats []string
	for _, m := range regexp.MustCompile("(?m)^\\| `(\\w+)`").FindAllStringSubmatch(table, -1) {
		formats = append(formats, m[1])
	}
	if !slices.Equal(formats, format.Names()) {
		t.Errorf("README.md has the formats %s, there are %s", formats, format.Names())
	}

	var deps []string
	for _, m := range regexp.MustCompile(`"@com_github_wsvet_wsvet//analyzers/(\w+)"`).FindAllStringSubmatch(text, -1) {
		deps = append(deps, m[1])
	}
	var names []string
	for _, a := range analyzers.Suite() {
		names = append(names, a.Name)
	}
	if !slices.Equal(deps, names) {
		t.Errorf("README.md has nogo depend on %s, the checks are %s", deps, names)
	}
}

// useCheckout puts this checkout in the place of the published wsvet, in the
// module file that a go get command writes.
func useCheckout(t *testing.T, dir, get string) {
	t.Helper()
	file := "go.mod"
	if _, rest, ok := strings.Cut(get, "-modfile="); ok {
		file, _, _ = strings.Cut(rest, " ")
	}
	goCommand(t, dir, "mod", "edit", "-require="+wsvetModule+"@v0.0.0", "-replace="+wsvetModule+"="+root(t), file)
}

// TestReadmeCode wants the Go code of README.md to be that of testdata, before
// and after -fix.
func TestReadmeCode(t *testing.T) {
	skipWithoutVetFix(t)
	dir := copyTestdata(t)
	wsvet(t, dir, "-fix", "./readme/...").wantCode(t, exitClean)
	wsvet(t, dir, "./readme/...").wantCode(t, exitClean)

	var code []string
	before := testdata(t)
	err := filepath.WalkDir(filepath.Join(before, "readme"), func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		code = append(code, read(t, name))
		if fixed, ok := strings.CutSuffix(name, ".golden"); ok {
			rel, err := filepath.Rel(before, fixed)
			if err != nil {
				return err
			}
			if got, want := read(t, dir, rel), read(t, name); got != want {
				t.Errorf("%s after -fix:\n%s\nwant:\n%s", rel, got, want)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	code = append(code, read(t, before, "e2e/ignored/ignored.go"))
	for _, block := range blocks(t, "go") {
		if !slices.ContainsFunc(code, func(text string) bool { return strings.Contains(text, block) }) {
			t.Errorf("code of README.md is nowhere in testdata:\n%s", block)
		}
	}
}
