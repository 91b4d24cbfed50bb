package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestGoFix wants the go command's own ways to a fix to end where -fix does.
func TestGoFix(t *testing.T) {
	skipWithoutVetFix(t)
	ways := []string{
		"wsvet -fix ./bad",
		"go vet -vettool=$(which wsvet) -fix ./bad",
		"go fix -fixtool=$(which wsvet) ./bad",
	}
	for _, way := range ways {
		dir := extract(t, module)
		got := shell(t, "toy", dir, way)
		got.wantCode(t, exitClean)
		if got, want := read(t, dir, "bad/z.go"), "package bad\n\nfunc Fine2() {}\n\nfunc Fine1() {}\n"; got != want {
			t.Errorf("%s leaves\n%swant\n%s", way, got, want)
		}
		contains(t, way, read(t, dir, "bad/x_test.go"), "FineExternal")
	}
}

// TestCache wants go vet to say the same again of code that is as it was,
// without running the tool.
func TestCache(t *testing.T) {
	dir := extract(t, module)
	for _, form := range []string{"-x", "-x -json"} {
		// The code is as no cache has seen it.
		appended := shell(t, "", dir, "echo '// "+dir+form+"' >> twice/twice.go")
		appended.wantCode(t, 0)
		run := func() (said, log string) {
			got := vetToy(t, dir, append(strings.Fields(form), "./twice")...)
			var lines []string
			for line := range strings.Lines(got.stdout + got.stderr) {
				if strings.Contains(line, "is called") {
					lines = append(lines, line)
				}
			}
			slices.Sort(lines) // go vet prints the checks of a package in any order
			return strings.Join(lines, ""), got.stderr
		}
		first, log := run()
		if !strings.Contains(log, "vet.cfg") {
			t.Fatalf("%s: the tool is not seen to run:\n%s", form, log)
		}
		again, log := run()
		if strings.Contains(log, "vet.cfg") {
			t.Errorf("%s: the tool runs again:\n%s", form, log)
		}
		if strings.Count(first, "\n") != 3 || again != first {
			t.Errorf("%s: go vet says\n%sand then\n%s", form, first, again)
		}
	}
}

// TestStandard wants no facts of the standard library, whose files are not even
// read, and those of all other packages.
func TestStandard(t *testing.T) {
	for _, test := range []struct {
		module string
		only   bool
		code   int
	}{
		{"", true, exitClean},
		{"", false, 1},
		{"example.com/m", true, 1},
	} {
		dir := t.TempDir()
		facts := filepath.Join(dir, "vet.out")
		cfg := fmt.Sprintf(`{"ID": "m", "Compiler": "gc", "ImportPath": "m", "GoFiles": ["none.go"], "ModulePath": %q, "VetxOnly": %t, "VetxOutput": %q}`, test.module, test.only, facts)
		if err := os.WriteFile(filepath.Join(dir, "vet.cfg"), []byte(cfg), 0o666); err != nil {
			t.Fatal(err)
		}
		got := wsvet(t, dir, filepath.Join(dir, "vet.cfg"))
		got.wantCode(t, test.code)
		if text, err := os.ReadFile(facts); test.code == exitClean && (err != nil || len(text) > 0) {
			t.Errorf("the facts are %q, %v", text, err)
		} else if test.code != exitClean {
			contains(t, "stderr", got.stderr, "none.go")
		}
	}
}
