package wslib

import (
	"cmp"
	"fmt"
	"go/constant"
	"go/types"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"testing"

	"golang.org/x/tools/go/packages"

	"github.com/wsvet/wsvet/analyzers/internal/lang"
)

// The tables against the real libraries.

const testdata = "../../../testdata"

// current are the versions that the testdata module has.
var current = sync.OnceValues(func() (map[string]*types.Package, error) {
	paths := []string{}
	for path := range tables {
		if path != "nhooyr.io/websocket/wspb" { // gone since v1.8.8
			paths = append(paths, path)
		}
	}
	return load(testdata, append(paths, "github.com/wsvet/wsvet/testdata/privatefork", "net/http/httputil", "context", "time"))
})

// older and newer are other versions, of some libraries.
var (
	older = sync.OnceValues(func() (map[string]*types.Package, error) {
		return load(testdata+"/old", []string{
			"github.com/gobwas/ws", "github.com/gobwas/ws/wsutil", "github.com/gorilla/websocket", "github.com/lxzan/gws",
			"nhooyr.io/websocket", "nhooyr.io/websocket/wsjson", "nhooyr.io/websocket/wspb",
		})
	})
	newer = sync.OnceValues(func() (map[string]*types.Package, error) {
		return load(testdata+"/next", []string{"github.com/gobwas/ws", "github.com/gobwas/ws/wsutil", "github.com/gobwas/ws/wsflate"})
	})
)

// load returns the packages from export data, as a check sees them.
func load(dir string, paths []string) (map[string]*types.Package, error) {
	download := exec.Command("go", "mod", "download")
	download.Dir = dir
	if out, err := download.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("go mod download: %v\n%s", err, out)
	}
	pkgs, err := packages.Load(&packages.Config{
		Mode: packages.NeedName | packages.NeedTypes | packages.NeedExportFile | packages.NeedImports,
		Dir:  dir,
	}, paths...)
	if err != nil {
		return nil, err
	}
	m := map[string]*types.Package{}
	for _, p := range pkgs {
		if len(p.Errors) > 0 {
			return nil, p.Errors[0]
		}
		m[p.PkgPath] = p.Types
	}
	for _, path := range paths {
		if m[path] == nil {
			return nil, fmt.Errorf("%s was not loaded", path)
		}
	}
	return m, nil
}

func get(t *testing.T, load func() (map[string]*types.Package, error)) map[string]*types.Package {
	t.Helper()
	pkgs, err := load()
	if err != nil {
		t.Fatal(err)
	}
	return pkgs
}

// callable returns the functions of p that code outside of p can call, by the
// name that the tables have for them: also the methods that exported types
// promote from unexported ones.
func callable(p *types.Package) map[string]*types.Func {
	m := map[string]*types.Func{}
	for _, name := range p.Scope().Names() {
		obj := p.Scope().Lookup(name)
		if !obj.Exported() {
			continue
		}
		if fn, ok := obj.(*types.Func); ok {
			m[lang.FuncName(fn)] = fn
			continue
		}
		t := obj.Type()
		if _, ok := lang.Deref(t).Underlying().(*types.Interface); !ok {
			t = types.NewPointer(lang.Deref(t))
		}
		for sel := range types.NewMethodSet(t).Methods() {
			if fn := sel.Obj().(*types.Func); fn.Exported() && fn.Pkg() == p {
				m[lang.FuncName(fn)] = fn
			}
		}
	}
	return m
}

// Every function that a table names exists, in one version at least, with the
// signature that the table assumes, and what it says of the slots fits.
func TestFunctionsAreReal(t *testing.T) {
	versions := []map[string]*types.Package{get(t, current), get(t, older), get(t, newer)}
	index, seen := NewIndex(), 0
	for path, table := range tables {
		names := map[string]bool{}
		for i := range table.Funcs {
			f := &table.Funcs[i]
			seen++
			if names[f.Name+f.Type] {
				t.Errorf("%s: %s stands in the table twice", path, f.Name)
			}
			names[f.Name+f.Type] = true
			fn := real(versions, path, f)
			if fn == nil {
				t.Errorf("%s: there is no %s that is a %s", path, f.Name, f.Type)
				continue
			}
			if got, lib := index.Func(fn); got != f || lib != table.lib {
				t.Errorf("%s: the index finds %v for %s", path, got, f.Name)
			}
			for _, wrong := range misfits(index, table, f, fn) {
				t.Errorf("%s: %s: %s", path, f.Name, wrong)
			}
		}
	}
	if seen < 300 {
		t.Errorf("only %d functions were looked at", seen)
	}
}

