package atest

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"golang.org/x/tools/go/packages"

	"github.com/wsvet/wsvet/analyzers/internal/rescue"
)

// mode loads the packages of testdata from source, and of what they import the
// export data.
const mode = packages.LoadSyntax | packages.NeedModule

// all matches the packages of the testdata module, and of the modules that it
// replaces by folders of its own.
var all = []string{"./...", "example.com/..."}

// Packages returns the packages of the testdata module that match the patterns,
// such as "./wskeepalive/...", with their test variants. They are loaded once
// in a process.
func Packages(t testing.TB, patterns ...string) []*packages.Package {
	t.Helper()
	loaded, err := load()
	if err != nil {
		t.Fatal(err)
	}
	dir := Dir(t)
	var matched []*packages.Package
	for _, pattern := range patterns {
		n := len(matched)
		for _, p := range loaded {
			if matches(dir, p, pattern) && !slices.Contains(matched, p) {
				matched = append(matched, p)
			}
		}
		if len(matched) == n {
			t.Fatalf("no package of testdata matches %s", pattern)
		}
	}
	for _, p := range matched {
		packages.Visit([]*packages.Package{p}, nil, func(p *packages.Package) {
			for _, err := range p.Errors {
				t.Errorf("%s: %v", p.PkgPath, err)
			}
		})
	}
	return matched
}

var load = sync.OnceValues(func() ([]*packages.Package, error) {
	dir, err := testdata()
	if err != nil {
		return nil, err
	}
	return LoadModule(dir, nil, all...)
})

// LoadModule loads packages of the module in dir as Packages does, some files
// with the text that overlay has for them, and leaves the packages out that go
// test writes.
func LoadModule(dir string, overlay map[string][]byte, patterns ...string) ([]*packages.Package, error) {
	loaded, err := packages.Load(&packages.Config{
		Mode:    mode,
		Dir:     dir,
		Env:     append(os.Environ(), "GOWORK=off"),
		Tests:   true,
		Overlay: overlay,
	}, patterns...)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(loaded, func(p *packages.Package) bool {
		return p.Name == "main" && strings.HasSuffix(p.PkgPath, ".test")
	}), nil
}

// matches reports whether p is in a folder of dir that matches the pattern.
func matches(dir string, p *packages.Package, pattern string) bool {
	if len(p.GoFiles) == 0 {
		return false
	}
	rel, err := filepath.Rel(dir, filepath.Dir(p.GoFiles[0]))
	if err != nil || strings.HasPrefix(rel, "..") {
		return false
	}
	folder := "./" + filepath.ToSlash(rel)
	if prefix, ok := strings.CutSuffix(pattern, "/..."); ok {
		return prefix == "." || folder == prefix || strings.HasPrefix(folder, prefix+"/")
	}
	return folder == pattern
}

// Dir returns the root of the testdata module. From then on a panic in a check
// fails the test.
func Dir(t testing.TB) string {
	t.Helper()
	dir, err := testdata()
	if err != nil {
		t.Fatal(err)
	}
	rescue.Panics = true
	return dir
}

// testdata returns the folder of the testdata module: it is beside one of the
// folders above the package that is tested.
var testdata = sync.OnceValues(func() (string, error) {
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
})
