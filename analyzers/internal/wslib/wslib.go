// Package wslib has what the functions of Go's WebSocket libraries mean, as
// data: one table a library. Adding a library is adding a table.
//
// Nothing in here looks at the code under analysis, and nothing above this
// package knows what a library's function does: the checks ask for roles.
package wslib

import (
	"bytes"
	"go/ast"
	"go/types"
	"maps"
	"os"
	"slices"

	"github.com/wsvet/wsvet/analyzers/internal/lang"
)

// A Role is what a call does to a connection or to a frame.
type Role uint8

const (
	// NoRole is a call that the tables name only for its data flow.
	NoRole Role = iota
	// Dial makes a client's connection (Func.Conn).
	Dial
	// Accept makes a server's connection (Func.Conn).
	Accept
	// Read waits for data from the peer.
	Read
	// ReadDeadline bounds the reads that follow (Func.When), or lifts the bound.
	ReadDeadline
	// WriteDeadline bounds the writes that follow.
	WriteDeadline
	// Write sends a frame: the one of Func.Op, Func.Opcode or Func.Frame.
	Write
	// BuildFrame makes a frame, or a close frame's payload, that a Write sends.
	BuildFrame
	// Close ends the connection; with Func.Handshake a close frame goes first.
	Close
	// OnPing, OnPong and OnClose set the handler (Func.Handler) for a control frame.
	OnPing
	OnPong
	OnClose
	// OnEnd sets the handler (Func.Handler) that is given the error with which the
	// connection has ended.
	OnEnd
	// View makes another view of the same connection or frame out of Func.Conn:
	// its net.Conn, a reader over it, a masked copy.
	View
	// Received returns a close code (Func.Code) that the peer sent.
	Received
	// CheckCode tests whether a close code or error is one of some kind.
	CheckCode
)

// An Opcode is the type of a frame, RFC 6455 section 5.2.
type Opcode int8

const (
	// NoOpcode is an opcode that is not known, or that of no frame.
	NoOpcode    Opcode = 0
	OpText      Opcode = 1
	OpBinary    Opcode = 2
	OpConnClose Opcode = 8
	OpPing      Opcode = 9
	OpPong      Opcode = 10
)

// A Slot is a place in a call: its receiver, an argument or a result.
// The zero Slot is none.
type Slot uint8

const (
	None Slot = iota
	Recv
	Arg0
	Arg1
	Arg2
	Arg3
	Arg4
	Result0
	Result1
	Result2
)

// Argument returns the slot of the i-th argument, None for one of the later ones.
func Argument(i int) Slot {
	if i < 0 || i > int(Arg4-Arg0) {
		return None
	}
	return Arg0 + Slot(i)
}

// Arg returns the index of the argument that s names, or -1.
func (s Slot) Arg() int {
	if Arg0 <= s && s <= Arg4 {
		return int(s - Arg0)
	}
	return -1
}

// In returns the receiver or argument of call that s names, nil if it has none.
func (s Slot) In(call *ast.CallExpr) ast.Expr {
	if s == Recv {
		if sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr); ok {
			return sel.X
		}
		return nil
	}
	if i := s.Arg(); i >= 0 && i < len(call.Args) {
		return call.Args[i]
	}
	return nil
}

// Result returns the index of the result that s names, or -1.
func (s Slot) Result() int {
	if Result0 <= s && s <= Result2 {
		return int(s - Result0)
	}
	return -1
}

