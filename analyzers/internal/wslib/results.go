package wslib

import (
	"go/types"
	"strings"

	"github.com/wsvet/wsvet/analyzers/internal/lang"
)

// NoReturn reports whether nothing runs behind a call of fn: it ends the
// program or the goroutine, or panics. A method or function of the name Fatal,
// Fatalf and so on does, whatever logging package it is from.
func NoReturn(fn *types.Func) bool {
	return noReturn[fn.FullName()] || strings.HasPrefix(fn.Name(), "Fatal") && len(fn.Name()) <= len("Fatalln")
}

var noReturn = map[string]bool{
	"os.Exit": true, "runtime.Goexit": true, "syscall.Exit": true,
	"log.Fatal": true, "log.Fatalf": true, "log.Fatalln": true, "log.Panic": true, "log.Panicf": true, "log.Panicln": true,
	"(*log.Logger).Fatal": true, "(*log.Logger).Fatalf": true, "(*log.Logger).Fatalln": true,
	"(*log.Logger).Panic": true, "(*log.Logger).Panicf": true, "(*log.Logger).Panicln": true,
}

// A ZeroResult is the condition under which the first result of a function is the
// zero value of its type: nil, false, 0. One of its fields is set.
type ZeroResult struct {
	// Never: it never is.
	Never bool
	// If: it is if the value in that slot is its type's zero value.
	If Slot
	// Iff: it is if and only if that value is.
	Iff Slot
	// Unless: it is if and only if that value is not.
	Unless Slot
}

// ZeroResultOf returns when the first result of fn is a zero value, false if nothing is
// known of it. An errors.As or errors.Is of any package is known by its shape.
func ZeroResultOf(fn *types.Func) (ZeroResult, bool) {
	if IsErrorTest(fn) {
		return ZeroResult{If: Arg0}, true
	}
	z, ok := zeros[fn.FullName()]
	return z, ok
}

// zeros are the functions that make errors, wrap them or look at the clock.
var zeros = map[string]ZeroResult{
	"errors.New":           {Never: true},
	"fmt.Errorf":           {Never: true},
	"time.Now":             {Never: true},
	"(time.Time).IsZero":   {Unless: Recv},
	"errors.Unwrap":        {If: Arg0},
	"context.WithCancel":   {Never: true},
	"context.Background":   {Never: true},
	"context.TODO":         {Never: true},
	"time.NewTimer":        {Never: true},
	"time.NewTicker":       {Never: true},
	"time.AfterFunc":       {Never: true},
	"context.WithTimeout":  {Never: true},
	"context.WithDeadline": {Never: true},
	"context.WithValue":    {Never: true},

	"github.com/pkg/errors.New":          {Never: true},
	"github.com/pkg/errors.Errorf":       {Never: true},
	"github.com/pkg/errors.Wrap":         {Iff: Arg0},
	"github.com/pkg/errors.Wrapf":        {Iff: Arg0},
	"github.com/pkg/errors.WithMessage":  {Iff: Arg0},
	"github.com/pkg/errors.WithMessagef": {Iff: Arg0},
	"github.com/pkg/errors.WithStack":    {Iff: Arg0},
	"github.com/pkg/errors.Cause":        {Iff: Arg0},

	"golang.org/x/xerrors.New":    {Never: true},
	"golang.org/x/xerrors.Errorf": {Never: true},
}

// IsErrorTest reports whether fn looks for an error in the chain of another:
// errors.Is and errors.As, also those of other packages with the same shape.
func IsErrorTest(fn *types.Func) bool {
	return IsErrorAs(fn) || isErrorFunc(fn, "Is", func(t types.Type) bool { return types.Identical(t, errorType) })
}

// IsErrorAs reports whether fn is an errors.As: func As(error, any) bool.
func IsErrorAs(fn *types.Func) bool {
	return isErrorFunc(fn, "As", func(t types.Type) bool {
		i, ok := t.Underlying().(*types.Interface)
		return ok && i.Empty()
	})
}

// IsErrorAsType reports whether fn is an errors.AsType, which returns the error of
// one type in the chain of another: func AsType[E error](error) (E, bool).
func IsErrorAsType(fn *types.Func) bool {
	if fn == nil || fn.Name() != "AsType" {
		return false
	}
	sig := fn.Origin().Signature()
	if sig.Recv() != nil || sig.TypeParams().Len() != 1 || sig.Params().Len() != 1 || sig.Results().Len() != 2 {
		return false
	}
	return types.Identical(sig.Params().At(0).Type(), errorType) && sig.Results().At(0).Type() == sig.TypeParams().At(0)
}

// An ErrorMaker is what a function makes an error of.
type ErrorMaker uint8

const (
	NoErrorMaker ErrorMaker = iota
	// NamesError makes it of a text.
	NamesError
	// FormatsError makes it of a format and its operands, and may wrap one of them.
	FormatsError
)

// ErrorMakerOf returns of what fn makes an error.
func ErrorMakerOf(fn *types.Func) ErrorMaker {
	switch {
	case lang.FuncIs(fn, "errors", "New"):
		return NamesError
	case lang.FuncIs(fn, "fmt", "Errorf"):
		return FormatsError
	}
	return NoErrorMaker
}

// HandlesErrors reports whether fn makes an error, wraps one, or looks for one in
// another.
func HandlesErrors(fn *types.Func) bool {
	if IsErrorTest(fn) || fn.FullName() == "errors.Join" {
		return true
	}
	sig := fn.Signature()
	_, known := zeros[fn.FullName()]
	return known && sig.Results().Len() == 1 && types.Identical(sig.Results().At(0).Type(), errorType)
}

var errorType = types.Universe.Lookup("error").Type()

// isErrorFunc reports whether fn is a func(error, T) bool of that name.
func isErrorFunc(fn *types.Func, name string, second func(types.Type) bool) bool {
	if fn == nil || fn.Name() != name {
		return false
	}
	sig := fn.Signature()
	if sig.Recv() != nil || sig.Params().Len() != 2 || sig.Results().Len() != 1 {
		return false
	}
	return types.Identical(sig.Params().At(0).Type(), errorType) && second(sig.Params().At(1).Type()) &&
		types.Identical(sig.Results().At(0).Type(), types.Typ[types.Bool])
}