// real returns the function of a library that f means, nil if no version has it.
func real(versions []map[string]*types.Package, path string, f *Func) *types.Func {
	for _, pkgs := range versions {
		if p := pkgs[path]; p != nil {
			if fn := callable(p)[f.Name]; fn != nil && typeString(fn.Signature(), p) == f.Type {
				return fn
			}
		}
	}
	return nil
}

// What another version has under a name of the tables is the same function.
func TestOtherVersions(t *testing.T) {
	found := 0
	for _, pkgs := range []map[string]*types.Package{get(t, older), get(t, newer)} {
		for path, p := range pkgs {
			index, has := NewIndex(), callable(p)
			for _, f := range tables[path].Funcs {
				fn := has[f.Name]
				if fn == nil {
					continue
				}
				found++
				if meaning, _ := index.Func(fn); meaning == nil || meaning.Role != f.Role {
					t.Errorf("%s: %s is a %s, the table says %s", path, f.Name, typeString(fn.Signature(), p), f.Type)
				}
			}
		}
	}
	if found < 200 {
		t.Errorf("only %d functions were found", found)
	}
}

// misfits says which slots of f do not fit fn.
func misfits(index *Index, table *Package, f *Func, fn *types.Func) []string {
	var wrong []string
	sig := fn.Signature()
	check := func(what string, s Slot, fits func(types.Type) bool) {
		if s == None {
			return
		}
		t := slotType(sig, s)
		if t == nil {
			wrong = append(wrong, fmt.Sprintf("%s: there is no slot %d", what, s))
		} else if !fits(t) {
			wrong = append(wrong, fmt.Sprintf("%s: a %s cannot be it", what, t))
		}
	}
	holds := func(t types.Type) bool { return holdsConn(index, t) }
	frame := func(t types.Type) bool { return holdsFrame(t) }
	connOrFrame := func(t types.Type) bool {
		return f.Role == View && len(f.Views) > 0 && frame(slotType(sig, f.Views[0])) && frame(t) || holds(t)
	}

	check("Conn", f.Conn, connOrFrame)
	for _, v := range f.Views {
		check("Views", v, connOrFrame)
	}
	check("Also", f.Also, holds)
	check("Sink", f.Sink, holds)
	check("Under", f.Under, types.IsInterface)
	check("Events", f.Events, func(t types.Type) bool { return typeString(t, fn.Pkg()) == table.Event })
	check("Hook", f.Hook, func(t types.Type) bool {
		_, ok := lang.Deref(t).Underlying().(*types.Struct)
		return ok
	})
	check("Handler", f.Handler, func(t types.Type) bool {
		h, ok := t.Underlying().(*types.Signature)
		return ok && (f.HandlerConn == 0 || index.IsConn(h.Params().At(f.HandlerConn-1).Type()) == table.lib)
	})
	check("Ctx", f.Ctx, isNamed("context.Context"))
	check("When", f.When, isNamed("time.Time"))
	check("Opcode", f.Opcode, isInteger)
	check("Code", f.Code, isInteger)
	check("Reason", f.Reason, func(t types.Type) bool { return isText(t) })
	check("Payload", f.Payload, func(t types.Type) bool { return isText(t) })
	check("Err", f.Err, isNamed("error"))
	check("Frame", f.Frame, frame)
	check("Codec", f.Codec, func(t types.Type) bool { return strings.HasPrefix(table.Marshal, typeString(t, fn.Pkg())+".") })

	need := func(what string, ok bool) {
		if !ok {
			wrong = append(wrong, what)
		}
	}
	onConn := []Role{Dial, Read, ReadDeadline, WriteDeadline, Write, Close, OnPing, OnPong, OnClose, View}
	need("it does something to a connection, but which?", f.Conn != None || f.HandlerConn > 0 || !slices.Contains(onConn, f.Role))
	need("an accepted connection shows up nowhere", f.Role != Accept || f.Conn != None || f.Events != None || f.HandlerConn > 0)
	need("a deadline without its time", (f.Role == ReadDeadline || f.Role == WriteDeadline) == (f.When != None))
	need("a view of nothing", f.Role != View || len(f.Views) > 0)
	need("a received code without a place for it", f.Role != Received || f.Code != None)
	need("a handler without its function", !slices.Contains([]Role{OnPing, OnPong, OnClose}, f.Role) || f.Handler != None)
	need("a frame that is built without a place for it", f.Role != BuildFrame || f.Payload != None || f.Frame != None)
	return wrong
}

