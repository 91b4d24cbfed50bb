package wslib

import (
	"go/types"
	"slices"
)

// CheckCode returns the result of a call of fn, a function or method that tests
// whether a close code (or an error that carries it) is of some kind, for the code
// and the codes that the call lists. known is false where no table has it.
func (fs *functionIndex) CheckCode(fn *types.Func, code int64, listed []int64) (holds, known bool) {
	f, _ := fs.Func(fn)
	if f == nil || codeChecks[f.Name] == nil {
		return false, false
	}
	return codeChecks[f.Name](code, listed), true
}

// codeChecks are the tests of close codes by name: gorilla's on errors (for an
// error that carries the code), gobwas's on codes (its frame.go).
var codeChecks = map[string]func(code int64, listed []int64) bool{
	"IsCloseError":           func(code int64, listed []int64) bool { return slices.Contains(listed, code) },
	"IsUnexpectedCloseError": func(code int64, listed []int64) bool { return !slices.Contains(listed, code) },

	"StatusCode.Empty":             func(code int64, _ []int64) bool { return code == 0 },
	"StatusCode.IsNotUsed":         func(code int64, _ []int64) bool { return code <= 999 },
	"StatusCode.IsProtocolSpec":    func(code int64, _ []int64) bool { return 1000 <= code && code <= 2999 },
	"StatusCode.IsApplicationSpec": func(code int64, _ []int64) bool { return 3000 <= code && code <= 3999 },
	"StatusCode.IsPrivateSpec":     func(code int64, _ []int64) bool { return 4000 <= code && code <= 4999 },
	"StatusCode.IsProtocolDefined": func(code int64, _ []int64) bool {
		return 1000 <= code && code <= 1011 && code != 1004 || code == 1015
	},
	"StatusCode.IsProtocolReserved": func(code int64, _ []int64) bool {
		return code == 1005 || code == 1006 || code == 1015
	},
}
