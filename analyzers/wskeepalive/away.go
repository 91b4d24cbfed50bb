package wskeepalive

import (
	"go/ast"
	"go/types"
	"strings"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/lang"
	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// handedAway reports whether code out of sight may do what the finding misses:
// the connection went there as something that can.
func (j *judge) handedAway() bool {
	for _, a := range j.conn.Away {
		if a.Type != nil && !j.printed(a) && j.canRefute(a.Type) {
			return true
		}
	}
	return j.readElsewhere()
}

// readElsewhere reports whether code out of sight reads, through a function of
// this package, when it likes, and may close the connection meanwhile.
func (j *judge) readElsewhere() bool {
	if j.looped() {
		return false
	}
	closes := j.closedElsewhere()
	for _, r := range j.reads {
		for _, p := range r.places {
			if closes && j.flow.UnseenCallers(p.in) && !j.dialedIn(p.in) {
				return true
			}
		}
	}
	return false
}

// closedElsewhere reports whether code out of sight can close the connection,
// through a function of this package.
func (j *judge) closedElsewhere() bool {
	for _, e := range j.conn.Events {
		if e.Func.Role == wslib.Close && e.In != nil && j.flow.UnseenCallers(e.In) && !j.dialedIn(e.In) {
			return true
		}
	}
	return false
}

// dialedIn reports whether the connection is dialed in f.
func (j *judge) dialedIn(f *connflow.Func) bool {
	for _, call := range j.conn.Calls {
		if call.In == f {
			return true
		}
	}
	return false
}

// printed reports whether the connection is only an operand of a print.
func (j *judge) printed(a *connflow.Away) bool {
	for _, n := range j.flow.Path(a.Node) {
		call, ok := n.(*ast.CallExpr)
		if !ok || n == a.Node {
			continue
		}
		fn := lang.Callee(j.flow.Info, call)
		if fn == nil || fn.Pkg() == nil {
			return false
		}
		switch fn.Pkg().Path() {
		case "fmt", "log", "log/slog":
			return true
		}
		return false
	}
	return false
}

// canRefute reports whether a value of type t lets code out of sight bound a
// read, ping, or watch and close.
func (j *judge) canRefute(t types.Type) bool {
	switch u := types.Unalias(t).(type) {
	case *types.Tuple:
		return false
	case *types.Pointer:
		return j.canRefute(u.Elem())
	case *types.Slice:
		return j.canRefute(u.Elem())
	case *types.Array:
		return j.canRefute(u.Elem())
	case *types.Chan:
		return j.canRefute(u.Elem())
	case *types.Map:
		return j.canRefute(u.Elem()) || j.canRefute(u.Key())
	case *types.Named:
		if iface, ok := u.Underlying().(*types.Interface); ok {
			return j.interfaceRefutes(iface, u.Obj().Pkg() == j.flow.Pkg)
		}
		if u.Obj().Pkg() != j.flow.Pkg {
			return true // the library's own type, or one that hides what it does
		}
		if st, ok := u.Underlying().(*types.Struct); ok {
			return j.structRefutes(u, st)
		}
		return j.canRefute(u.Underlying())
	case *types.Interface:
		return j.interfaceRefutes(u, false)
	default:
		return true // a function, a type parameter
	}
}

// interfaceRefutes: what an interface shows is what code out of sight can do;
// an empty one may be asserted to anything.
func (j *judge) interfaceRefutes(iface *types.Interface, own bool) bool {
	if iface.NumMethods() == 0 {
		return true
	}
	for m := range iface.Methods() {
		if refuting(m.Name()) || m.Name() == "Close" && !(own && j.looped()) {
			return true
		}
	}
	return false
}

// structRefutes: of a struct of this package, code out of sight has the
// promoted methods and the exported fields. What the package's own methods do
// was seen; that they close is no excuse for a package that has the read loop.
func (j *judge) structRefutes(named *types.Named, st *types.Struct) bool {
	if !j.looped() && hasMethod(named, "Close", j.flow.Pkg) {
		return true
	}
	for f := range st.Fields() {
		if !f.Embedded() && !f.Exported() {
			continue
		}
		if j.holdsConn(f.Type()) {
			return true
		}
	}
	return false
}

func hasMethod(t types.Type, name string, pkg *types.Package) bool {
	obj, _, _ := types.LookupFieldOrMethod(types.NewPointer(t), true, pkg, name)
	_, ok := obj.(*types.Func)
	return ok
}

// holdsConn reports whether t is a type that a connection can be in and that
// can refute: the library's, or an interface with such methods.
func (j *judge) holdsConn(t types.Type) bool {
	if j.flow.Index.IsConn(t) != nil {
		return true
	}
	iface, ok := t.Underlying().(*types.Interface)
	if !ok || iface.NumMethods() == 0 {
		return false
	}
	for m := range iface.Methods() {
		if refuting(m.Name()) {
			return true
		}
	}
	return false
}

// refuting reports whether a method of that name bounds a read, pings, or
// gives access to what can.
func refuting(method string) bool {
	switch method {
	case "SetDeadline", "SetReadDeadline", "WriteControl", "NetConn", "UnderlyingConn", "SetPongHandler", "Unwrap":
		return true
	}
	return strings.Contains(strings.ToLower(method), "ping")
}
