package wslib

import (
	"go/types"
	"strings"

	"github.com/wsvet/wsvet/analyzers/internal/lang"
)

// netConn are net.Conn's methods, by their names and types.
var netConn = func() map[string]*Func {
	methods := map[string]*Func{}
	for _, f := range connMethods("Conn") {
		methods[strings.TrimPrefix(f.Name, "Conn.")+" "+f.Type] = &f
	}
	return methods
}()

// StreamMethod returns what a method means that has the name and the type of one
// of net.Conn's, whatever interface declares it; nil for all others.
func StreamMethod(fn *types.Func) *Func {
	if fn == nil || fn.Signature().Recv() == nil {
		return nil
	}
	return netConn[fn.Name()+" "+typeString(fn.Signature(), fn.Pkg())]
}

// IsStream reports whether a connection may come as a value of type t, which is
// no library's: an interface with one of net.Conn's methods to read, to set a
// read deadline or to close, or a type of the standard library that reads what it
// wraps, as *net.TCPConn and *bufio.Reader do.
func (x *Index) IsStream(t types.Type) bool {
	if iface, ok := t.Underlying().(*types.Interface); ok {
		for method := range iface.Methods() {
			if f := StreamMethod(method); f != nil && f.Role != Write && f.Role != WriteDeadline {
				return true
			}
		}
		return false
	}
	if f, lib := x.Method(t, "Read"); f != nil && lib == nil {
		return true
	}
	named := lang.Named(t)
	if named == nil {
		return false
	}
	pkg := x.Package(named.Obj().Pkg())
	if pkg == nil || pkg.lib != nil {
		return false
	}
	for i := range pkg.Funcs {
		if f := &pkg.Funcs[i]; f.Role == Read && f.Conn == Recv && strings.HasPrefix(f.Name, named.Obj().Name()+".") {
			return true
		}
	}
	return false
}

// Access is what a value lets those do to the connection behind it who have it.
type Access uint8

const (
	// Bounds: set a read deadline or a handler, ping, or reach what can.
	Bounds Access = 1 << iota
	// Closes: close it.
	Closes
)

// AccessBy returns what a method of that name gives access to. Names are all that
// is known of an interface's methods.
func AccessBy(method string) Access {
	switch method {
	case "SetDeadline", "SetReadDeadline", "WriteControl", "NetConn", "UnderlyingConn", "SetPongHandler", "SetPingHandler", "Unwrap":
		return Bounds
	case "Close", "CloseNow":
		return Closes
	}
	if strings.Contains(strings.ToLower(method), "ping") {
		return Bounds
	}
	return 0
}