// A Func is what one function or method means.
type Func struct {
	// Name is "Dial" for a function, "Conn.Close" for a method of Conn or *Conn.
	Name string
	// Type is the signature that the table assumes, with the package's own names
	// unqualified, other packages' names qualified by the package's name, and no
	// parameter names: "func(string, http.Header) (*Conn, *http.Response, error)".
	// A function whose type changed between versions is named once for each.
	Type string
	Role Role

	// Conn is where the connection (or, of a View, the value seen through) is.
	Conn Slot
	// Views are places that are from then on views of Conn: a gobwas dial's
	// bufio.Reader, the io.Reader of NextReader. A writer whose own Close only
	// ends a message is none: nothing that is done to it is done to Conn.
	Views []Slot
	// Also is a second value that is seen through like Conn: io.MultiReader(br, conn).
	Also Slot
	// Sink is a connection that what is read is written to: io.Copy's destination.
	Sink Slot
	// Under is the net.Conn that a dial makes its connection on.
	Under Slot
	// Events is the argument whose methods the library calls with the connection (gws).
	Events Slot
	// Hook is the argument or receiver that holds the dial's options, net.Conn hooks among them.
	Hook Slot
	// Handler is the function value that the library will call.
	Handler Slot
	// HandlerConn is 1 + the index of the handler's parameter that is the connection.
	HandlerConn int

	// Limit is what bounds a dial's handshake beside its context.
	Limit Limit
	// Ctx is the context that bounds this call. A dial's bounds the handshake
	// only, that of a View all reads of what it makes.
	Ctx Slot
	// When is the time of a deadline; the zero time lifts it. Lifts: the call lifts
	// it whatever it is given, as a helper in another package may.
	When  Slot
	Lifts bool

	// Op is the frame's type where the function fixes it, Opcode where an
	// argument is it, Frame where an argument is the frame itself, Codec where
	// the function in the argument's field Package.Marshal returns it.
	Op     Opcode
	Opcode Slot
	Frame  Slot
	Codec  Slot
	// Payload is a control frame's payload: of a close frame, code and reason as
	// on the wire.
	Payload Slot
	// Code and Reason are those of a close frame; of Received and CheckCode, the
	// code, the first one where the function takes several.
	Code, Reason Slot
	// Err is the error that a Received or CheckCode looks into.
	Err Slot

	// Bound is what ends the read, or the ping that waits, of a helper in another
	// package.
	Bound Bound
	// Endless: the one call reads until the connection ends (ReadLoop, io.Copy), or
	// pings until a ping fails.
	Endless bool
	// Decodes: the read decodes a message, and may fail by that alone.
	Decodes bool
	// Background: the call starts a goroutine that reads until the connection
	// ends, as a function of another package may.
	Background bool
	// Handshake: the Close sends a close frame; so does, of a View, the Close of
	// what it makes.
	Handshake bool
	// Waits: the ping waits for its pong, as long as its context lets it.
	Waits bool
	// Paces: the dial may wait before it dials again, as a helper in another
	// package may.
	Paces bool
	// Answers: the call writes, too: it answers the pings and close frames that
	// have come. (x/net answers pings alone, gws close frames alone.) What it
	// writes is never a ping or a message of the application.
	Answers bool
}

// Sends reports what becomes of a close code or a reason that may not be sent.
type Sends uint8

const (
	// AsIs: the library puts it on the wire.
	AsIs Sends = iota
	// Drops: the library sends no close frame.
	Drops
	// Empty: the library sends a close frame without a code.
	Empty
	// Normal: the library sends 1000 instead.
	Normal
	// Crops: the library shortens the reason to 123 bytes.
	Crops
	// Refuses: the library returns an error and does not send it. Whether it
	// sends another frame in its place depends on the version.
	Refuses
)

