package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/wsvet/wsvet/cmd/wsvet/internal/format"
)

// TestReport wants of wsvet report, in every format, what wsvet itself writes of
// what go vet finds.
func TestReport(t *testing.T) {
	dir := extract(t, module)
	for _, test := range []struct {
		patterns string
		code     int
		formats  []string
	}{
		{"./clean", exitClean, []string{"sarif"}},
		{"./clean ./bad ./twice", exitFindings, format.Names()},
		{"./clean ./broken ./twice", exitFailure, []string{"text", "sarif"}}, // wsvet's JSON names the checks that failed
	} {
		vetted := shell(t, "toy", dir, "go vet -json -vettool=$(which wsvet) "+test.patterns+" 2>&1").stdout
		for _, name := range test.formats {
			t.Run(name+" "+test.patterns, func(t *testing.T) {
				own := toy(t, dir, strings.Fields("-format="+name+" "+test.patterns)...)
				own.wantCode(t, test.code)
				got := reported(t, dir, vetted, name)
				got.wantCode(t, test.code)
				if name == "json" { // go vet does not name the variant of a package
					own.stdout = testVariant.ReplaceAllString(own.stdout, "")
				}
				if got.stdout != own.stdout {
					t.Errorf("wsvet report writes\n%s\nwsvet writes\n%s", got.stdout, own.stdout)
				}
				if test.code == exitFailure {
					contains(t, "stderr", got.stderr, "# example.com/m/broken\n", "undefined: undefined")
				} else if got.stderr != "" {
					t.Errorf("stderr:\n%s", got.stderr)
				}
			})
		}
	}

	// What wsvet writes itself, and the form of Go up to 1.25.
	found := toy(t, dir, "-json", "./bad").stdout
	for name, input := range map[string]string{
		"own":    toy(t, dir, "-json", "./bad", "./broken").stdout,
		"go1.25": "# example.com/m/bad\n# [example.com/m/bad]\n" + found + "# example.com/m/broken\nbroken/broken.go:3:14: undefined: undefined\n",
	} {
		got := reported(t, dir, input, "text")
		got.wantCode(t, exitFailure)
		contains(t, name+": stdout", got.stdout, "bad/z.go:3:6: Bad2 is called Bad (alpha)\n")
		contains(t, name+": stderr", got.stderr, "example.com/m/broken")
	}
}

// testVariant is what tells the test variant of a package from the package.
var testVariant = regexp.MustCompile(` \[[^ ]*\.test\]`)

// reported runs wsvet report on the input.
func reported(t *testing.T, dir, input, format string) result {
	t.Helper()
	return shell(t, "toy", dir, "wsvet report -format="+format+" < "+file(t, input))
}

// file returns the name of a file with that text.
func file(t *testing.T, text string) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
	return name
}

// TestFormats looks at what each format says of a module in a repository.
func TestFormats(t *testing.T) {
	dir := extract(t, module)
	if err := os.Mkdir(filepath.Join(dir, ".git"), 0o777); err != nil {
		t.Fatal(err)
	}
	in := filepath.Join(dir, "twice")
	for name, want := range map[string]string{
		"text":   "twice.go:5:6: Bad is called Bad (alpha)\n",
		"json":   `"message": "Bad is called Bad (alpha)"`,
		"github": "::warning file=twice/twice.go,line=5,col=6,title=alpha::Bad is called Bad (alpha)\n",
		"gitlab": `"path": "twice/twice.go"`,
		"sarif":  `"uri": "twice/twice.go"`,
	} {
		got := toy(t, in, "-format", name, ".")
		got.wantCode(t, exitFindings)
		contains(t, name, got.stdout, want)
	}
	for _, name := range []string{"json", "gitlab", "sarif"} { // whole, though not all could be analysed
		got := toy(t, dir, "-format", name, "./broken", "./twice")
		got.wantCode(t, exitFailure)
		contains(t, name, got.stdout, "BadTwice is called Twice (beta)")
		if !json.Valid([]byte(got.stdout)) {
			t.Errorf("%s is not JSON:\n%s", name, got.stdout)
		}
	}
	if short, long := toy(t, in, "-json", "."), toy(t, in, "-format=json", "."); short.stdout != long.stdout {
		t.Errorf("-json and -format=json differ:\n%s\n%s", short.stdout, long.stdout)
	}
}

// TestRepository finds the directory that services show files from.
func TestRepository(t *testing.T) {
	dir := extract(t, "-- repo/.git --\ngitdir: elsewhere\n-- repo/mod/go.mod --\n-- repo/mod/p/p.go --\n-- mod/go.mod --\n-- mod/p/p.go --\n-- none/p.go --\n")
	for at, want := range map[string]string{"repo/mod/p": "repo", "repo": "repo", "mod/p": "mod", "none": "none"} {
		if got, want := repository(filepath.Join(dir, at)), filepath.Join(dir, want); got != want {
			t.Errorf("%s: %s, want %s", at, got, want)
		}
	}
}

