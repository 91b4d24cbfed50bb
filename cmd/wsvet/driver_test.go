package main

import (
	"encoding/json"
	"runtime"
	"slices"
	"strings"
	"testing"
)

// module is the code that the tests of the driver look at.
const module = `
-- go.mod --
module example.com/m

go 1.25
-- clean/clean.go --
package clean

func Good() {}
-- bad/z.go --
package bad

func Bad2() {}

func Bad1() {}
-- bad/a.go --
package bad

func BadA() { BadTagged() }
-- bad/tag.go --
//go:build special

package bad

func BadTagged() {}
-- bad/notag.go --
//go:build !special

package bad

func BadTagged() {}
-- bad/bad_test.go --
package bad

func BadTest() {}
-- bad/x_test.go --
package bad_test

func BadExternal() {}
-- twice/twice.go --
package twice

func BadTwice() {}

func Bad() {}
-- broken/broken.go --
package broken

func Bad() { undefined() }
-- syntax/syntax.go --
package syntax

func Bad( {
-- needsbroken/needsbroken.go --
package needsbroken

import _ "example.com/m/broken"

func Bad() {}
-- missing/missing.go --
package missing

import _ "example.org/nowhere"
-- brokentest/brokentest.go --
package brokentest

func Bad() {}
-- brokentest/brokentest_test.go --
package brokentest

func f() { undefined() }
-- empty/README --
No Go here.
-- constrained/constrained.go --
//go:build never

package constrained
`

func TestFindings(t *testing.T) {
	dir := extract(t, module)
	const (
		a    = "bad/a.go:3:6: BadA is called Bad (alpha)\n"
		test = "bad/bad_test.go:3:6: BadTest is called Bad (alpha)\n"
		tag  = "bad/tag.go:5:6: BadTagged is called Bad (alpha)\n"
		not  = "bad/notag.go:5:6: BadTagged is called Bad (alpha)\n"
		ext  = "bad/x_test.go:3:6: BadExternal is called Bad (alpha)\n"
		z    = "bad/z.go:3:6: Bad2 is called Bad (alpha)\nbad/z.go:5:6: Bad1 is called Bad (alpha)\n"
		two  = "twice/twice.go:3:6: BadTwice is called Bad (alpha)\n"
		beta = "twice/twice.go:3:6: BadTwice is called Twice (beta)\n"
		bad  = "twice/twice.go:5:6: Bad is called Bad (alpha)\n"
	)
	tests := []struct {
		name   string
		args   string
		code   int
		stdout string
	}{
		{"nothing", "./clean", exitClean, ""},
		{"sorted, once, in test variants", "./bad", exitFindings, a + test + not + ext + z},
		{"without tests", "-test=false ./bad", exitFindings, a + not + z},
		{"build tags", "-test=false -tags=special ./bad", exitFindings, a + tag + z},
		{"several packages", "-test=false ./clean ./twice ./bad", exitFindings, a + not + z + two + beta + bad},
		{"one check only", "-beta ./twice", exitFindings, beta},
		{"all but one check", "-alpha=false ./twice", exitFindings, beta},
		{"both chosen", "-beta -alpha ./twice", exitFindings, two + beta + bad},
		{"chosen and left out", "-beta -alpha=false ./twice", exitFindings, beta},
		{"flag of a check", "-alpha.except=BadTwice ./twice", exitFindings, beta + bad},
		{"a dependency that does not compile", "./needsbroken", exitFindings, "needsbroken/needsbroken.go:5:6: Bad is called Bad (alpha)\n"},
		{"with the source", "-beta -c=1 ./twice", exitFindings, beta + "2\t\n3\tfunc BadTwice() {}\n\t     ^^^^^^^^\n4\t\n"},
		{"directory", "-C bad -test=false .", exitFindings, strings.ReplaceAll(a+not+z, "bad/", "")},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := toy(t, dir, strings.Fields(test.args)...)
			got.wantCode(t, test.code)
			if got.stdout != test.stdout {
				t.Errorf("stdout:\n%swant:\n%s", got.stdout, test.stdout)
			}
			if got.stderr != "" {
				t.Errorf("stderr:\n%s", got.stderr)
			}
		})
	}
}

