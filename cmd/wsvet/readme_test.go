package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// Where a command of README.md is run.
const (
	ci    = "ci"    // by .ci/run, as it is or within the tests
	clone = "clone" // in this repository
	mod   = "mod"   // in a module that uses WebSockets
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
	{"wsvet -json ./...", mod, exitFindings, `"suggested_fixes"`},
	{"wsvet help", mod, exitClean, "wsclosecode"},
	{"wsvet help wskeepalive", mod, exitClean, "pingonly"},
	{"wsvet version", mod, exitClean, "wsvet "},
	{"wsvet -wsclosecode ./...", mod, exitClean, ""},
	{"wsvet -wskeepalive=false ./...", mod, exitClean, ""},
	{"wsvet -wskeepalive.skip=pingonly -wsclosecode.tests ./...", mod, exitFindings, found},
	{"wsvet -fix -diff ./...", mod, exitFindings, "+	conn.SetPongHandler("},
	{"wsvet -fix ./...", mod, exitClean, ""},
	{"go mod init -modfile=wsvet.mod example.com/user/wsvet", mod, 0, ""},
	{"go get -tool -modfile=wsvet.mod github.com/wsvet/wsvet/cmd/wsvet", mod, 0, ""},
	{"go tool -modfile=wsvet.mod wsvet ./...", mod, exitClean, ""}, // -fix was there before
	{"go get -tool github.com/wsvet/wsvet/cmd/wsvet", mod, 0, ""},
	{"go mod tidy", mod, 0, ""},
	{"go tool wsvet ./...", mod, exitClean, ""},
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
			case clone:
				where = root(t)
			}
			if strings.HasPrefix(c.command, "go get ") {
				useCheckout(t, dir, c.command)
			}
			got := command(t, "", where, "sh", "-c", c.command)
			got.wantCode(t, c.code)
			contains(t, "stdout", got.stdout, c.stdout)
		})
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
