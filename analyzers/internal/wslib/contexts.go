package wslib

import (
	"go/types"

	"github.com/wsvet/wsvet/analyzers/internal/lang"
)

// A ContextKind is what a function that returns a context makes of it.
type ContextKind uint8

const (
	// Finite: it ends by itself, or cannot be seen not to.
	Finite ContextKind = iota
	// Endless: it never ends.
	Endless
	// Derived: it ends as its parent, the first argument, does, or when it is
	// cancelled.
	Derived
	// Given: it is that of a request or command: somebody else's.
	Given
)

// ContextKindOf returns what fn makes of the context that it returns.
func ContextKindOf(fn *types.Func) ContextKind { return contextKinds[fn.FullName()] }

// NeverEnds reports whether fn returns a context that does not end.
func NeverEnds(fn *types.Func) bool { return fn != nil && ContextKindOf(fn) == Endless }

var contextKinds = map[string]ContextKind{
	"context.Background":                          Endless,
	"context.TODO":                                Endless,
	"context.WithCancel":                          Derived,
	"context.WithCancelCause":                     Derived,
	"context.WithValue":                           Derived,
	"context.WithoutCancel":                       Endless,
	"os/signal.NotifyContext":                     Derived,
	"golang.org/x/sync/errgroup.WithContext":      Derived,
	"(*net/http.Request).Context":                 Given,
	"(*github.com/spf13/cobra.Command).Context":   Given,
	"(*github.com/urfave/cli/v2.Context).Context": Given,
}

// MakesCancel reports whether fn returns a context, and behind it the function
// that cancels it.
func MakesCancel(fn *types.Func) bool { return fn != nil && cancels[fn.FullName()] }

var cancels = map[string]bool{
	"context.WithCancel": true, "context.WithCancelCause": true,
	"context.WithTimeout": true, "context.WithTimeoutCause": true,
	"context.WithDeadline": true, "context.WithDeadlineCause": true,
	"os/signal.NotifyContext": true,
}

// RunsWhenDone reports whether fn calls its second argument when the context that
// is its first ends.
func RunsWhenDone(fn *types.Func) bool { return fn != nil && fn.FullName() == "context.AfterFunc" }

// ReadsClock reports whether fn looks at the time, or compares two.
func ReadsClock(fn *types.Func) bool { return fn != nil && clock[fn.FullName()] }

var clock = map[string]bool{
	"time.Now": true, "time.Since": true, "time.Until": true,
	"(time.Time).Sub": true, "(time.Time).After": true, "(time.Time).Before": true, "(time.Time).Compare": true,
	"(time.Time).Unix": true, "(time.Time).UnixNano": true, "(time.Time).UnixMilli": true, "(time.Time).UnixMicro": true,
}

// IsTimeoutTest reports whether fn tests if an error, its argument or receiver, is
// a timeout.
func IsTimeoutTest(fn *types.Func) bool {
	return fn != nil && (fn.FullName() == "os.IsTimeout" || fn.Name() == "Timeout" && fn.Signature().Recv() != nil &&
		typeString(fn.Signature(), fn.Pkg()) == "func() bool")
}

// IsTimeout reports whether v is the error of a read whose deadline ran out.
func IsTimeout(v *types.Var) bool {
	return v.Pkg() != nil && (v.Pkg().Path() == "os" || v.Pkg().Path() == "context") && (v.Name() == "ErrDeadlineExceeded" || v.Name() == "DeadlineExceeded")
}

// CancelsOnError reports whether fn runs a function whose error cancels the
// context of a group.
func CancelsOnError(fn *types.Func) bool {
	return lang.FuncIs(fn, "golang.org/x/sync/errgroup", "Group.Go", "Group.TryGo")
}