// slotType returns the type of what is in a slot of a call, nil if it has none.
func slotType(sig *types.Signature, s Slot) types.Type {
	if s == Recv {
		if sig.Recv() == nil {
			return nil
		}
		return sig.Recv().Type()
	}
	if i := s.Result(); i >= 0 && i < sig.Results().Len() {
		return sig.Results().At(i).Type()
	}
	i, last := s.Arg(), sig.Params().Len()-1
	if sig.Variadic() && i >= last {
		return sig.Params().At(last).Type().(*types.Slice).Elem()
	}
	if i >= 0 && i <= last {
		return sig.Params().At(i).Type()
	}
	return nil
}

// holdsConn reports whether a connection or a view of one may be in a t.
func holdsConn(index *Index, t types.Type) bool {
	if index.IsConn(t) != nil || types.IsInterface(t) && !isNamed("error")(t) && !isNamed("context.Context")(t) {
		return true
	}
	named, ok := lang.Deref(t).(*types.Named)
	if !ok {
		return false
	}
	if _, isStruct := named.Underlying().(*types.Struct); !isStruct {
		return false
	}
	return strings.HasSuffix(named.Obj().Name(), "Reader") || strings.HasSuffix(named.Obj().Name(), "Writer") ||
		slices.Contains([]string{"Scanner", "Decoder", "Encoder", "ReadWriter", "ControlHandler", "conn", "Conn"}, named.Obj().Name())
}

func holdsFrame(t types.Type) bool {
	if isText(t) {
		return true
	}
	named, ok := lang.Deref(t).(*types.Named)
	return ok && slices.Contains([]string{"Frame", "Header", "PreparedMessage", "Broadcaster", "Buffers", "Buffer"}, named.Obj().Name())
}

func isNamed(name string) func(types.Type) bool {
	return func(t types.Type) bool { return types.TypeString(t, nil) == name }
}

func isInteger(t types.Type) bool {
	b, ok := t.Underlying().(*types.Basic)
	return ok && b.Info()&types.IsInteger != 0
}

// isText reports whether t is a string, bytes, or some of them.
func isText(t types.Type) bool {
	s := t.Underlying().String()
	return s == "string" || strings.TrimLeft(s, "[]") == "byte"
}

