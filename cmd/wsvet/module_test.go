package main

import (
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
)

// user is a module that uses WebSockets.
const user = `
-- go.mod --
module example.com/user

go 1.24

require github.com/gorilla/websocket v1.4.2
-- user.go --
package user

import "github.com/gorilla/websocket"

func Read(url string) error {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil)
	if err != nil {
		return err
	}
	defer conn.Close()
	for {
		if _, _, err := conn.ReadMessage(); err != nil {
			return err
		}
	}
}
`

// old adds older libraries than wsvet's own tests have.
const old = user + `
-- libraries.go --
package user

import (
	_ "github.com/btcsuite/websocket"
	_ "github.com/coder/websocket"
	_ "github.com/fasthttp/websocket"
	_ "github.com/gobwas/ws"
	_ "github.com/lxzan/gws"
	_ "golang.org/x/net/websocket"
	_ "nhooyr.io/websocket"
)
-- go.mod --
module example.com/user

go 1.24

require (
	github.com/btcsuite/websocket v0.0.0-20150119174127-31079b680792
	github.com/coder/websocket v1.8.12
	github.com/fasthttp/websocket v1.5.8
	github.com/gobwas/ws v1.3.0
	github.com/gorilla/websocket v1.4.2
	github.com/lxzan/gws v1.8.8
	golang.org/x/net v0.30.0
	nhooyr.io/websocket v1.8.10
)
`

// libraries are the modules that wsvet must leave as they are.
var libraries = []string{
	"github.com/btcsuite/websocket", "github.com/coder/websocket", "github.com/fasthttp/websocket",
	"github.com/gobwas/ws", "github.com/gorilla/websocket", "github.com/lxzan/gws", "nhooyr.io/websocket",
}

const wsvetModule = "github.com/wsvet/wsvet"

// found is where the only finding in the user module is.
const found = "user.go:6:18: "

// TestToolDirective adds wsvet as a tool to a module with older libraries and
// wants none of them to change. golang.org/x/net is the exception that no tool
// built on golang.org/x/tools can avoid, which requires it.
func TestToolDirective(t *testing.T) {
	dir := tidied(t, old)
	before := versions(t, dir, libraries...)
	goCommand(t, dir, "mod", "edit", "-require="+wsvetModule+"@v0.0.0", "-replace="+wsvetModule+"="+root(t))
	t.Setenv("GOPROXY", proxyWithout(t, wsvetModule))
	goCommand(t, dir, "get", "-tool", wsvetModule+"/cmd/wsvet")
	goCommand(t, dir, "mod", "tidy")
	if after := versions(t, dir, libraries...); after != before {
		t.Errorf("before:\n%s\nafter:\n%s", before, after)
	}
	if got, want := versions(t, dir, "golang.org/x/net"), versions(t, root(t), "golang.org/x/net"); got != want {
		t.Errorf("golang.org/x/net is at %s, and not where golang.org/x/tools wants it: %s", got, want)
	}
	got := command(t, "", dir, "go", "tool", "wsvet", "./...")
	got.wantCode(t, exitFindings)
	contains(t, "stdout", got.stdout, found)
}

// TestToolFile keeps wsvet in a file of its own beside go.mod. Nothing at all
// changes in the module then, nor in what wsvet sees of it.
func TestToolFile(t *testing.T) {
	dir := tidied(t, old)
	before := read(t, dir, "go.mod") + read(t, dir, "go.sum")
	goCommand(t, dir, "mod", "init", "-modfile=wsvet.mod", "example.com/user/wsvet")
	goCommand(t, dir, "mod", "edit", "-require="+wsvetModule+"@v0.0.0", "-replace="+wsvetModule+"="+root(t), "wsvet.mod")
	t.Setenv("GOPROXY", proxyWithout(t, wsvetModule))
	goCommand(t, dir, "get", "-tool", "-modfile=wsvet.mod", wsvetModule+"/cmd/wsvet")

	got := command(t, "", dir, "go", "tool", "-modfile=wsvet.mod", "wsvet", "./...")
	got.wantCode(t, exitFindings)
	contains(t, "stdout", got.stdout, found)
	if after := read(t, dir, "go.mod") + read(t, dir, "go.sum"); after != before {
		t.Errorf("before:\n%s\nafter:\n%s", before, after)
	}
}

// proxyWithout starts a module proxy that does not have the module, and leaves
// all others to the proxy in use. With it, go get looks for no version of the
// checkout that replaces the module.
func proxyWithout(t *testing.T, module string) string {
	t.Helper()
	proxies := strings.TrimSpace(goCommand(t, root(t), "env", "GOPROXY"))
	upstream, _, _ := strings.Cut(strings.ReplaceAll(proxies, "|", ","), ",")
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, "/"+module+"/") {
			http.NotFound(w, r)
			return
		}
		http.Redirect(w, r, strings.TrimSuffix(upstream, "/")+r.URL.Path, http.StatusFound)
	}))
	t.Cleanup(server.Close)
	return server.URL
}

// tidied returns the directory of a new module with the files of an archive.
func tidied(t *testing.T, archive string) string {
	t.Helper()
	dir := extract(t, archive)
	goCommand(t, dir, "mod", "tidy")
	return dir
}

// root returns the directory of wsvet's module.
func root(t *testing.T) string {
	t.Helper()
	dir, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

func versions(t *testing.T, dir string, modules ...string) string {
	t.Helper()
	return goCommand(t, dir, append([]string{"list", "-m"}, modules...)...)
}

// goCommand runs the go command and returns what it prints.
func goCommand(t *testing.T, dir string, args ...string) string {
	t.Helper()
	got := command(t, "", dir, "go", args...)
	if got.code != 0 {
		t.Fatalf("go %s:\n%s", strings.Join(args, " "), got.stderr)
	}
	return got.stdout
}
