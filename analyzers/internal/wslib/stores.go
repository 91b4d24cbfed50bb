package wslib

import (
	"go/types"

	"github.com/wsvet/wsvet/analyzers/internal/lang"
)

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

// AtomicWrite returns the slot of the variable that fn, an operation on a variable of
// sync/atomic, writes, None if it writes none.
func AtomicWrite(fn *types.Func) Slot {
	if fn == nil || !isAtomic(fn.Pkg()) {
		return None
	}
	sig := fn.Signature()
	switch {
	case sig.Recv() != nil && fn.Name() != "Load":
		return Recv
	case sig.Recv() == nil && sig.Params().Len() > 1: // all but the loads
		return Arg0
	}
	return None
}

// IsAtomic reports whether t is a variable with atomic operations.
func IsAtomic(t types.Type) bool {
	named := lang.Named(t)
	return named != nil && isAtomic(named.Obj().Pkg())
}

func isAtomic(pkg *types.Package) bool { return pkg != nil && pkg.Path() == "sync/atomic" }