// TestGoVet compares go vet and the standalone driver.
func TestGoVet(t *testing.T) {
	dir := extract(t, module)
	for _, args := range []string{
		"./clean ./bad ./twice",
		"-beta ./twice",
		"-alpha=false ./twice",
		"-alpha.except=Bad ./twice",
		"-alpha.except Bad ./twice",
		"-tags special ./bad",
	} {
		t.Run(args, func(t *testing.T) {
			own, vet := toy(t, dir, strings.Fields(args)...), vetToy(t, dir, strings.Fields(args)...)
			own.wantCode(t, exitFindings)
			vet.wantCode(t, 1)
			want := strings.Split(strings.TrimSpace(own.stdout), "\n")
			slices.Sort(want)
			if got := vetFindings(vet.stderr); !slices.Equal(got, want) {
				t.Errorf("go vet finds\n%s\nwsvet finds\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
			}
		})
	}
}

// vetFindings returns the lines that go vet printed, sorted, without the names
// of packages.
func vetFindings(stderr string) []string {
	lines := slices.DeleteFunc(strings.Split(strings.TrimSpace(stderr), "\n"), func(line string) bool {
		return strings.HasPrefix(line, "#")
	})
	slices.Sort(lines)
	return lines
}

func TestFailures(t *testing.T) {
	dir := extract(t, module)
	tests := []struct {
		name   string
		args   string
		stdout string
		stderr string
	}{
		{"no arguments", "", "", "wsvet: no packages given\nRun 'wsvet help' for usage.\n"},
		{"no packages", "-json", "", "wsvet: no packages given\n"},
		{"unknown flag", "-nosuch ./clean", "", "wsvet: flag provided but not defined: -nosuch\n"},
		{"unknown flag of a check", "-alpha.nosuch=1 ./clean", "", "flag provided but not defined: -alpha.nosuch"},
		{"bad value", "-alpha=perhaps ./clean", "", "invalid boolean value"},
		{"diff without fix", "-diff ./clean", "", "wsvet: -diff requires -fix\n"},
		{"json and fix", "-json -fix ./clean", "", "wsvet: -fix prints no findings: it goes with no -format, no -c and no baseline\n"},
		{"baseline and fix", "-baseline=old.json -fix ./clean", "", "wsvet: -fix prints no findings: "},
		{"unknown format", "-format=xml ./clean", "", "wsvet: invalid value \"xml\" for flag -format: want one of text, json, sarif, github, gitlab\n"},
		{"both baselines", "-baseline=old.json -write-baseline=new.json ./clean", "", "wsvet: -write-baseline prints no findings: "},
		{"baseline in a format", "-format=sarif -write-baseline=new.json ./clean", "", "wsvet: -write-baseline prints no findings: "},
		{"source in a format", "-format=sarif -c=0 ./clean", "", "wsvet: -c goes with the format text only\n"},
		{"no such baseline", "-baseline=old.json ./clean", "", "wsvet: baseline: open old.json: "},
		{"baseline of broken code", "-write-baseline=new.json ./broken ./twice", "", "wsvet: no baseline written: not all was analysed\n"},
		{"report of packages", "report ./clean", "", "wsvet: report reads standard input, and no packages\nRun 'wsvet help' for usage.\n"},
		{"report of nothing", "report", "", "wsvet: the input has nothing of go vet -json in it\n"},
		{"no check", "-alpha=false -beta=false ./clean", "", "wsvet: no check is left to run\n"},
		{"no such directory", "./nosuch", "", "nosuch: directory not found"},
		{"no such directory for -C", "-C nosuch ./clean", "", "wsvet: chdir nosuch: "},
		{"no such module", "example.org/nowhere", "", "no required module provides package example.org/nowhere"},
		{"pattern without directory", "./nosuch/...", "", "pattern ./nosuch/...: "},
		{"pattern without match", "./empty/...", "", "wsvet: no packages match ./empty/...\n"},
		{"directory without Go", "./empty", "", "no Go files in"},
		{"excluded by constraints", "./constrained", "", "build constraints exclude all Go files"},
		{"flag behind packages", "./clean -json", "", "malformed import path \"-json\""},
		{"unknown check", "help nosuch", "", "wsvet: unknown check \"nosuch\""},
		{"type error", "./broken", "", "broken/broken.go:3:14: undefined: undefined (not analysed: example.com/m/broken)\n"},
		{"syntax error", "./syntax", "", "syntax/syntax.go:3:11: "},
		{"missing import", "./missing", "", "missing/missing.go:3:8: "},
		{"findings beside", "./broken ./twice", "twice/twice.go:5:6: Bad is called Bad (alpha)\n", "undefined: undefined (not analysed: example.com/m/broken)\n"},
		{"broken test", "./brokentest", "brokentest/brokentest.go:3:6: Bad is called Bad (alpha)\n", "brokentest/brokentest_test.go:3:12: undefined: undefined (not analysed: example.com/m/brokentest [example.com/m/brokentest.test])\n"},
		{"fix of broken code", "-fix ./broken ./clean", "", "undefined: undefined (not analysed: example.com/m/broken)\n"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := toy(t, dir, strings.Fields(test.args)...)
			got.wantCode(t, exitFailure)
			if !strings.Contains(got.stdout, test.stdout) || test.stdout == "" && got.stdout != "" {
				t.Errorf("stdout:\n%s", got.stdout)
			}
			contains(t, "stderr", got.stderr, test.stderr)
			if n := strings.Count(got.stderr, test.stderr); n > 1 {
				t.Errorf("said %d times:\n%s", n, got.stderr)
			}
			for _, noise := range []string{"panic", "goroutine"} {
				if strings.Contains(got.stderr, noise) {
					t.Errorf("stderr:\n%s", got.stderr)
				}
			}
		})
	}
}