// Fields, types and interfaces that the tables name exist, and are what they
// are said to be.
func TestTypesAreReal(t *testing.T) {
	pkgs, index := get(t, current), NewIndex()
	for path, table := range tables {
		p := pkgs[path]
		if p == nil {
			continue
		}
		lookup := func(name string) types.Type {
			tn, ok := p.Scope().Lookup(name).(*types.TypeName)
			if !ok {
				t.Fatalf("%s: there is no type %s", path, name)
			}
			return tn.Type()
		}
		member := func(name string) (types.Type, types.Object) {
			owner, field, _ := strings.Cut(name, ".")
			obj, _, _ := types.LookupFieldOrMethod(lookup(owner), true, p, field)
			if obj == nil {
				t.Fatalf("%s: there is no %s", path, name)
			}
			return lookup(owner), obj
		}
		for _, name := range table.Conns {
			if lib := index.IsConn(types.NewPointer(lookup(name))); lib != table.lib {
				t.Errorf("%s: %s is a connection of %v", path, name, lib)
			}
		}
		for _, name := range table.Codes {
			owner, obj := member(name)
			if lib, ok := index.CodeField(types.NewPointer(owner), obj.(*types.Var)); !ok || lib != table.lib || !isInteger(obj.Type()) {
				t.Errorf("%s: %s holds no code", path, name)
			}
		}
		for _, name := range table.Errors {
			typ := lookup(strings.TrimPrefix(name, "*"))
			if strings.HasPrefix(name, "*") {
				typ = types.NewPointer(typ)
			}
			errorType := types.Universe.Lookup("error").Type().Underlying().(*types.Interface)
			if !types.Implements(typ, errorType) || index.CloseError(typ) != table.lib {
				t.Errorf("%s: %s is no close error", path, name)
			}
		}
		for _, name := range table.Opcodes {
			owner, obj := member(name)
			if !index.OpcodeField(owner, obj.(*types.Var)) || !isInteger(obj.Type()) {
				t.Errorf("%s: %s holds no opcode", path, name)
			}
		}
		for _, name := range table.Hooks {
			owner, obj := member(name)
			_, isFunc := obj.Type().Underlying().(*types.Signature)
			if !index.HookField(owner, obj.(*types.Var)) || !isFunc {
				t.Errorf("%s: %s holds no function that dials", path, name)
			}
		}
		for name, role := range table.Callbacks {
			owner, obj := member(name)
			field, isField := obj.(*types.Var)
			if isField && index.Callback(owner, field) != role {
				t.Errorf("%s: %s is the callback %d", path, name, index.Callback(owner, field))
			}
			if !isField && !strings.HasPrefix(name, table.Event+".") {
				t.Errorf("%s: %s is neither a field nor a method of %s", path, name, table.Event)
			}
		}
		for _, name := range table.Handlers {
			sig, ok := lookup(name).Underlying().(*types.Signature)
			if !ok || index.IsConn(sig.Params().At(0).Type()) != table.lib || index.IsHandler(lookup(name)) != table.lib {
				t.Errorf("%s: %s is not called with a connection", path, name)
			}
		}
		if table.Event != "" {
			for m := range lookup(table.Event).Underlying().(*types.Interface).Methods() {
				if index.IsConn(slotType(m.Signature(), table.EventConn)) != table.lib {
					t.Errorf("%s: %s is not called with a connection", path, m.Name())
				}
			}
		}
		if table.Marshal != "" {
			_, obj := member(table.Marshal)
			sig, ok := obj.Type().Underlying().(*types.Signature)
			if !ok || !isInteger(slotType(sig, Result1)) {
				t.Errorf("%s: %s does not return an opcode", path, table.Marshal)
			}
		}
	}
}

// What no table names is nothing.
func TestOthersAreNothing(t *testing.T) {
	pkgs, index := get(t, current), NewIndex()
	object := func(path, name string) types.Object {
		owner, field, isField := strings.Cut(name, ".")
		obj := pkgs[path].Scope().Lookup(owner)
		if isField {
			obj, _, _ = types.LookupFieldOrMethod(obj.Type(), true, obj.Pkg(), field)
		}
		if obj == nil {
			t.Fatalf("%s: there is no %s", path, name)
		}
		return obj
	}
	if index.IsConn(object("net", "Conn").Type()) != nil {
		t.Error("any net.Conn is taken for a WebSocket")
	}
	if f, lib := index.FrameVar(object(gobwasPath, "DefaultDialer").(*types.Var)); f != nil || lib != nil {
		t.Error("a dialer is taken for a frame")
	}
	const path = "github.com/gorilla/websocket"
	closeError := object(path, "CloseError").Type()
	if _, ok := index.CodeField(closeError, object(path, "CloseError.Text").(*types.Var)); ok {
		t.Error("a text is taken for a code")
	}
	if index.CloseError(closeError) != nil {
		t.Error("gorilla's close errors are pointers")
	}
	dialer := object(path, "Dialer").Type()
	proxy := object(path, "Dialer.Proxy").(*types.Var)
	if index.HookField(dialer, proxy) || index.Callback(dialer, proxy) != NoRole || index.OpcodeField(dialer, proxy) {
		t.Error("a proxy makes no connection")
	}
	if f, _ := index.Func(object(path, "Subprotocols").(*types.Func)); f != nil {
		t.Error("a function of a request is taken for one of a connection")
	}
	if f, lib := index.Method(types.NewPointer(object(path, "Conn").Type()), "ReadMessage"); f == nil || f.Role != Read || lib != gorilla {
		t.Error("a method that is looked up by its name is not found")
	}
}

