package main

import (
	"cmp"
	"flag"
	"fmt"
	"go/doc/comment"
	"go/parser"
	"go/token"
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

// Where a command of the documents is run.
const (
	ci    = "ci"    // by .ci/run, as it is or within the tests
	clone = "clone" // in this repository
	mod   = "mod"   // in a module that uses WebSockets
	gcl   = "gcl"   // by the tests in testdata/golangci
)

// A told command is one that a document tells to run, with what comes of it.
type told struct {
	command string
	in      string
	code    int
	stdout  string
}

// readme and manual have the commands of README.md and of doc.go in their order.
var (
	readme = []told{
		{"go install github.com/wsvet/wsvet/cmd/wsvet@latest", clone, 0, ""},
		{"wsvet ./...", mod, exitFindings, "(wskeepalive/none)"},
		{"go vet -vettool=$(which wsvet) ./...", mod, 1, ""},
		{"go get -tool github.com/wsvet/wsvet/cmd/wsvet", mod, 0, ""},
		{"go tool wsvet ./...", mod, exitFindings, found},
		{"go run ./cmd/wsvet -C testdata/realcode github.com/hirokisan/bybit/v2", ci, 0, ""},
		{"go test ./...", ci, 0, ""},
		{"wsvet -fix ./...", mod, exitClean, ""},
		{"wsvet help wskeepalive", mod, exitClean, "pingonly"},
		{"wsvet -wsclosecode ./...", mod, exitClean, ""},
		{"wsvet -wskeepalive=false -wsbackoff.skip=nojitter ./...", mod, exitClean, ""},
		{"wsvet -write-baseline=wsvet-baseline.json ./...", mod, exitClean, ""},
		{"wsvet -baseline=wsvet-baseline.json ./...", mod, exitClean, ""},
	}
	manual = []told{
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
)

// instead has what the tests run in the place of a command that needs a published
// version of wsvet.
var instead = map[string]string{
	"go install github.com/wsvet/wsvet/cmd/wsvet@latest": "go install ./cmd/wsvet",
}

// configured has the commands in what the documents have services and editors do,
// in their order, and the file that they write. They run in a module with findings
// that has wsvet for a tool.
var configured = []struct{ command, file string }{
	{"go tool wsvet -format=sarif ./... > wsvet.sarif", "wsvet.sarif"},
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

// manualText is the package comment of doc.go.
func manualText(t *testing.T) string {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "doc.go", nil, parser.PackageClauseOnly|parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	return file.Doc.Text()
}

// manualBlocks returns the blocks of code of doc.go: those of commands, and all
// others.
func manualBlocks(t *testing.T) (commands, others []string) {
	t.Helper()
	program := regexp.MustCompile(`^(wsvet|go|golangci-lint|\./custom-gcl) \S`)
	for _, b := range new(comment.Parser).Parse(manualText(t)).Content {
		switch code, ok := b.(*comment.Code); {
		case !ok:
		case program.MatchString(code.Text):
			commands = append(commands, code.Text)
		default:
			others = append(others, code.Text)
		}
	}
	return commands, others
}

// TestCommands runs what README.md and doc.go tell to run, in their order.
func TestCommands(t *testing.T) {
	skipWithoutVetFix(t)
	inManual, settings := manualBlocks(t)
	compareTold(t, "README.md", readme, blocks(t, "sh"))
	compareTold(t, "doc.go", manual, inManual)

	bin := t.TempDir()
	t.Setenv("GOBIN", bin)
	t.Setenv("PATH", bin+string(os.PathListSeparator)+os.Getenv("PATH"))
	dir := tidied(t, user)
	t.Setenv("GOPROXY", proxyWithout(t, wsvetModule))
	ran := make(map[string]bool)
	for _, c := range slices.Concat(readme, manual) {
		if ran[c.command] {
			continue
		}
		ran[c.command] = true
		t.Run(c.command, func(t *testing.T) { c.run(t, dir) })
	}

	var steps []string
	for _, block := range slices.Concat(blocks(t, "yaml"), settings) {
		steps = append(steps, scripts(block)...)
	}
	if len(steps) != len(configured) {
		t.Fatalf("services run\n%s\nthe test runs %d", strings.Join(steps, "\n"), len(configured))
	}
	restore(t, dir)
	for i, step := range steps {
		t.Run(step, func(t *testing.T) {
			want := configured[i]
			if step != want.command {
				t.Fatalf("a service runs %q, the test runs %q", step, want.command)
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

// compareTold wants the commands of a document to be those that the test knows.
func compareTold(t *testing.T, document string, known []told, blocks []string) {
	t.Helper()
	var want, got []string
	for _, c := range known {
		want = append(want, c.command)
	}
	for _, block := range blocks {
		got = append(got, strings.Split(strings.TrimSpace(block), "\n")...)
	}
	if !slices.Equal(got, want) {
		t.Fatalf("%s tells to run\n%s\nthe test runs\n%s", document, strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// run runs a command, in dir if it is for a module of a user.
func (c told) run(t *testing.T, dir string) {
	where := dir
	switch c.in {
	case ci:
		contains(t, ".ci/run", read(t, root(t), ".ci/run"), c.command)
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
	got := command(t, "", where, "sh", "-c", cmp.Or(instead[c.command], c.command))
	got.wantCode(t, c.code)
	contains(t, "stdout", got.stdout, c.stdout)
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
var exitRow = regexp.MustCompile(`(?m)^(\d) (\d) (\d)  (.*)$`)

// TestExitCodes runs every cell of the table of exit codes in doc.go.
func TestExitCodes(t *testing.T) {
	skipWithoutVetFix(t)
	_, others := manualBlocks(t)
	rows := exitRow.FindAllStringSubmatch(strings.Join(others, "\n"), -1)
	if len(rows) == 0 {
		t.Fatal("doc.go has no table of exit codes")
	}
	const mod = "-- go.mod --\nmodule example.com/m\n\ngo 1.25\n-- m.go --\npackage m\n\nfunc "
	modules := []string{mod + "Good() {}\n", mod + "Bad() {}\n", mod + "Bad() { undefined() }\n"}
	for _, row := range rows {
		t.Run(row[4], func(t *testing.T) {
			for i, module := range modules {
				got := shell(t, "toy", extract(t, module), row[4])
				if want := row[1+i]; strconv.Itoa(got.code) != want {
					t.Errorf("column %d: exit code %d, doc.go has %s\nstdout:\n%s\nstderr:\n%s", i+1, got.code, want, got.stdout, got.stderr)
				}
			}
		})
	}
}

var update = flag.Bool("update", false, "write the lists of checks into README.md and doc.go")

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

// TestReadmeTables compares the lists of checks and formats in README.md and in
// doc.go with those of the program.
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

	manual := manualText(t)
	_, list, _ := strings.Cut(manual, "\n# Formats\n")
	list, _, _ = strings.Cut(list, "\n# ")
	var formats []string
	for _, m := range regexp.MustCompile(`(?m)^ +- (\w+):`).FindAllStringSubmatch(list, -1) {
		formats = append(formats, m[1])
	}
	if !slices.Equal(formats, format.Names()) {
		t.Errorf("doc.go has the formats %s, there are %s", formats, format.Names())
	}

	source := read(t, "doc.go")
	deps, want := nogoDeps.FindString(source), ""
	for _, a := range analyzers.Suite() {
		want += "//\t        \"@com_github_wsvet_wsvet//analyzers/" + a.Name + "\",\n"
	}
	if deps != want {
		if *update {
			if err := os.WriteFile("doc.go", []byte(strings.Replace(source, deps, want, 1)), 0o666); err != nil {
				t.Fatal(err)
			}
		}
		t.Errorf("doc.go has nogo depend (-update writes it) on\n%s\nwant\n%s", deps, want)
	}
}

// nogoDeps are the checks that nogo depends on, in doc.go.
var nogoDeps = regexp.MustCompile(`(?m)(?:^//\t +"@com_github_wsvet_wsvet//analyzers/.*\n)+`)

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
// and after -fix, and the finding to be what wsvet prints.
func TestReadmeCode(t *testing.T) {
	skipWithoutVetFix(t)
	got := wsvet(t, filepath.Join(testdata(t), "readme", "keepalive"), ".")
	if shown := blocks(t, "text"); len(shown) != 1 || shown[0] != got.stdout {
		t.Errorf("README.md shows the finding\n%s\nwsvet prints\n%s", shown, got.stdout)
	}
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
				if *update {
					if err := os.WriteFile(name, []byte(got), 0o666); err != nil {
						t.Fatal(err)
					}
				}
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
