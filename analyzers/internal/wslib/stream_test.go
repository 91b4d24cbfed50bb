package wslib

import (
	"go/types"
	"testing"

	"golang.org/x/tools/go/packages"
)

// TestStreams asks which types a connection may come as, and what their methods
// give access to.
func TestStreams(t *testing.T) {
	pkgs, err := packages.Load(&packages.Config{Mode: packages.LoadTypes}, "net", "io", "bufio", "os", "bytes", "net/http")
	if err != nil {
		t.Fatal(err)
	}
	byPath := map[string]*types.Package{}
	for _, p := range pkgs {
		byPath[p.PkgPath] = p.Types
	}
	index := NewIndex()
	for _, tc := range []struct {
		path, name string
		pointer    bool
		stream     bool
	}{
		{"net", "Conn", false, true},
		{"net", "TCPConn", true, true},
		{"net", "Listener", false, true}, // it has a Close
		{"net", "IPAddr", true, false},
		{"io", "Reader", false, true},
		{"io", "ReadWriteCloser", false, true},
		{"io", "Writer", false, false},
		{"io", "StringWriter", false, false},
		{"bufio", "Reader", true, true},
		{"bufio", "Scanner", true, true},
		{"bytes", "Buffer", true, false},
		{"net/http", "Request", true, false},
	} {
		var typ = byPath[tc.path].Scope().Lookup(tc.name).Type()
		if tc.pointer {
			typ = types.NewPointer(typ)
		}
		if got := index.IsStream(typ); got != tc.stream {
			t.Errorf("a connection may come as %v: %t, want %t", typ, got, tc.stream)
		}
	}
	conn := byPath["net"].Scope().Lookup("Conn").Type().Underlying().(*types.Interface)
	for m := range conn.Methods() {
		f, want := StreamMethod(m), map[string]Role{
			"Read": Read, "Write": Write, "Close": Close,
			"SetDeadline": ReadDeadline, "SetReadDeadline": ReadDeadline, "SetWriteDeadline": WriteDeadline,
		}[m.Name()]
		if f == nil && want != NoRole || f != nil && f.Role != want {
			t.Errorf("%s means %v, want role %d", m.Name(), f, want)
		}
	}
}

// TestDialOfType asks which types of functions dial.
func TestDialOfType(t *testing.T) {
	lib := types.NewPackage("github.com/gorilla/websocket", "websocket")
	conn := types.NewPointer(types.NewNamed(types.NewTypeName(0, lib, "Conn", nil), types.NewStruct(nil, nil), nil))
	http := types.NewPackage("net/http", "http")
	request := types.NewPointer(types.NewNamed(types.NewTypeName(0, http, "Request", nil), types.NewStruct(nil, nil), nil))
	err := types.Universe.Lookup("error").Type()
	text := types.Typ[types.String]
	tuple := func(list ...types.Type) *types.Tuple {
		var vars []*types.Var
		for _, typ := range list {
			vars = append(vars, types.NewParam(0, nil, "", typ))
		}
		return types.NewTuple(vars...)
	}
	for _, tc := range []struct {
		name            string
		params, results *types.Tuple
		slot            Slot
	}{
		{"a dial", tuple(text), tuple(conn, err), Result0},
		{"one with a response", tuple(text), tuple(text, conn, err), Result1},
		{"one that takes a request", tuple(request), tuple(conn, err), None},
		{"one without an error", tuple(text), tuple(conn, types.Typ[types.Bool]), None},
		{"one of nothing", tuple(text), tuple(err), None},
	} {
		f, _ := NewIndex().DialOfType(types.NewSignatureType(nil, nil, nil, tc.params, tc.results, false))
		if f == nil && tc.slot != None || f != nil && f.Conn != tc.slot {
			t.Errorf("%s means %v, want the connection in slot %d", tc.name, f, tc.slot)
		}
	}
}

// TestAccessBy asks what names of methods give access to.
func TestAccessBy(t *testing.T) {
	for name, want := range map[string]Access{
		"SetReadDeadline": Bounds, "WritePing": Bounds, "NetConn": Bounds, "Close": Closes, "Read": 0, "SetWriteDeadline": 0,
	} {
		if got := AccessBy(name); got != want {
			t.Errorf("%s gives access %d, want %d", name, got, want)
		}
	}
}
