package wslib

import (
	"go/types"
	"slices"
)

// A Limit is what bounds the handshake of a dial, beside a deadline of its
// context (Func.Ctx). The zero Limit is that of a dial that nothing else bounds.
// Source: what was seen against a server that accepts TCP and stays mute.
type Limit struct {
	// Always: the library bounds it, whatever it is given.
	Always bool
	// Fields are the fields of the dial's options (Func.Hook) of which one, set to
	// another value than zero, bounds it: "HandshakeTimeout", or a field of a
	// field, "HTTPClient.Timeout". Where versions of a library disagree about one,
	// it is here.
	Fields []string
	// Nil: nil options bound it.
	Nil bool
	// Options is the package's variable that holds the options of a dial which
	// takes none: "DefaultDialer".
	Options string
	// Method is a method of the call's first argument that dials in the same way
	// under a context.
	Method string
	// Stream: a deadline on the connection that it is given (Func.Under) bounds it.
	Stream bool
}

// Defaults reports whether v is a package variable with dial options, or with a
// part of them, that are known, and whether they bound a handshake.
func (vs *valueIndex) Defaults(v *types.Var) (bounds, known bool) {
	if v == nil || v.Pkg() == nil || v.Parent() != v.Pkg().Scope() {
		return false, false
	}
	if v.Pkg().Path() == "net/http" {
		return false, slices.Contains([]string{"DefaultClient", "DefaultTransport"}, v.Name())
	}
	pkg := vs.Package(v.Pkg())
	if pkg == nil {
		return false, false
	}
	bounds, known = pkg.Defaults[v.Name()]
	return bounds, known
}
