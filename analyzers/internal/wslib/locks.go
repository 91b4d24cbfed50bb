package wslib

import "go/types"

// A LockOp is what a method does to the lock that it is called on.
type LockOp uint8

const (
	NoLockOp LockOp = iota
	Lock
	RLock
	TryLock
	TryRLock
	Unlock
	RUnlock
)

// Shared reports whether op concerns a lock for reading.
func (op LockOp) Shared() bool { return op == RLock || op == TryRLock || op == RUnlock }

// Tries reports whether op may leave the lock as it is.
func (op LockOp) Tries() bool { return op == TryLock || op == TryRLock }

// Releases reports whether op unlocks.
func (op LockOp) Releases() bool { return op == Unlock || op == RUnlock }

// lockOps are the methods of sync.Mutex and sync.RWMutex.
var lockOps = map[string]LockOp{
	"Lock": Lock, "RLock": RLock, "TryLock": TryLock, "TryRLock": TryRLock, "Unlock": Unlock, "RUnlock": RUnlock,
}

// LockOpOf returns what the method fn does to a lock. Package sync's locks are
// known, and so are others by their shape: a type that has both Lock and Unlock,
// without parameters or results.
func LockOpOf(fn *types.Func) LockOp {
	if fn == nil || fn.Signature().Recv() == nil {
		return NoLockOp
	}
	op := lockOps[fn.Name()]
	if op == NoLockOp || fn.Signature().Params().Len() > 0 || !op.Tries() && fn.Signature().Results().Len() > 0 {
		return NoLockOp
	}
	for _, name := range []string{"Lock", "Unlock"} {
		obj, _, _ := types.LookupFieldOrMethod(fn.Signature().Recv().Type(), true, fn.Pkg(), name)
		m, ok := obj.(*types.Func)
		if !ok || m.Signature().Params().Len() > 0 || m.Signature().Results().Len() > 0 {
			return NoLockOp
		}
	}
	return op
}
