package main

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
)

// fixable is a module with fixes that show further findings, and with packages
// that go vet does not fix.
const fixable = `
-- go.mod --
module example.com/m

go 1.25
-- two/two.go --
package two

func BadBad() {}
-- five/five.go --
package five

func BadBadBadBadBad() {}
-- body/body.go --
package body

func Good() int { return "" }
-- above/above.go --
package above

import "example.com/m/body"

var N = body.Good()

func Bad() {}
-- tested/tested.go --
package tested

func Bad() {}
-- tested/tested_test.go --
package tested

import _ "example.com/m/nowhere"
`

// TestFixRounds has -fix go on until nothing changes, and stop at some time.
func TestFixRounds(t *testing.T) {
	skipWithoutVetFix(t)
	dir := extract(t, fixable)
	got := toy(t, dir, "-fix", "./two", "./five")
	got.wantCode(t, exitClean)
	want := `wsvet: five/five.go: findings fixed: 3
wsvet: two/two.go: findings fixed: 2
wsvet: findings left after 3 rounds: 1; run wsvet -fix again
`
	if got.stdout != "" || got.stderr != want {
		t.Errorf("stdout:\n%s\nstderr:\n%s\nwant:\n%s", got.stdout, got.stderr, want)
	}
	contains(t, "two.go", read(t, dir, "two/two.go"), "func FineFine()")
	contains(t, "five.go", read(t, dir, "five/five.go"), "func FineFineFineBadBad()")

	got = toy(t, dir, "-fix", "./five")
	got.wantCode(t, exitClean)
	if want := "wsvet: five/five.go: findings fixed: 2\n"; got.stderr != want {
		t.Errorf("stderr:\n%s\nwant:\n%s", got.stderr, want)
	}
	if got := toy(t, dir, "-fix", "./five"); got != (result{}) {
		t.Errorf("with nothing to fix: %+v", got)
	}
}

// TestFixAgain fixes a file, puts its former text back, and fixes it again: the go
// command has the first fix in its cache.
func TestFixAgain(t *testing.T) {
	skipWithoutVetFix(t)
	dir := extract(t, fixable)
	name := filepath.Join(dir, "two", "two.go")
	before := read(t, name)
	for range 3 {
		got := toy(t, dir, "-fix", "./two")
		got.wantCode(t, exitClean)
		if want := "wsvet: two/two.go: findings fixed: 2\n"; got.stderr != want {
			t.Errorf("stderr:\n%s\nwant:\n%s", got.stderr, want)
		}
		if got, want := read(t, name), "package two\n\nfunc FineFine() {}\n"; got != want {
			t.Errorf("fixed:\n%s\nwant:\n%s", got, want)
		}
		if err := os.WriteFile(name, []byte(before), 0o666); err != nil {
			t.Fatal(err)
		}
	}
}

// TestFixRefused wants what go vet does not fix to be said, with the reason, and
// all else to be fixed.
func TestFixRefused(t *testing.T) {
	skipWithoutVetFix(t)
	for pkg, reason := range map[string]string{
		"./above":  "body/body.go:3:26: cannot use \"\"",
		"./tested": "tested/tested_test.go:3:8: no required module provides package example.com/m/nowhere",
	} {
		dir := extract(t, fixable)
		got := toy(t, dir, "-fix", pkg, "./two")
		got.wantCode(t, exitFailure)
		contains(t, pkg, got.stderr, reason, "wsvet: two/two.go: findings fixed: 2\n", "\nwsvet: not all is fixed: go vet -fix needs packages that compile")
		if strings.Contains(got.stderr, "exit status") {
			t.Errorf("%s: stderr:\n%s", pkg, got.stderr)
		}
		if got := toy(t, dir, "-fix", "-diff", pkg); got.code != exitFailure || got.stdout != "" {
			t.Errorf("%s: -diff: %+v", pkg, got)
		}
	}
}

