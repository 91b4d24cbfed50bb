package main

import (
	"os"
	"path/filepath"
	"regexp"
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

// TestReadme does what README.md says, with the files that it shows.
func TestReadme(t *testing.T) {
	_, section, _ := strings.Cut(read(t, filepath.Join(root(t), "README.md")), "\n### golangci-lint\n")
	section, _, _ = strings.Cut(section, "\n### ")
	files, commands := blocks(section, "yaml"), blocks(section, "sh")
	if len(files) != 2 || len(commands) != 1 {
		t.Fatalf("README.md has %d files and %d blocks of commands", len(files), len(commands))
	}

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
	if commands[0] != strings.Join(told, "") {
		t.Fatalf("README.md tells to run\n%s", commands[0])
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

// blocks returns the fenced blocks in a language.
func blocks(text, language string) []string {
	var all []string
	for _, m := range regexp.MustCompile("(?ms)^```"+language+"\n(.*?)^```$").FindAllStringSubmatch(text, -1) {
		all = append(all, m[1])
	}
	return all
}
