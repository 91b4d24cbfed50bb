package wslib

import (
	"fmt"
	"go/token"
	"go/types"
	"maps"
	"path"
	"reflect"
	"slices"
	"testing"
)

// around holds an idiom of each kind in a function that has what it asks for.
var around = map[string]string{
	"PingFails":     "if %s { return }",
	"SendPong":      "var _ error = %s",
	"CloseNormally": "%s",
	"IsClose":       "if %s { return }",
	"CodeOf":        "if %s == -1 { return }",
}

// Every idiom compiles with the real library, and is one that Supports knows.
func TestIdiomsCompile(t *testing.T) {
	pkgs, err := current()
	if err != nil {
		t.Fatal(err)
	}
	libs := append(Libraries(), gorillaFork("github.com/wsvet/wsvet/testdata/privatefork").lib)
	for _, lib := range libs {
		conn := "*ws.Conn"
		if len(lib.Packages[0].Conns) == 0 {
			conn = "net.Conn"
		}
		idioms := reflect.ValueOf(lib.Idioms)
		for i := range idioms.NumField() {
			kind, idiom := idioms.Type().Field(i).Name, Idiom(idioms.Field(i).String())
			if idiom == "" {
				continue
			}
			t.Run(lib.Name+"/"+kind, func(t *testing.T) {
				imports := map[string]string{lib.Path(): "ws", "context": "context", "net": "net", "time": "time"}
				text := lib.Expand(idiom, map[string]string{
					"conn": "conn", "wait": "wait", "ctx": "ctx", "code": "code", "data": "data", "err": "err", "codes": "1000, 1001",
				}, func(p string) string {
					if imports[p] == "" {
						imports[p] = path.Base(p)
					}
					return imports[p]
				})
				form := around[kind]
				if form == "" {
					form = "%s"
				}
				src := "package p\n"
				for p, name := range imports {
					src += fmt.Sprintf("import %s %q\n", name, p)
				}
				src += "var _ net.Conn\nvar _ = ws." + anyName(pkgs[lib.Path()]) + "\n" +
					"func f(ctx context.Context, conn " + conn + ", wait time.Duration, code int, data string, err error) {\n" +
					fmt.Sprintf(form, text) + "\n}"
				p := check(t, "p", src, slices.Collect(maps.Values(pkgs))...)
				index := NewIndex()
				index.AddForks([]string{"github.com/wsvet/wsvet/testdata/privatefork"})
				f := p.Scope().Lookup("f").(*types.Func)
				if !index.Supports(p, lib, idiom, f.Signature().Params().At(1).Type()) {
					t.Errorf("not supported: %s", idiom)
				}
			})
		}
	}
}

// anyName returns an exported function of p.
func anyName(p *types.Package) string {
	for _, name := range p.Scope().Names() {
		if _, ok := p.Scope().Lookup(name).(*types.Func); ok && token.IsExported(name) {
			return name
		}
	}
	return ""
}

// What a version does not have, or has with another signature, is not used.
func TestIdiomOfAnotherVersion(t *testing.T) {
	ws := check(t, "github.com/gorilla/websocket", `package websocket
const PingMessage = 9
type Conn struct{}
func (*Conn) WriteControl(kind int, data []byte) error { return nil }
func (*Conn) Close() error { return nil }
`)
	p := check(t, "p", `package p; import "github.com/gorilla/websocket"; var C *websocket.Conn`, ws)
	conn := p.Scope().Lookup("C").Type()
	index := NewIndex()
	for idiom, want := range map[Idiom]bool{
		gorilla.Idioms.PingFails: false, // another signature
		gorilla.Idioms.OnPong:    false, // no such method
		gorilla.Idioms.IsClose:   false, // no such function
		gorilla.Idioms.Abort:     true,
		"":                       false,
	} {
		if index.Supports(p, gorilla, idiom, conn) != want {
			t.Errorf("%q: want %v", idiom, want)
		}
	}
}