func TestJSON(t *testing.T) {
	dir := extract(t, module)
	got := toy(t, dir, "-json", "./bad", "./clean")
	got.wantCode(t, exitFindings)
	var tree map[string]map[string][]struct {
		Posn           string
		Message        string
		SuggestedFixes []struct {
			Message string
			Edits   []struct {
				Filename, New string
				Start, End    int
			}
		} `json:"suggested_fixes"`
	}
	if err := json.Unmarshal([]byte(got.stdout), &tree); err != nil {
		t.Fatal(err)
	}
	// The package is there once, in its test variant, as in go vet -json.
	var messages []string
	for id, checks := range tree {
		for check, findings := range checks {
			for _, f := range findings {
				messages = append(messages, id+" "+check+" "+f.Message)
				if len(f.SuggestedFixes) != 1 || len(f.SuggestedFixes[0].Edits) != 1 {
					t.Errorf("%s: fixes: %v", f.Posn, f.SuggestedFixes)
				}
			}
		}
	}
	slices.Sort(messages)
	want := []string{
		"example.com/m/bad [example.com/m/bad.test] alpha Bad1 is called Bad (alpha)",
		"example.com/m/bad [example.com/m/bad.test] alpha Bad2 is called Bad (alpha)",
		"example.com/m/bad [example.com/m/bad.test] alpha BadA is called Bad (alpha)",
		"example.com/m/bad [example.com/m/bad.test] alpha BadTagged is called Bad (alpha)",
		"example.com/m/bad [example.com/m/bad.test] alpha BadTest is called Bad (alpha)",
		"example.com/m/bad_test [example.com/m/bad.test] alpha BadExternal is called Bad (alpha)",
	}
	if !slices.Equal(messages, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(messages, "\n"), strings.Join(want, "\n"))
	}

	got = toy(t, dir, "-json", "./clean")
	got.wantCode(t, exitClean)
	if got.stdout != "{}\n" {
		t.Errorf("nothing found is %q", got.stdout)
	}
}

func TestFix(t *testing.T) {
	skipWithoutVetFix(t)
	dir := extract(t, module)

	got := toy(t, dir, "-fix", "-diff", "./bad")
	got.wantCode(t, exitFindings)
	contains(t, "diff", got.stdout, "-func Bad2() {}\n+func Fine2() {}\n")
	if got := read(t, dir, "bad/z.go"); !strings.Contains(got, "Bad2") {
		t.Errorf("-diff changed the file:\n%s", got)
	}

	toy(t, dir, "-fix", "-diff", "./clean").wantCode(t, exitClean)

	got = toy(t, dir, "-fix", "-alpha.except=Bad1", "-tags=special", "./bad")
	got.wantCode(t, exitClean)
	if got, want := read(t, dir, "bad/z.go"), "package bad\n\nfunc Fine2() {}\n\nfunc Bad1() {}\n"; got != want {
		t.Errorf("fixed:\n%swant:\n%s", got, want)
	}
	contains(t, "file of the tag", read(t, dir, "bad/tag.go"), "FineTagged")
	contains(t, "file outside the tag", read(t, dir, "bad/notag.go"), "BadTagged")
	contains(t, "test file", read(t, dir, "bad/bad_test.go"), "FineTest")
}

