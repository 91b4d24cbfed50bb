package main

import (
	"bytes"
	"errors"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"
)

// asTool, in the environment of the test binary, makes it wsvet itself: with
// the suite of the product, or with the toy suite, whose findings are known.
const asTool = "WSVET_TEST_AS_TOOL"

func TestMain(m *testing.M) {
	as := os.Getenv(asTool)
	if as == "" {
		os.Exit(m.Run())
	}
	// wsvet itself has no flags but its own.
	flag.CommandLine = flag.NewFlagSet(os.Args[0], flag.ExitOnError)
	if as == "toy" {
		start(toySuite())
	}
	main()
}

// A result is what a command left behind.
type result struct {
	stdout, stderr string
	code           int
}

// command runs a program in dir, as the suite named if it is wsvet itself.
func command(t *testing.T, suite, dir, name string, args ...string) result {
	t.Helper()
	var stdout, stderr bytes.Buffer
	cmd := exec.Command(name, args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), asTool+"="+suite, "PWD="+dir, "GOWORK=off")
	cmd.Stdout = &stdout
	cmd.Stderr = &stderr
	err := cmd.Run()
	if exit := (*exec.ExitError)(nil); err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return result{stdout.String(), stderr.String(), cmd.ProcessState.ExitCode()}
}

// self returns the file of the test binary, which is the tool.
func self(t *testing.T) string {
	t.Helper()
	name, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	return name
}

// toy runs wsvet with the toy suite.
func toy(t *testing.T, dir string, args ...string) result {
	t.Helper()
	return command(t, "toy", dir, self(t), args...)
}

// vetToy runs go vet with the toy suite.
func vetToy(t *testing.T, dir string, args ...string) result {
	t.Helper()
	return command(t, "toy", dir, "go", append([]string{"vet", "-vettool=" + self(t)}, args...)...)
}

// extract writes the files of a txtar archive to a new directory.
func extract(t *testing.T, archive string) string {
	t.Helper()
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range txtar.Parse([]byte(archive)).Files {
		name := filepath.Join(dir, filepath.FromSlash(file.Name))
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, file.Data, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func read(t *testing.T, elem ...string) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(elem...))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func (r result) wantCode(t *testing.T, code int) {
	t.Helper()
	if r.code != code {
		t.Errorf("exit code %d, want %d\nstdout:\n%s\nstderr:\n%s", r.code, code, r.stdout, r.stderr)
	}
}

func contains(t *testing.T, what, text string, wanted ...string) {
	t.Helper()
	for _, want := range wanted {
		if !strings.Contains(text, want) {
			t.Errorf("%s lacks %q:\n%s", what, want, text)
		}
	}
}
