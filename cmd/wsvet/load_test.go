package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/wsvet/wsvet/analyzers"
	"github.com/wsvet/wsvet/cmd/wsvet/internal/finding"
)

// TestDependencies has the standalone driver find, in a package named alone,
// what go vet finds: it learns from packages that no pattern matches, and
// reports nothing in them.
func TestDependencies(t *testing.T) {
	dir := testdata(t)
	alone := wsvet(t, dir, "./e2e/across/app")
	alone.wantCode(t, exitFindings)
	all := wsvet(t, dir, "./e2e/across/app", "./e2e/across/ws")
	if alone.stdout != all.stdout {
		t.Errorf("app alone:\n%s\nwith its dependency:\n%s", alone.stdout, all.stdout)
	}
	wsvet(t, dir, "./e2e/across/ws").wantCode(t, exitClean)
}

// fork is a private fork of gorilla/websocket: the tests need no download.
const fork = `
package fork

import (
	"net/http"
	"time"
)

type Conn struct{}

func (*Conn) ReadMessage() (int, []byte, error)                   { return 0, nil, nil }
func (*Conn) WriteControl(op int, data []byte, t time.Time) error { return nil }
func (*Conn) SetReadDeadline(t time.Time) error                   { return nil }
func (*Conn) Close() error                                        { return nil }

type Dialer struct{}

func (*Dialer) Dial(url string, h http.Header) (*Conn, *http.Response, error) { return nil, nil, nil }

type CloseError struct {
	Code int
	Text string
}

func FormatCloseMessage(code int, text string) []byte { return nil }
`

// reachModule is a module with packages near to a WebSocket and far from one.
const reachModule = `
-- go.mod --
module example.com/m

go 1.25
-- fork/fork.go --` + fork + `
-- ws/ws.go --
package ws

import "example.com/m/fork"

func Dial(url string) (*fork.Conn, error) {
	conn, _, err := new(fork.Dialer).Dial(url, nil)
	return conn, err
}
-- client/client.go --
package client

import (
	"example.com/m/fork"
	"example.com/m/ws"
)

func Listen(url string) error {
	conn, err := ws.Dial(url)
	if err != nil {
		return err
	}
	defer conn.Close()
	return read(conn)
}

func read(conn *fork.Conn) error {
	for {
		if _, _, err := conn.ReadMessage(); err != nil {
			return err
		}
	}
}
-- tested/tested.go --
package tested

import _ "example.com/m/fork"
-- tested/tested_test.go --
package tested

import "example.com/m/undefined"

var _ = undefined.X
-- again/again.go --
package again

import (
	"log"
	"time"

	"example.com/m/client"
	"example.com/m/pause"
)

func stay(url string) {
	for {
		log.Print(client.Listen(url))
		time.Sleep(pause.Next())
	}
}
-- pause/pause.go --
package pause

import (
	"time"

	"example.com/m/pause/unit"
)

func Next() time.Duration { return 2 * unit.Of() }
-- pause/unit/unit.go --
package unit

import "time"

func Of() time.Duration { return time.Second }
-- hidden/hidden.go --
package hidden

import "example.com/m/fork"

func length(c *fork.Conn) int {
	_, data, err := c.ReadMessage()
	if err != nil {
		panic(err)
	}
	return len(data)
}
-- above/above.go --
package above

import _ "example.com/m/hidden"

var broken int = ""
-- aside/aside.go --
package aside

var broken int = ""
-- below/below.go --
package below

import (
	_ "example.com/m/aside"
	"example.com/m/fork"
)

var Conn *fork.Conn
-- wrong/wrong.go --
package wrong

import (
	"example.com/m/aside"
	"example.com/m/fork"
)

var Conn *fork.Conn = aside.Gone
-- noted/noted.go --
package noted

//wsvet:ignore wskeepalive
-- spaced/spaced.go --
package spaced

// wsvet:ignore wskeepalive the peer speaks
-- spaced/spaced_test.go --
package spaced

import _ "example.com/m/undefined"
-- none/none.go --
package none
-- headless/headless.go --
package headless

import "example.com/m/fork
`