// The names of the codes are the libraries' constants, all of them.
func TestCodesAreReal(t *testing.T) {
	pkgs := get(t, current)
	for _, lib := range libraries {
		if lib.CodePackage == "" {
			if len(lib.CodeNames) > 0 {
				t.Errorf("%s: names without a package", lib.Name)
			}
			continue
		}
		real := map[int64]string{}
		scope := pkgs[lib.CodePackage].Scope()
		for _, name := range scope.Names() {
			c, ok := scope.Lookup(name).(*types.Const)
			if !ok || !c.Exported() || !strings.HasPrefix(name, "Close") && !strings.HasPrefix(name, "Status") {
				continue
			}
			if v, exact := constant.Int64Val(c.Val()); exact && 1000 <= v && v < 5000 {
				real[v] = name
			}
		}
		for code := range int64(5000) {
			if lib.CodeNames[code] != real[code] {
				t.Errorf("%s: %d is %q, the table says %q", lib.Name, code, real[code], lib.CodeNames[code])
			}
		}
		for _, code := range []int64{1000, 1011} { // what a fix writes
			if lib.CodeNames[code] == "" {
				t.Errorf("%s: %d has no name", lib.Name, code)
			}
		}
	}
}

// The libraries have an opcode's value where the tables have it.
func TestOpcodesAreReal(t *testing.T) {
	pkgs := get(t, current)
	for path, names := range map[string]map[string]Opcode{
		"github.com/gorilla/websocket":    {"TextMessage": OpText, "BinaryMessage": OpBinary, "CloseMessage": OpConnClose, "PingMessage": OpPing, "PongMessage": OpPong},
		"github.com/fasthttp/websocket":   {"TextMessage": OpText, "BinaryMessage": OpBinary, "CloseMessage": OpConnClose, "PingMessage": OpPing, "PongMessage": OpPong},
		"github.com/dvonthenen/websocket": {"TextMessage": OpText, "BinaryMessage": OpBinary, "CloseMessage": OpConnClose, "PingMessage": OpPing, "PongMessage": OpPong},
		"github.com/btcsuite/websocket":   {"TextMessage": OpText, "BinaryMessage": OpBinary, "CloseMessage": OpConnClose, "PingMessage": OpPing, "PongMessage": OpPong},
		"github.com/coder/websocket":      {"MessageText": OpText, "MessageBinary": OpBinary},
		"nhooyr.io/websocket":             {"MessageText": OpText, "MessageBinary": OpBinary},
		"github.com/gobwas/ws":            {"OpText": OpText, "OpBinary": OpBinary, "OpClose": OpConnClose, "OpPing": OpPing, "OpPong": OpPong},
		"github.com/lxzan/gws":            {"OpcodeText": OpText, "OpcodeBinary": OpBinary, "OpcodeCloseConnection": OpConnClose, "OpcodePing": OpPing, "OpcodePong": OpPong},
		"golang.org/x/net/websocket":      {"TextFrame": OpText, "BinaryFrame": OpBinary, "CloseFrame": OpConnClose, "PingFrame": OpPing, "PongFrame": OpPong},
	} {
		for name, op := range names {
			c, _ := pkgs[path].Scope().Lookup(name).(*types.Const)
			if c == nil {
				t.Errorf("%s: there is no %s", path, name)
			} else if v, _ := constant.Int64Val(c.Val()); v != int64(op) {
				t.Errorf("%s: %s is %d, not %d", path, name, v, op)
			}
		}
	}
}