// A Library is one library's traits and tables.
type Library struct {
	// Name is how messages call it.
	Name string
	// Packages holds its packages by import path.
	Packages []*Package

	// OneWriter: only one goroutine may write at a time.
	OneWriter bool
	// ReadCtx: reads are bounded by the context that they are given, and by nothing else.
	ReadCtx bool
	// ResumesAfterTimeout: a read whose deadline ran out between two messages can
	// be tried again.
	ResumesAfterTimeout bool
	// PongsRenew: a read deadline that a pong handler renews lives on (the read
	// does not return for a pong).
	PongsRenew bool
	// Forbidden returns what the library does with a code that must not be sent.
	Forbidden func(code int64) Sends
	// LongReason is what the library does with a reason over 123 bytes.
	LongReason Sends
	// Received are the codes that it hands out as received though they must not
	// be sent: 0 or 1005 of an empty frame, 1006 or -1 where no frame came.
	Received []int64
	// ReceivedRaw: besides these, it hands out whatever number the peer sent.
	ReceivedRaw bool
	// PingMayClose: some versions close the connection when a ping that waits
	// for its pong fails, others do not, and no symbol differs between them.
	PingMayClose bool
	// HidesOwnClose: after its own close frame was sent, the error of the reader is
	// one that no test distinguishes from others.
	HidesOwnClose bool
	// NilEnds: a handler for the end of a connection is given a nil error where
	// this side closed it, or the peer with code 1000.
	NilEnds bool
	// TimeoutsPass: a read that times out between frames leaves the connection as it was.
	TimeoutsPass bool
	// Passing are other errors of reads that do, as "path.Name".
	Passing []string
	// ReadAgain is what becomes of reads after one that failed.
	ReadAgain Again
	// ClosesItself: a read that reads until the connection ends closes it.
	ClosesItself bool
	// CodeNames are the library's constants, by code.
	CodeNames map[int64]string
	// CodePackage is the import path of the package that declares them.
	CodePackage string
	// Idioms are how fixes use the library.
	Idioms Idioms
}

// A Package is one package of a library.
type Package struct {
	Path  string
	Funcs []Func
	// Codes are the struct fields that hold a received close code: "CloseError.Code".
	Codes []string
	// Errors are the types of errors that carry a received close code, "*CloseError" or "CloseError".
	Errors []string
	// Frames are variables that are ready-made frames, with their opcode and code.
	Frames []Frame
	// Hooks are fields that take a function that makes the net.Conn of a dialed connection.
	Hooks []string
	// Defaults are the variables that hold dial options, and whether those bound
	// a handshake.
	Defaults map[string]bool
	// Conns are the types of this package that are connections: "Conn".
	Conns []string
	// Handlers are function types whose functions the library calls with an
	// accepted connection as the first argument: "Handler".
	Handlers []string
	// Callbacks are fields, and methods of Event, that the library calls for a
	// control frame: the role that a Func which sets the same handler has.
	Callbacks map[string]Role
	// Event is the interface whose methods the library calls, "Event", and
	// EventConn the argument of each that is the connection.
	Event     string
	EventConn Slot
	// Opcodes are the struct fields that hold the type of the frames written
	// with them: "Header.OpCode".
	Opcodes []string
	// Marshal is the field that holds a codec's function to encode a message;
	// its second result is the frame's type.
	Marshal string

	lib *Library
}

// A Frame is a package variable that holds a compiled frame.
type Frame struct {
	Name string
	Op   Opcode
	// Code is the close code in it, 0 for none.
	Code int64
}

// Library returns the library that p belongs to; nil for the standard library.
func (p *Package) Library() *Library { return p.lib }

// An Index answers for one package under analysis. It is not safe for
// concurrent use.
type Index struct {
	*packageIndex
	*functionIndex
	*valueIndex
}

// packageIndex answers which tables a package has, and which packages are forks.
type packageIndex struct {
	seen  map[*types.Package]*entry
	forks map[string]bool
}

// functionIndex answers what a function means.
type functionIndex struct {
	*packageIndex
	funcs map[*types.Func]*Func // nil: not as a table knows it
}

// valueIndex answers what a type, a field or a package variable is to its library.
type valueIndex struct{ *packageIndex }

type entry struct {
	pkg   *Package
	funcs map[string]*Func // by name and type
}

// NewIndex returns an empty index.
func NewIndex() *Index {
	ps := &packageIndex{seen: map[*types.Package]*entry{}, forks: map[string]bool{}}
	return &Index{packageIndex: ps, functionIndex: &functionIndex{ps, map[*types.Func]*Func{}}, valueIndex: &valueIndex{ps}}
}

// AddForks adds packages that are forks of gorilla/websocket: where only a part
// of a package can be seen, its shape does not show it.
func (ps *packageIndex) AddForks(paths []string) {
	for _, path := range paths {
		ps.forks[path] = true
	}
}

