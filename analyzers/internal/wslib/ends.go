package wslib

import (
	"go/types"

	"github.com/wsvet/wsvet/analyzers/internal/lang"
)

// A ContextOp is what a method returns about the end of a context.
type ContextOp uint8

const (
	NoContextOp ContextOp = iota
	// ContextErr returns why the context has ended, nil while it has not.
	ContextErr
	// ContextDone returns a channel that is closed when the context ends.
	ContextDone
)

// ContextMethod returns what the method fn returns about the end of a context.
func ContextMethod(fn *types.Func) ContextOp {
	switch {
	case lang.FuncIs(fn, "context", "Context.Err"):
		return ContextErr
	case lang.FuncIs(fn, "context", "Context.Done"):
		return ContextDone
	}
	return NoContextOp
}

// IsCancel reports whether t is the type of a function that ends a context.
func IsCancel(t types.Type) bool { return lang.IsNamed(t, "context", "CancelFunc", "CancelCauseFunc") }

// Signals reports whether fn lets another goroutine see that something is over:
// it counts a waiting group down, wakes those who wait, or stores for them.
func Signals(fn *types.Func) bool {
	return lang.FuncIs(fn, "sync", "WaitGroup.Done", "Cond.Signal", "Cond.Broadcast") ||
		fn != nil && fn.Name() == "Store" && fn.Pkg() != nil && fn.Pkg().Path() == "sync/atomic"
}

// IsDiscard reports whether v is a writer that discards everything.
func IsDiscard(v *types.Var) bool {
	return v != nil && v.Name() == "Discard" && v.Pkg() != nil && (v.Pkg().Path() == "io" || v.Pkg().Path() == "io/ioutil")
}

// InMemory reports whether a reader of type t has nothing but bytes in memory
// below it.
func InMemory(t types.Type) bool {
	return lang.IsNamed(t, "bytes", "Buffer", "Reader") || lang.IsNamed(t, "strings", "Reader")
}

// IsDecoder reports whether a reader of type t fails where what it reads is not
// what it ought to be, and not only where the connection does.
func IsDecoder(t types.Type) bool { return lang.IsNamed(t, "encoding/json", "Decoder") }