// Every ready-made frame is named.
func TestFramesAreReal(t *testing.T) {
	pkgs, index := get(t, current), NewIndex()
	for _, table := range tables {
		for i := range table.Frames {
			v, _ := pkgs[table.Path].Scope().Lookup(table.Frames[i].Name).(*types.Var)
			if v == nil || v.Type().String() != "[]byte" {
				t.Errorf("%s: %s is no frame", table.Path, table.Frames[i].Name)
				continue
			}
			if f, lib := index.FrameVar(v); f != &table.Frames[i] || lib != table.lib {
				t.Errorf("%s: the index finds %v for %s", table.Path, f, v.Name())
			}
		}
	}
	scope := pkgs[gobwasPath].Scope()
	for _, name := range scope.Names() {
		named := slices.ContainsFunc(gobwasCompiled, func(f Frame) bool { return f.Name == name })
		if strings.HasPrefix(name, "Compiled") && !named {
			t.Errorf("no table names the frame %s", name)
		}
	}
}

// unnamed are the functions that get or give a connection and that no table
// names, since nothing that a check asks about happens in them.
var unnamed = map[string][]string{
	"gorilla": {
		"Conn.CloseHandler", "Conn.PingHandler", "Conn.PongHandler", // to be called in a replacement
		"Conn.EnableWriteCompression", "Conn.SetCompressionLevel", "Conn.SetReadLimit",
		"Conn.LocalAddr", "Conn.RemoteAddr", "Conn.Subprotocol",
	},
	"coder": {"Conn.SetReadLimit", "Conn.Subprotocol"},
	"gobwas": {
		"HandshakeHeaderBytes.WriteTo", "HandshakeHeaderFunc.WriteTo", // the HTTP side
		"HandshakeHeaderHTTP.WriteTo", "HandshakeHeaderString.WriteTo",
		"Helper.CompressTo", "Helper.DecompressTo", // of a message
		"ReadResetter.Reset", "WriteResetter.Reset", "Buffer.Bytes", "Compressor.Flush", // what others implement
		"RecvExtension.UnsetBits", "SendExtension.SetBits", "RejectionHeader",
		"Reader.Close", "Reader.Err", "UTF8Reader.Accepted", "UTF8Reader.Valid",
		"Writer.Available", "Writer.Buffered", "Writer.DisableFlush", "Writer.Err", "Writer.Grow", "Writer.SetExtensions",
		"Writer.Size",
	},
	"gws": {
		"BuiltinEventHandler.OnClose", "BuiltinEventHandler.OnMessage", "BuiltinEventHandler.OnOpen",
		"BuiltinEventHandler.OnPing", "BuiltinEventHandler.OnPong",
		"Event.OnClose", "Event.OnMessage", "Event.OnOpen", "Event.OnPing", "Event.OnPong",
		"Conn.LocalAddr", "Conn.RemoteAddr", "Conn.Session", "Conn.SetNoDelay", "Conn.SubProtocol",
	},
	"nbio": {
		"Conn.CompressionEnabled", "Conn.EnableCompression", "Conn.EnableWriteCompression", "Conn.IsAsyncWrite", "Conn.IsBlockingMod",
		"Conn.IsClient", "Conn.SetClient", "Conn.SetCloseError", "Conn.Subprotocol",
		"Conn.Session", "Conn.SessionWithContext", "Conn.SessionWithLock", "Conn.SetSession",
		"Conn.OnDataFrame", "Conn.OnDataFramePtr", "Conn.OnMessage", "Conn.OnMessagePtr",
		// They read, within the bound of the options, for connections that no engine reads.
		"Conn.HandleRead", "Conn.Parse",
		"Conn.Write", // is an error
	},
	"x/net": {
		"Conn.Config", "Conn.IsClientConn", "Conn.IsServerConn", "Conn.LocalAddr", "Conn.RemoteAddr", "Conn.Request",
	},
}