// Forks returns the import paths of the private forks that are known, of those
// that p imports and those added.
func (ps *packageIndex) Forks(p *types.Package) []string {
	forks := slices.Collect(maps.Keys(ps.forks))
	for _, imp := range p.Imports() {
		if _, tabled := tables[unvendored(imp.Path())]; !tabled && ps.entry(imp) != nil && !ps.forks[imp.Path()] {
			forks = append(forks, imp.Path())
		}
	}
	slices.Sort(forks)
	return forks
}

func (ps *packageIndex) entry(p *types.Package) *entry {
	if p == nil {
		return nil
	}
	if e, ok := ps.seen[p]; ok {
		return e
	}
	var e *entry
	pkg := find(p)
	if pkg == nil && ps.forks[p.Path()] {
		pkg = gorillaFork(unvendored(p.Path()))
	}
	if pkg != nil {
		e = &entry{pkg: pkg, funcs: make(map[string]*Func, len(pkg.Funcs))}
		for i := range pkg.Funcs {
			f := &pkg.Funcs[i]
			e.funcs[f.Name+" "+f.Type] = f
		}
	}
	ps.seen[p] = e
	return e
}

// Package returns the tables of p, nil if there are none.
func (ps *packageIndex) Package(p *types.Package) *Package {
	if e := ps.entry(p); e != nil {
		return e.pkg
	}
	return nil
}

// Func returns what fn means, nil if no table names it, and the library that
// it belongs to, nil for the standard library. A function whose signature is
// not the one that the table assumes, in a fork or in another version, is not
// the table's function.
func (fs *functionIndex) Func(fn *types.Func) (*Func, *Library) {
	if fn == nil {
		return nil, nil
	}
	e := fs.entry(fn.Pkg())
	if e == nil {
		return nil, nil
	}
	fn = fn.Origin()
	f, ok := fs.funcs[fn]
	if !ok {
		f = e.funcs[lang.FuncName(fn)+" "+typeString(fn.Signature(), fn.Pkg())]
		fs.funcs[fn] = f
	}
	if f == nil {
		return nil, nil
	}
	return f, e.pkg.lib
}

// Method returns what the method called name of the type t, or of what t
// points to, means. It is for calls through an interface.
func (fs *functionIndex) Method(t types.Type, name string) (*Func, *Library) {
	obj, _, _ := types.LookupFieldOrMethod(t, true, nil, name)
	fn, _ := obj.(*types.Func)
	return fs.Func(fn)
}

// CodeField reports whether v is a struct field that holds a received close
// code, and of which library.
func (vs *valueIndex) CodeField(owner types.Type, v *types.Var) (*Library, bool) {
	pkg, name := vs.field(owner, v)
	if pkg == nil || !slices.Contains(pkg.Codes, name) {
		return nil, false
	}
	return pkg.lib, true
}

// OpcodeField reports whether v is a struct field that is the type of the
// frames written with it.
func (vs *valueIndex) OpcodeField(owner types.Type, v *types.Var) bool {
	pkg, name := vs.field(owner, v)
	return pkg != nil && slices.Contains(pkg.Opcodes, name)
}

// HookField reports whether v is a struct field for a function that makes the
// net.Conn of a dialed connection.
func (vs *valueIndex) HookField(owner types.Type, v *types.Var) bool {
	pkg, name := vs.field(owner, v)
	return pkg != nil && slices.Contains(pkg.Hooks, name)
}

// Callback returns OnPing, OnPong or OnClose if v is a struct field for such a
// handler, else NoRole.
func (vs *valueIndex) Callback(owner types.Type, v *types.Var) Role {
	pkg, name := vs.field(owner, v)
	if pkg == nil {
		return NoRole
	}
	return pkg.Callbacks[name]
}

// field returns the tables that know v, a field of owner or of what owner
// points to, and v's name as they write it.
func (ps *packageIndex) field(owner types.Type, v *types.Var) (*Package, string) {
	named, ok := types.Unalias(lang.Deref(owner)).(*types.Named)
	if !ok || named.Obj().Pkg() != v.Pkg() {
		return nil, ""
	}
	return ps.Package(v.Pkg()), named.Obj().Name() + "." + v.Name()
}