// TestFixOverlap holds a package where the fixes of two checks overlap: go vet
// alone mends nothing in it, however often it is run.
func TestFixOverlap(t *testing.T) {
	skipWithoutVetFix(t)
	dir := extract(t, module)
	vetToy(t, dir, "-fix", "./twice").wantCode(t, 1)
	contains(t, "untouched file", read(t, dir, "twice/twice.go"), "BadTwice", "func Bad()")

	got := toy(t, dir, "-fix", "-diff", "./twice")
	got.wantCode(t, exitFailure)
	contains(t, "stderr", got.stderr, "wsvet: not all is fixed: fixes overlap: ")

	got = toy(t, dir, "-C", "twice", "-fix", ".")
	got.wantCode(t, exitClean)
	if want := "wsvet: twice.go: findings fixed: 3\n"; got.stderr != want {
		t.Errorf("stderr:\n%s", got.stderr)
	}
	contains(t, "fixed file", read(t, dir, "twice/twice.go"), "FineOnce", "func Fine()")
}

// skipWithoutVetFix skips a test of -fix where go vet cannot fix.
func skipWithoutVetFix(t *testing.T) {
	t.Helper()
	if err := checkVersion(runtime.Version()); err != nil {
		t.Skip(err) // it names the Go that go vet -fix takes
	}
}

func TestCheckVersion(t *testing.T) {
	for have, ok := range map[string]bool{
		"go1.24.9": false, "go1.25": false, "go1.25.7": false,
		"go1.26rc1": true, "go1.26.0": true, "go1.26.8": true, "go1.27rc1": true,
	} {
		if err := checkVersion(have); (err == nil) != ok {
			t.Errorf("%s: %v", have, err)
		}
	}
}

func TestHelp(t *testing.T) {
	for _, args := range []string{"help", "-h", "-help", "--help", "-json -h", "report -h"} {
		got := toy(t, t.TempDir(), strings.Fields(args)...)
		got.wantCode(t, exitClean)
		contains(t, "help", got.stdout, "report functions called Bad\n", "beta", "-json", "-tags", "go vet -vettool", "Exit codes")
	}
	got := toy(t, t.TempDir(), "help", "alpha")
	got.wantCode(t, exitClean)
	contains(t, "help alpha", got.stdout, "They should be called Fine.", "-alpha.except name")
	if strings.Contains(got.stdout, "beta") {
		t.Errorf("help alpha tells of beta:\n%s", got.stdout)
	}
}

// TestProtocol looks at what go vet asks its tool before it runs it.
func TestProtocol(t *testing.T) {
	got := toy(t, t.TempDir(), "-V=full")
	got.wantCode(t, exitClean)
	contains(t, "version", got.stdout, " version devel ", " buildID=")

	got = toy(t, t.TempDir(), "-flags")
	got.wantCode(t, exitClean)
	var flags []struct{ Name string }
	if err := json.Unmarshal([]byte(got.stdout), &flags); err != nil {
		t.Fatal(err)
	}
	// Those of the checks, and those that unitchecker has of its own.
	known := []string{
		"alpha", "alpha.except", "beta", "beta.except",
		"V", "all", "c", "diff", "flags", "json", "source", "tags", "v",
	}
	for _, f := range flags {
		if !slices.Contains(known, f.Name) && !strings.HasPrefix(f.Name, "test.") {
			t.Errorf("go vet is told of -%s", f.Name)
		}
	}
	for _, wanted := range known {
		if !strings.Contains(got.stdout, `"`+wanted+`"`) {
			t.Errorf("go vet is not told of -%s", wanted)
		}
	}

	toy(t, t.TempDir(), "nosuch.cfg").wantCode(t, 1)
}
