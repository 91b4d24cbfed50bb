package wslib

import (
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"testing"
)

// check type-checks src as the package path; it may import nothing but what
// the standard library's export data or imports has.
func check(t *testing.T, path, src string, imports ...*types.Package) *types.Package {
	t.Helper()
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, path+".go", src, 0)
	if err != nil {
		t.Fatal(err)
	}
	conf := types.Config{Importer: among(imports)}
	pkg, err := conf.Check(path, fset, []*ast.File{file}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return pkg
}

// among imports from a list, and the standard library from its export data.
type among []*types.Package

func (a among) Import(path string) (*types.Package, error) {
	for _, p := range a {
		if p.Path() == path {
			return p, nil
		}
	}
	return importer.Default().Import(path)
}

// A name alone proves nothing: another version or a fork may mean another thing by it.
func TestAnotherSignatureIsAnotherFunction(t *testing.T) {
	pkg := check(t, "github.com/gorilla/websocket", `package websocket

type Conn struct{}

func (*Conn) ReadMessage() error                             { return nil }
func (*Conn) WriteMessage(kind int, data []uint8) (err error) { return nil }
func (*Conn) ReadJSON(v interface{}) error                   { return nil }
`)
	index := NewIndex()
	for name, known := range map[string]bool{
		"Conn.ReadMessage":  false,
		"Conn.WriteMessage": true, // uint8 is byte
		"Conn.ReadJSON":     true, // interface{} is any
	} {
		f, lib := index.Func(function(pkg, name))
		if (f != nil) != known {
			t.Errorf("%s: known is %v, want %v", name, f != nil, known)
		}
		if f != nil && (f.Name != name || lib != gorilla) {
			t.Errorf("%s: got %s of %v", name, f.Name, lib)
		}
	}
}

func TestVendored(t *testing.T) {
	for path, want := range map[string]*Library{
		"example.com/x/vendor/github.com/gorilla/websocket":      gorilla,
		"example.com/x/vendor/y/vendor/nhooyr.io/websocket":      nhooyr,
		"example.com/x/vendored/github.com/gorilla/websocket":    nil,
		"example.com/vendor/github.com/gorilla/websocket/thing":  nil,
		"example.com/x/vendor/golang.org/x/net/websocket/helper": nil,
	} {
		var got *Library
		if p := NewIndex().Package(types.NewPackage(path, "websocket")); p != nil {
			got = p.Library()
		}
		if got != want {
			t.Errorf("%s: got %v, want %v", path, got, want)
		}
	}
}

// shape is the smallest package that is taken for a fork of gorilla.
const shape = `package websocket

import "time"

type Conn struct{}

func (*Conn) ReadMessage() (int, []byte, error)               { return 0, nil, nil }
func (*Conn) WriteControl(op int, data []byte, t time.Time) error { return nil }
func (*Conn) SetReadDeadline(t time.Time) error               { return nil }

type Dialer struct{}

func (*Dialer) Dial(url string, h map[string][]string) (*Conn, error) { return nil, nil }

type CloseError struct {
	Code int
	Text string
}

func FormatCloseMessage(code int, text string) []byte { return nil }
`

func TestForks(t *testing.T) {
	small := check(t, "example.com/small", shape)
	index := NewIndex()
	p := index.Package(small)
	if p == nil {
		t.Fatal("a fork of gorilla is not recognised by its shape")
	}
	if lib := index.IsConn(types.NewPointer(small.Scope().Lookup("Conn").Type())); lib != p.Library() {
		t.Errorf("its connection is one of %v", lib)
	}
	if f, _ := index.Func(function(small, "Conn.WriteControl")); f == nil || f.Role != Write {
		t.Errorf("WriteControl is %v", f)
	}
	if f, _ := index.Func(function(small, "Dialer.Dial")); f != nil {
		t.Error("Dial is taken for gorilla's, though it gives another thing")
	}
	if p.Library().CodePackage != "example.com/small" {
		t.Errorf("its codes are those of %s", p.Library().CodePackage)
	}

	// A package that only wraps another is no fork: its methods are the other's.
	wrapper := check(t, "example.com/wrapper", `package wrapper

import small "example.com/small"

type Conn struct{ *small.Conn }

type Dialer struct{ small.Dialer }

type CloseError = small.CloseError

func FormatCloseMessage(code int, text string) []byte { return small.FormatCloseMessage(code, text) }
`, small)
	if index.Package(wrapper) != nil {
		t.Error("a wrapper is taken for a fork")
	}
	if !index.Touches(wrapper) {
		t.Error("who imports a fork is not touched by it")
	}
	for _, path := range []string{"net/http", "net/http/httputil", "net/rpc", "net/textproto", "strings"} {
		std, err := importer.Default().Import(path)
		if err != nil {
			t.Fatal(err)
		}
		if p := index.Package(std); p != nil && p.Library() != nil {
			t.Errorf("%s is taken for %s", path, p.Library().Name)
		}
		if index.Touches(std) {
			t.Errorf("%s is said to touch a WebSocket", path)
		}
	}
}

func TestSlots(t *testing.T) {
	for s, want := range map[Slot][2]int{
		None: {-1, -1}, Recv: {-1, -1}, Arg0: {0, -1}, Arg4: {4, -1}, Result0: {-1, 0}, Result2: {-1, 2},
	} {
		if s.Arg() != want[0] || s.Result() != want[1] {
			t.Errorf("slot %d is argument %d and result %d, want %v", s, s.Arg(), s.Result(), want)
		}
	}
}