// TestSARIF holds what wsvet writes against the official schema: with findings
// of all kinds and their fixes, with none, and of code that does not compile.
func TestSARIF(t *testing.T) {
	dir := filepath.Join(testdata(t), "sarif")
	validator := filepath.Join(t.TempDir(), "validate")
	goCommand(t, dir, "build", "-o", validator, ".")
	broken := extract(t, module)
	for _, got := range []result{
		wsvet(t, testdata(t), "-format=sarif", "./e2e/..."),
		wsvet(t, broken, "-format=sarif", "./clean"),
		toy(t, broken, "-format=sarif", "./broken", "./twice"),
	} {
		if valid := shell(t, "", dir, validator+" < "+file(t, got.stdout)); valid.code != 0 {
			t.Errorf("not valid:\n%s\n%s", valid.stderr, got.stdout)
		}
	}
}

// TestBaseline takes wsvet up in a module with findings.
func TestBaseline(t *testing.T) {
	dir := extract(t, module)
	run := func(code int, stdout, stderr string, args ...string) {
		t.Helper()
		got := toy(t, dir, args...)
		got.wantCode(t, code)
		if got.stdout != stdout || got.stderr != stderr {
			t.Errorf("wsvet %s: stdout:\n%swant:\n%sstderr:\n%swant:\n%s", strings.Join(args, " "), got.stdout, stdout, got.stderr, stderr)
		}
	}
	write := func(name, text string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	run(exitClean, "", "", "-write-baseline=known.json", "./bad", "./twice")
	text := read(t, dir, "known.json")
	contains(t, "baseline", text, `"file": "twice/twice.go"`)
	run(exitClean, "", "", "-baseline=known.json", "./bad", "./twice")
	run(exitClean, "{}\n", "", "-baseline=known.json", "-json", "./bad", "./twice")
	run(exitClean, "", "", "-C=twice", "-baseline=../known.json", ".")
	if got := shell(t, "toy", dir, "go vet -json -vettool=$(which wsvet) ./bad ./twice 2>&1 | wsvet report -baseline=known.json"); got.code != exitClean || got.stdout != "" {
		t.Errorf("go vet: exit code %d\n%s", got.code, got.stdout)
	}
	shell(t, "toy", dir, "go vet -json -vettool=$(which wsvet) ./bad ./twice 2>&1 | wsvet report -write-baseline=vet.json").wantCode(t, exitClean)
	if got := read(t, dir, "vet.json"); got != text {
		t.Errorf("wsvet report writes\n%s\nwsvet writes\n%s", got, text)
	}

	// What only moved is known. What came is not, nor what its check was not
	// asked for; what went is said.
	write("twice/twice.go", "package twice\n\nfunc BadNew() {}\n\nfunc BadTwice() {}\n")
	const gone = "wsvet: findings of known.json that are gone: 1; -write-baseline leaves them out\n"
	run(exitFindings, "twice/twice.go:3:6: BadNew is called Bad (alpha)\n", gone, "-baseline=known.json", "./twice")
	run(exitClean, "", "", "-baseline=known.json", "-beta", "./twice")
	run(exitClean, "", "", "-baseline=known.json", "./clean")
	write("bad/broken.go", "package bad\n\nfunc broken() { undefined() }\n") // not seen, so not gone
	got := toy(t, dir, "-baseline=known.json", "./bad")
	got.wantCode(t, exitFailure)
	if strings.Contains(got.stderr, "known.json") {
		t.Errorf("stderr:\n%s", got.stderr)
	}
	if err := os.Remove(filepath.Join(dir, "twice/twice.go")); err != nil {
		t.Fatal(err)
	}
	run(exitClean, "", strings.Replace(gone, "1;", "3;", 1), "-baseline=known.json", "./clean")

	// A failure is no baseline, and destroys none.
	toy(t, dir, "-write-baseline=known.json", "./broken").wantCode(t, exitFailure)
	if got := read(t, dir, "known.json"); got != text {
		t.Errorf("the baseline has become\n%s", got)
	}
	write("known.json", text[:len(text)/2])
	got = toy(t, dir, "-baseline=known.json", "./bad")
	got.wantCode(t, exitFailure)
	contains(t, "stderr", got.stderr, "wsvet: baseline known.json: unexpected EOF\n")
}

// shell runs a command of the shell in which wsvet is the suite named.
func shell(t *testing.T, suite, dir, line string) result {
	t.Helper()
	bin := t.TempDir()
	if err := os.Symlink(self(t), filepath.Join(bin, "wsvet")); err != nil {
		t.Fatal(err)
	}
	return command(t, suite, dir, "sh", "-c", "PATH='"+bin+"':$PATH; "+line)
}