// TestReach looks at which packages are taken for such that matter, and at what
// is found in them, whatever is wrong with all others.
func TestReach(t *testing.T) {
	dir := extract(t, reachModule)
	const (
		listen   = "client/client.go:9:15: wskeepalive/none"
		constant = "again/again.go:14:3: wsbackoff/constant"
		reason   = "noted/noted.go:3:1: wsignore/reason"
	)
	for _, test := range []struct {
		args  string
		pkgs  string // that are read and matter, of those that the patterns match
		finds []string
	}{
		{"./ws", "ws", nil},
		{"./client", "client", []string{listen}},
		{"./client/client.go", "command-line-arguments", []string{listen}},
		{"./client ./none ./tested", "client tested", []string{listen}},
		{"./again", "again", []string{constant}},
		{"./again ./pause/...", "again", []string{constant}},
		{"./again/again.go", "command-line-arguments", []string{constant}},
		{"./pause/...", "", nil},
		{"./hidden ./above", "hidden", nil},
		{"./aside", "", nil},
		{"./below", "below", nil},
		{"./none", "", nil},
		{"./none/none.go", "", nil},
		{"./noted", "noted", []string{reason}},
		{"-wskeepalive ./noted ./client", "client", []string{listen}},
		{"-wsignore ./noted ./client", "noted", []string{reason}},
		{"./ws ./client ./again ./above ./aside ./noted ./hidden ./none ./pause ./fork",
			"again client hidden noted ws", []string{constant, listen, reason}},
	} {
		t.Run(test.args, func(t *testing.T) {
			got := inProcess(t, dir, strings.Fields(test.args)...)
			if pkgs := strings.ReplaceAll(strings.Join(ids(got), " "), "example.com/m/", ""); pkgs != test.pkgs {
				t.Errorf("reads %q, want %q", pkgs, test.pkgs)
			}
			findings, _ := finding.FromGraph(got.graph)
			var finds []string
			for _, f := range findings {
				if !slices.Contains([]string{"wsbackoff", "wsignore", "wskeepalive"}, f.Check) {
					continue // what other checks find is no matter here
				}
				f.Start.Filename = shortPath(f.Start.Filename)
				finds = append(finds, fmt.Sprintf("%s: %s/%s", f.Start, f.Check, f.Category))
			}
			slices.Sort(finds)
			var stderr bytes.Buffer
			if got.printFailures(&stderr) || !slices.Equal(finds, test.finds) {
				t.Errorf("finds\n%s\nstderr:\n%s", strings.Join(finds, "\n"), &stderr)
			}
		})
	}

	// go vet stops at what does not compile.
	sound := strings.Fields("./ws ./client ./again ./noted ./hidden ./none ./pause ./fork")
	got, want := vetFindings(vet(t, dir, sound...).stderr), vetFindings(wsvet(t, dir, sound...).stdout)
	if !slices.Equal(got, want) || len(got) < 3 {
		t.Errorf("go vet finds\n%s\nwsvet finds\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// inProcess reads and analyses packages as wsvet does with these arguments.
func inProcess(t *testing.T, dir string, args ...string) *analyzed {
	t.Helper()
	t.Chdir(dir)
	t.Setenv("GOWORK", "off")
	opts, patterns, err := parse(analyzers.Suite(), args)
	if err != nil {
		t.Fatal(err)
	}
	got, err := analyze(opts, patterns, io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// ids returns those of the packages that were read and matter.
func ids(r *analyzed) []string {
	var ids []string
	for _, p := range r.pkgs {
		ids = append(ids, p.ID)
	}
	slices.Sort(ids)
	return ids
}

// TestInTheWay wants what is wrong with a package that matters, or with one
// that it depends on, to be said.
func TestInTheWay(t *testing.T) {
	dir := extract(t, reachModule)
	for _, test := range []struct{ args, stdout, stderr string }{
		{"./below ./wrong ./client", "(wskeepalive/none)", "wrong/wrong.go:8:29: undefined: aside.Gone (not analysed: example.com/m/wrong)\n"},
		{"./headless ./client", "(wskeepalive/none)", "headless/headless.go:3:8: "},
		{"./nosuch ./client", "(wskeepalive/none)", "nosuch: directory not found"},
		{"./nosuch ./none", "", "nosuch: directory not found"},
		{"-wsclosecode.tests ./tested ./client", "(wskeepalive/none)", "tested/tested_test.go:3:8: "},
	} {
		got := wsvet(t, dir, strings.Fields(test.args)...)
		got.wantCode(t, exitFailure)
		contains(t, test.args, got.stdout, test.stdout)
		contains(t, test.args, got.stderr, test.stderr)
	}
}

// TestFixReach has -fix mend the packages that matter, whatever is wrong with
// the others, and with tests that are not analysed.
func TestFixReach(t *testing.T) {
	skipWithoutVetFix(t)
	dir := extract(t, reachModule)
	if got := wsvet(t, dir, "-fix", "./none", "./aside"); got != (result{code: exitClean}) {
		t.Errorf("%+v", got)
	}
	wsvet(t, dir, "-fix", "./spaced", "./aside", "./none", "./client").wantCode(t, exitClean)
	contains(t, "spaced.go", read(t, dir, "spaced/spaced.go"), "//wsvet:ignore wskeepalive the peer speaks")
}

// TestTestVariants wants test files to be read only where a check reports in them.
func TestTestVariants(t *testing.T) {
	dir := filepath.Join(testdata(t), "e2e", "client")
	const path = "github.com/wsvet/wsvet/testdata/e2e/client"
	variants := []string{path + " [" + path + ".test]", path + "_test [" + path + ".test]"}
	for _, test := range []struct {
		args string
		want []string
	}{
		{".", []string{path}},
		{"-wsclosecode.tests .", variants},
		{"-wsclosecode.tests -wsclosecode=false .", []string{path}},
		{"-wsclosecode.tests -test=false .", []string{path}},
		{"-wsclosecode.tests=false .", []string{path}},
	} {
		if got := ids(inProcess(t, dir, strings.Fields(test.args)...)); !slices.Equal(got, test.want) {
			t.Errorf("%s: reads %q, want %q", test.args, got, test.want)
		}
	}
}

// TestLibraryPackages has a package that imports a part of a library that does not
// take deadlines itself, and no other.
func TestLibraryPackages(t *testing.T) {
	got := inProcess(t, filepath.Join(testdata(t), "wsreadloop", "gobwas"), ".")
	if len(ids(got)) != 1 {
		t.Errorf("reads %q", ids(got))
	}
}

// outside is a module that uses a library of another one, which a replace
// directive, a vendor directory or a workspace finds.
const outside = `
-- app/go.mod --
module example.com/app

go 1.25

require example.com/fork v1.0.0

replace example.com/fork => ../fork
-- app/app.go --
package app

import "example.com/fork"

func listen(url string) error {
	conn, _, err := new(fork.Dialer).Dial(url, nil)
	if err != nil {
		return err
	}
	for {
		if _, _, err := conn.ReadMessage(); err != nil {
			return err
		}
	}
}
-- fork/go.mod --
module example.com/fork

go 1.25
-- fork/fork.go --` + fork

// TestModules finds the library wherever the go command does.
func TestModules(t *testing.T) {
	const found = "app.go:6:18: "
	dir := filepath.Join(extract(t, outside), "app")
	check := func(how, dir string, args ...string) {
		t.Helper()
		got := wsvet(t, dir, args...)
		got.wantCode(t, exitFindings)
		contains(t, how, got.stdout, found)
	}
	check("replaced", dir, "./...")
	check("by import path", dir, "example.com/app")
	check("with what it depends on", dir, "all")
	goCommand(t, dir, "mod", "vendor")
	check("vendored", dir, "./...")

	dir = extract(t, strings.Replace(outside, "replace example.com/fork => ../fork\n", "", 1)+`
-- go.work --
go 1.25

use ./app
use ./fork
`)
	t.Chdir(dir)
	t.Setenv("GOWORK", filepath.Join(dir, "go.work"))
	var stdout, stderr bytes.Buffer
	if code := run(analyzers.Suite(), []string{"./app/...", "./fork"}, nil, &stdout, &stderr); code != exitFindings {
		t.Errorf("code %d\n%s", code, stderr.String())
	}
	contains(t, "in a workspace", stdout.String(), found)
}

func TestStatus(t *testing.T) {
	var line bytes.Buffer
	s := &status{terminal: &line}
	s.print("reading %d", 1)
	s.print("reading %d", 2)
	s.clear()
	s.clear()
	if got, want := line.String(), "wsvet: reading 1\r                \rwsvet: reading 2\r                \r"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}

	null, err := os.Open(os.DevNull) // a device, as a terminal is
	if err != nil {
		t.Fatal(err)
	}
	defer null.Close()
	file, err := os.Create(filepath.Join(t.TempDir(), "stderr"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if newStatus(null).terminal == nil {
		t.Error("silent on a device")
	}
	for _, w := range []io.Writer{file, &line} {
		s := newStatus(w)
		s.print("reading")
		s.clear()
		if s.terminal != nil {
			t.Errorf("speaks to a %T that is no terminal", w)
		}
	}
}
