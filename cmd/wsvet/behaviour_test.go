package main

import (
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestBehaviour proves the fixes by what the fixed programs do. The programs of
// testdata/behaviour show the trouble that a check reports, with the source as
// it stands, and do not with the fixes that -fix applied; those that are right
// have no finding and show none. The package harness there says how.
func TestBehaviour(t *testing.T) {
	skipWithoutVetFix(t)
	programs := behaviourPrograms(t)

	var checks []string
	for _, p := range programs {
		if dir := "./behaviour/" + p.check; !slices.Contains(checks, dir) {
			checks = append(checks, dir)
		}
	}

	before := testdata(t)
	found := behaviourFindings(t, before)
	for _, p := range programs {
		switch {
		case p.right() && p.reported(found[p]):
			t.Errorf("%s is right, but:\n%s", p.name, strings.Join(found[p], "\n"))
		case !p.right() && !p.reported(found[p]):
			t.Errorf("%s: no finding of %s", p.name, p.check)
		}
	}
	behave(t, before, "TestAfter", checks...)

	after := copyTestdata(t)
	wsvet(t, after, append(shortBounds, "-fix", "./behaviour/..._realtime")...).wantCode(t, exitClean)
	wsvet(t, after, "-fix", "./behaviour/...").wantCode(t, exitClean)
	left := behaviourFindings(t, after)
	for _, p := range programs {
		if p.reported(left[p]) {
			t.Errorf("%s after -fix:\n%s", p.name, strings.Join(left[p], "\n"))
		}
	}
	behave(t, after, "TestBefore", checks...)
}

// shortBounds are what programs are fixed with that cannot run in a bubble of
// testing/synctest, where time costs nothing.
var shortBounds = []string{"-wskeepalive.pongwait=100ms", "-wskeepalive.writewait=100ms", "-wsbackoff.min=10ms", "-wsbackoff.max=100ms"}

// TestHarness runs the tests of what the programs run against.
func TestHarness(t *testing.T) {
	command(t, "", testdata(t), "go", "test", "-vet=off", "./behaviour/harness").wantCode(t, 0)
}

// A behaviourProgram is a folder testdata/behaviour/CHECK/NAME.
type behaviourProgram struct{ check, name string }

func (p behaviourProgram) right() bool { return strings.HasSuffix(p.name, "_right") }

// reported reports whether one of the findings is of the program's own check.
func (p behaviourProgram) reported(findings []string) bool {
	for _, line := range findings {
		if strings.Contains(place(line)+"/", " "+p.check+"/") {
			return true
		}
	}
	return false
}

func behaviourPrograms(t *testing.T) []behaviourProgram {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(testdata(t), "behaviour", "*", "*", "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	var programs []behaviourProgram
	for _, file := range files {
		dir := filepath.Dir(file)
		p := behaviourProgram{filepath.Base(filepath.Dir(dir)), filepath.Base(dir)}
		if len(programs) == 0 || programs[len(programs)-1] != p {
			programs = append(programs, p)
		}
	}
	if len(programs) == 0 {
		t.Fatal("no programs")
	}
	return programs
}

var behaviourPath = regexp.MustCompile(`^behaviour/(\w+)/(\w+)/`)

// behaviourFindings returns what wsvet finds in the programs below dir.
func behaviourFindings(t *testing.T, dir string) map[behaviourProgram][]string {
	t.Helper()
	got := wsvet(t, dir, "./behaviour/...")
	if got.code == exitFailure {
		t.Fatalf("wsvet:\n%s", got.stderr)
	}
	found := make(map[behaviourProgram][]string)
	for line := range strings.Lines(got.stdout) {
		m := behaviourPath.FindStringSubmatch(filepath.ToSlash(line))
		if m == nil {
			t.Fatalf("not a finding in a program: %s", line)
		}
		p := behaviourProgram{m[1], m[2]}
		found[p] = append(found[p], strings.TrimSpace(line))
	}
	return found
}

// behave runs the tests of packages in dir, but for those that begin with skip.
func behave(t *testing.T, dir, skip string, packages ...string) {
	t.Helper()
	args := append([]string{"test", "-v", "-vet=off", "-trimpath", "-ldflags=-s -w", "-skip=^" + skip}, packages...)
	got := command(t, "", dir, "go", args...)
	got.wantCode(t, 0)
	t.Logf("without %s:\n%s", skip, got.stdout)
}