// IsConn returns the library whose connection type t is, nil if none.
func (vs *valueIndex) IsConn(t types.Type) *Library {
	pkg, name := vs.named(lang.Deref(t))
	if pkg == nil || !slices.Contains(pkg.Conns, name) {
		return nil
	}
	return pkg.lib
}

// IsHandler returns the library that calls a function of type t with each
// connection that it accepts, nil if none does.
func (vs *valueIndex) IsHandler(t types.Type) *Library {
	pkg, name := vs.named(t)
	if pkg == nil || !slices.Contains(pkg.Handlers, name) {
		return nil
	}
	return pkg.lib
}

// CloseError returns the library whose close error t, as it comes out of a
// read, is: a struct or a pointer to one, nil if none.
func (vs *valueIndex) CloseError(t types.Type) *Library {
	pkg, name := vs.named(lang.Deref(t))
	if lang.Deref(t) != t {
		name = "*" + name
	}
	if pkg == nil || !slices.Contains(pkg.Errors, name) {
		return nil
	}
	return pkg.lib
}

// named returns the tables of the package that declares t, and t's name there.
func (ps *packageIndex) named(t types.Type) (*Package, string) {
	named, ok := types.Unalias(t).(*types.Named)
	if !ok {
		return nil, ""
	}
	return ps.Package(named.Obj().Pkg()), named.Obj().Name()
}

// FrameVar returns the ready-made frame that v is, nil if none, and its library.
func (vs *valueIndex) FrameVar(v *types.Var) (*Frame, *Library) {
	e := vs.entry(v.Pkg())
	if e == nil || v.IsField() || v.Parent() != v.Pkg().Scope() {
		return nil, nil
	}
	for i := range e.pkg.Frames {
		if e.pkg.Frames[i].Name == v.Name() {
			return &e.pkg.Frames[i], e.pkg.lib
		}
	}
	return nil, nil
}

// Touches reports whether p imports a package of a WebSocket library, the
// standard library not counted: all others have nothing to analyse.
func (ps *packageIndex) Touches(p *types.Package) bool {
	for _, imp := range p.Imports() {
		if e := ps.entry(imp); e != nil && e.pkg.lib != nil {
			return true
		}
	}
	return false
}

// IsLibrary reports whether the package with that import path and these files
// is one that the tables know, or, by what it declares, may be a fork of one. It
// is for drivers that choose what to load before they know any types.
func IsLibrary(path string, files []string) bool {
	if p, ok := tables[unvendored(path)]; ok {
		return p.lib != nil
	}
	return !IsStdPath(path) && slices.ContainsFunc(files, func(name string) bool {
		content, err := os.ReadFile(name)
		return err == nil && bytes.Contains(content, []byte("func FormatCloseMessage("))
	})
}

// find returns the tables for p: by its path, else by its shape.
func find(p *types.Package) *Package {
	path := unvendored(p.Path())
	if pkg, ok := tables[path]; ok {
		return pkg
	}
	if isGorillaFork(p) {
		return gorillaFork(path)
	}
	return nil
}

// tables holds all packages by import path; it is never written after it was made.
var tables = func() map[string]*Package {
	m := map[string]*Package{}
	for _, lib := range libraries {
		for _, p := range lib.Packages {
			p.lib = lib
			m[p.Path] = p
		}
	}
	for _, p := range std() {
		m[p.Path] = p
	}
	return m
}()

// Libraries returns every library that a table names.
func Libraries() []*Library { return slices.Clone(libraries) }

// Path is the import path by which LibraryOf finds the library.
func (lib *Library) Path() string { return lib.Packages[0].Path }

// LibraryOf returns the library of the package with that import path, which
// is taken for a fork of gorilla where no table names it; nil for no path.
func LibraryOf(path string) *Library {
	if path == "" {
		return nil
	}
	if p, ok := tables[path]; ok {
		return p.lib
	}
	return gorillaFork(path).lib
}
