package main

import (
	"go/doc/comment"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// source, in the environment, names the directory of golangci-lint's module.
const source = "WSVET_TEST_GOLANGCI_SOURCE"

// clone is the git clone --branch=VERSION that golangci-lint custom runs: the
// module has the same files as the repository.
func clone() {
	from := os.Getenv(source)
	if version := os.Args[3]; !strings.HasSuffix(from, "@"+version) {
		panic("the test has no golangci-lint " + version)
	}
	check(os.CopyFS("golangci-lint", os.DirFS(from)))
}

// TestReadme does what the documentation of the command says, with the files that
// it shows.
func TestReadme(t *testing.T) {
	code := blocks(t, filepath.Join(root(t), "cmd", "wsvet", "doc.go"), "golangci-lint")
	if len(code) != 3 {
		t.Fatalf("doc.go has %d blocks on golangci-lint, want two files and the commands", len(code))
	}
	files, commands := code[:2], code[2]

	all, dir := copyTestdata(t), t.TempDir()
	for _, name := range []string{"go.mod", "go.sum", "readme"} {
		if err := os.Rename(filepath.Join(all, name), filepath.Join(dir, name)); err != nil {
			t.Fatal(err)
		}
	}
	const published = "    version: latest\n"
	if !strings.Contains(files[0], published) {
		t.Fatalf("no line %q in\n%s", published, files[0])
	}
	write(t, filepath.Join(dir, ".custom-gcl.yml"), strings.Replace(files[0], published, "    path: "+root(t)+"\n", 1))
	write(t, filepath.Join(dir, ".golangci.yml"), files[1])

	module := command(t, ".", "go", "list", "-m", "-f={{.Dir}}", "github.com/golangci/golangci-lint/v2")
	t.Setenv(source, strings.TrimSpace(module.stdout))
	t.Setenv("PATH", bin+string(os.PathListSeparator)+os.Getenv("PATH"))
	// The copy has another path every time, which must not matter to go build.
	flags := strings.TrimSpace(command(t, ".", "go", "env", "GOFLAGS").stdout)
	t.Setenv("GOFLAGS", flags+" -trimpath")

	steps := []struct {
		command string
		code    int
		stdout  string
	}{
		{"golangci-lint custom", 0, ""},
		{"./custom-gcl run ./...", 1, "(wskeepalive/none) (wsvet)"},
		{"./custom-gcl run --fix ./...", 0, ""},
	}
	var told []string
	for _, step := range steps {
		told = append(told, step.command+"\n")
	}
	if commands != strings.Join(told, "") {
		t.Fatalf("doc.go tells to run\n%s", commands)
	}
	for _, step := range steps {
		t.Run(step.command, func(t *testing.T) {
			got := command(t, dir, "sh", "-c", step.command)
			got.wantCode(t, step.code)
			if !strings.Contains(got.stdout, step.stdout) || strings.Contains(got.stdout, "wsbackoff") {
				t.Errorf("prints\n%s", got.stdout)
			}
		})
	}
	command(t, dir, "go", "build", "./...").wantCode(t, 0)
}

// blocks returns the blocks of code below a heading of a package comment.
func blocks(t *testing.T, name, heading string) []string {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.PackageClauseOnly|parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	below := false
	var all []string
	for _, b := range new(comment.Parser).Parse(file.Doc.Text()).Content {
		switch b := b.(type) {
		case *comment.Heading:
			below = len(b.Text) == 1 && b.Text[0] == comment.Plain(heading)
		case *comment.Code:
			if below {
				all = append(all, b.Text)
			}
		}
	}
	return all
}
