// Package atest runs checks over the inputs in testdata, a module of its own
// that has the real WebSocket libraries.
package atest

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/wsvet/wsvet/analyzers/internal/report"
)

// Run runs a over the packages of testdata that match the patterns, such as
// "./wskeepalive/...", and compares findings with the want comments and fixed
// files with their goldens, as analysistest does; it also wants a fix for each
// golden. It returns the results, for further questions.
func Run(t *testing.T, a *analysis.Analyzer, patterns ...string) []*analysistest.Result {
	t.Helper()
	results := analysistest.RunWithSuggestedFixes(t, Dir(t), a, patterns...)
	if len(results) == 0 {
		t.Errorf("no package matches %q", patterns)
	}
	fixed := make(map[string]bool)
	for _, r := range results {
		for _, d := range r.Diagnostics {
			for _, f := range d.SuggestedFixes {
				for _, e := range f.TextEdits {
					fixed[r.Pass.Fset.File(e.Pos).Name()] = true
				}
			}
		}
	}
	for _, r := range results {
		for _, f := range r.Pass.Files {
			name := r.Pass.Fset.File(f.Package).Name()
			if _, err := os.Stat(name + ".golden"); err == nil && !fixed[name] {
				t.Errorf("%s.golden: nothing is fixed in the file", name)
			}
		}
	}
	return results
}

// Dir returns the root of the testdata module. Its libraries are in the module
// cache then: analysistest allows no download. And panics in checks are seen.
func Dir(t testing.TB) string {
	t.Helper()
	dir, err := ready()
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

var ready = sync.OnceValues(func() (string, error) {
	report.Panics = true
	dir, err := find()
	if err != nil {
		return "", err
	}
	download := exec.Command("go", "mod", "download")
	download.Dir = dir
	if out, err := download.CombinedOutput(); err != nil {
		return "", fmt.Errorf("go mod download in %s: %v\n%s", dir, err, out)
	}
	return dir, nil
})

// find looks for the testdata module beside the packages around the test.
func find() (string, error) {
	wd, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for up := wd; ; up = filepath.Dir(up) {
		dir := filepath.Join(up, "testdata")
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir, nil
		} else if !errors.Is(err, fs.ErrNotExist) {
			return "", err
		}
		if up == filepath.Dir(up) {
			return "", fmt.Errorf("no testdata module above %s", wd)
		}
	}
}