// Every function that takes or gives a connection is named, or left out on
// purpose: what a new release adds shows up here.
func TestNothingIsForgotten(t *testing.T) {
	index := NewIndex()
	left := map[string]bool{}
	for short, names := range unnamed {
		for _, name := range names {
			left[short+" "+name] = true
		}
	}
	used := map[string]bool{}
	for _, pkgs := range []map[string]*types.Package{get(t, current), get(t, newer)} {
		for path, p := range pkgs {
			table := tables[path]
			if table == nil || table.lib == nil {
				continue
			}
			for name, fn := range callable(p) {
				if f, _ := index.Func(fn); f != nil || !touchesConn(index, table.lib, fn.Signature()) {
					continue
				}
				name := family(table.lib) + " " + name
				used[name] = true
				if !left[name] {
					t.Errorf("no table names %s, a %s", name, typeString(fn.Signature(), p))
				}
			}
		}
	}
	for name := range left {
		if !used[name] {
			t.Errorf("%s is left out, but there is no need to", name)
		}
	}
}

// family returns the short name under which a library and its forks go.
func family(lib *Library) string {
	switch lib {
	case gorilla, fasthttp, dvonthenen, btcsuite, hertz:
		return "gorilla"
	case coder, nhooyr:
		return "coder"
	case gobwas:
		return "gobwas"
	case gws:
		return "gws"
	case nbio:
		return "nbio"
	}
	return "x/net"
}

// touchesConn reports whether a connection of lib may be in sig; those of
// gobwas are the interfaces of io and net, and its readers and writers.
func touchesConn(index *Index, lib *Library, sig *types.Signature) bool {
	is := func(v *types.Var) bool {
		if lib == gobwas {
			return strings.HasPrefix(v.Type().String(), "io.") || !isNamed("any")(v.Type()) && holdsConn(index, v.Type())
		}
		return index.IsConn(v.Type()) != nil
	}
	if sig.Recv() != nil && is(sig.Recv()) {
		return true
	}
	return slices.ContainsFunc(slices.Concat(slices.Collect(sig.Params().Variables()), slices.Collect(sig.Results().Variables())), is)
}

// A private copy of gorilla is recognised, all of it.
func TestPrivateFork(t *testing.T) {
	pkgs, index := get(t, current), NewIndex()
	fork := pkgs["github.com/wsvet/wsvet/testdata/privatefork"]
	p := index.Package(fork)
	if p == nil {
		t.Fatal("the fork is not recognised")
	}
	lib, known := p.Library(), 0
	for name, fn := range callable(fork) {
		f, of := index.Func(fn)
		if f == nil {
			continue
		}
		known++
		if of != lib || f.Name != name {
			t.Errorf("%s is %s of %v", name, f.Name, of)
		}
	}
	if want := 21; known != want {
		t.Errorf("%d of its functions are known, want %d", known, want)
	}
	for path, p := range pkgs {
		table := index.Package(p)
		if (table == nil || table.Library() == nil) != (tables[path] == nil || tables[path].lib == nil) && p != fork {
			t.Errorf("%s is taken for a fork of gorilla", path)
		}
	}
}

// What CheckCode can answer are functions that the tables know to test a code.
func TestCheckCodes(t *testing.T) {
	pkgs, index := get(t, current), NewIndex()
	names := []string{}
	for path, table := range tables {
		for _, f := range table.Funcs {
			if f.Role != CheckCode || pkgs[path] == nil {
				continue
			}
			if _, known := index.CheckCode(callable(pkgs[path])[f.Name], 1006, nil); known {
				names = append(names, f.Name)
			}
		}
	}
	slices.SortFunc(names, cmp.Compare)
	for name := range codeChecks {
		if !slices.Contains(names, name) {
			t.Errorf("%s is the name of no function that tests a code", name)
		}
	}
}
