package wslib

import (
	"go/types"
	"slices"

	"github.com/wsvet/wsvet/analyzers/internal/lang"
)

// DialOfType returns what a function of that type means whose body cannot be
// seen, and the library, where its type is that of a dial: it returns a library's
// connection and an error, and takes no request. Who takes one accepts it.
func (x *Index) DialOfType(sig *types.Signature) (*Func, *Library) {
	results := sig.Results()
	if n := results.Len(); n < 2 || !lang.IsError(results.At(n-1).Type()) {
		return nil, nil
	}
	for p := range sig.Params().Variables() {
		if isRequest(p.Type()) {
			return nil, nil
		}
	}
	for i := range min(results.Len()-1, int(Result2-Result0)+1) {
		if lib := x.IsConn(results.At(i).Type()); lib != nil {
			return &Func{Name: "dial", Role: Dial, Conn: Result0 + Slot(i)}, lib
		}
	}
	return nil, nil
}

// requests are names of the types of requests that servers are given, in net/http
// and in the frameworks upon it and beside it.
var requests = []string{"Request", "ResponseWriter", "RequestCtx", "Ctx", "Context"}

func isRequest(t types.Type) bool {
	named := lang.Named(t)
	return named != nil && slices.Contains(requests, named.Obj().Name()) && !lang.IsNamed(t, "context", "Context")
}
