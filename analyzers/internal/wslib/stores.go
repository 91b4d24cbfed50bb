package wslib

import "go/types"

// Stores reports whether fn may keep its arguments in its receiver: a container, or
// a variable with a lock of its own.
func Stores(fn *types.Func) bool {
	if fn == nil || fn.Pkg() == nil {
		return false
	}
	switch fn.Pkg().Path() {
	case "sync", "sync/atomic", "container/list", "container/ring", "container/heap":
		return true
	}
	return false
}