// TestFixStopped interrupts -fix while go vet is at work: no file has changed, and
// nothing is left behind.
func TestFixStopped(t *testing.T) {
	skipWithoutVetFix(t)
	if runtime.GOOS == "windows" {
		t.Skip("windows has no interrupt that one process sends another")
	}
	dir, tmp, bin := extract(t, fixable), t.TempDir(), t.TempDir()
	goCommand, err := exec.LookPath("go")
	if err != nil {
		t.Fatal(err)
	}
	script := fmt.Sprintf("#!/bin/sh\ncase $1 in vet) kill -INT $PPID; exec tail -f /dev/null;; esac\nexec '%s' \"$@\"\n", goCommand)
	if err := os.WriteFile(filepath.Join(bin, "go"), []byte(script), 0o777); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", bin+string(os.PathListSeparator)+os.Getenv("PATH"))
	t.Setenv("TMPDIR", tmp)
	got := toy(t, dir, "-fix", "./two")
	got.wantCode(t, exitFailure)
	if want := "wsvet: stopped: no file is changed\n"; got.stderr != want {
		t.Errorf("stderr:\n%s\nwant:\n%s", got.stderr, want)
	}
	contains(t, "two.go", read(t, dir, "two/two.go"), "func BadBad()")
	if left, err := os.ReadDir(tmp); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

func TestFixOverlay(t *testing.T) {
	dir := extract(t, fixable+"-- overlay.json --\n{}\n")
	t.Setenv("GOFLAGS", "-overlay="+filepath.Join(dir, "overlay.json"))
	got := toy(t, dir, "-fix", "./two")
	got.wantCode(t, exitFailure)
	contains(t, "stderr", got.stderr, "wsvet: -fix does not go with the go command's -overlay\n")
}

func TestWorkingCopy(t *testing.T) {
	dir := extract(t, "-- a.go --\npackage a\n-- b.go --\npackage a // b\n-- a_test.go --\npackage a\n-- real.txt --\npackage a // linked\n")
	a, b, link, test := filepath.Join(dir, "a.go"), filepath.Join(dir, "b.go"), filepath.Join(dir, "link.go"), filepath.Join(dir, "a_test.go")
	if err := os.Symlink("real.txt", link); err != nil {
		t.Skip(err) // windows lets an administrator alone make links
	}
	if err := os.Chmod(a, 0o600); err != nil {
		t.Fatal(err)
	}
	w, err := newWorkingCopy()
	if err != nil {
		t.Fatal(err)
	}
	defer w.remove()
	if err := w.add([]string{a, b, link}); err != nil {
		t.Fatal(err)
	}
	if err := w.hideTests([]string{a}); err != nil {
		t.Fatal(err)
	}
	var overlay struct{ Replace map[string]string }
	if err := json.Unmarshal([]byte(read(t, w.overlay)), &overlay); err != nil {
		t.Fatal(err)
	}
	if hidden, ok := overlay.Replace[test]; len(overlay.Replace) != 4 || !ok || hidden != "" {
		t.Errorf("the overlay is %v", overlay.Replace)
	}

	// A file is known by its copy, too.
	if err := w.add([]string{overlay.Replace[a]}); err != nil || len(w.now) != 3 {
		t.Errorf("%d files, %v", len(w.now), err)
	}
	if got := w.restoreNames("see " + overlay.Replace[a] + ":1"); got != "see "+shortPath(a)+":1" {
		t.Errorf("the copy is called %q", got)
	}

	change := func(name, text string) {
		t.Helper()
		if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	change(overlay.Replace[a], "package a // fixed")
	change(overlay.Replace[link], "package a // linked, fixed")
	for _, want := range [][]string{{a, link}, nil} {
		if got, err := w.changed(); err != nil || !slices.Equal(got, want) {
			t.Errorf("changed are %v, %v, want %v", got, err, want)
		}
	}
	if err := w.install(); err != nil {
		t.Fatal(err)
	}
	if got := read(t, a) + read(t, b) + read(t, dir, "real.txt"); got != "package a // fixed\npackage a // b\npackage a // linked, fixed\n" {
		t.Errorf("the files are %q", got)
	}
	if info, err := os.Stat(a); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the mode is %v, %v", info.Mode(), err)
	}
	if info, err := os.Lstat(link); err != nil || info.Mode()&os.ModeSymlink == 0 {
		t.Errorf("the link is gone: %v, %v", info.Mode(), err)
	}

	// What another program has changed stays as it is.
	change(overlay.Replace[b], "package a // fixed")
	change(b, "package a // changed")
	if _, err := w.changed(); err != nil {
		t.Fatal(err)
	}
	if err := w.install(); err == nil || !strings.HasSuffix(err.Error(), "b.go was changed by another program") {
		t.Errorf("installs with %v", err)
	}
	if got := read(t, b); got != "package a // changed" {
		t.Errorf("b.go is %q", got)
	}
}
