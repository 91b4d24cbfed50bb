package wslib

import (
	"go/ast"
	"go/types"
	"slices"

	"github.com/wsvet/wsvet/analyzers/internal/lang"
)

// Again is what becomes of reads that follow one which failed.
type Again uint8

const (
	// Spins: they fail at once.
	Spins Again = iota
	// Panics: the 1000th panics.
	Panics
	// Blocks: after a close frame, the next one waits for the end of TCP.
	Blocks
)

// Passes reports whether a read of lib that fails with the error v leaves the
// connection as it was.
func (lib *Library) Passes(v *types.Var) bool {
	if v.Pkg() == nil || v.IsField() {
		return false
	}
	name := v.Pkg().Path() + "." + v.Name()
	return slices.Contains(lib.Passing, name) || lib.TimeoutsPass && name == "os.ErrDeadlineExceeded"
}

// TestsTimeout reports whether fn tests that an error is a timeout.
func TestsTimeout(fn *types.Func) bool {
	return lang.FuncIs(fn, "net", "Error.Timeout", "OpError.Timeout") || lang.FuncIs(fn, "os", "IsTimeout")
}

// IsDecodingError reports whether t is the type of an error of a message that could
// not be decoded.
func IsDecodingError(t types.Type) bool {
	return lang.IsNamed(t, "encoding/json", "SyntaxError", "UnmarshalTypeError", "InvalidUnmarshalError")
}

// strict are the names of packages whose Unmarshal takes an empty message for an error:
// encoding/json and encoding/xml, and those that stand in for them. YAML and TOML have
// empty documents.
var strict = map[string]bool{"json": true, "jsoniter": true, "sonic": true, "xml": true}

// FailsIfEmpty reports whether the call decodes its first argument, a message, and
// returns an error where that is empty: json.Unmarshal, and what is called and used
// like it, also a variable.
func FailsIfEmpty(info *types.Info, call *ast.CallExpr) bool {
	var called types.Object
	if fn := lang.Callee(info, call); fn != nil {
		called = fn
	} else if v := lang.VarOrField(info, call.Fun); v != nil {
		called = v
	}
	sig, ok := lang.TypeOf(info, call.Fun).(*types.Signature)
	return ok && called != nil && called.Pkg() != nil && strict[called.Pkg().Name()] && called.Name() == "Unmarshal" &&
		typeString(sig, nil) == "func([]byte, any) error"
}

// IsTruncation reports whether v is the error of a message that ends too soon.
func IsTruncation(v *types.Var) bool {
	return v.Pkg() != nil && v.Pkg().Path() == "io" && v.Name() == "ErrUnexpectedEOF"
}
