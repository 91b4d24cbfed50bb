package wslib

import (
	"fmt"
	"go/types"
	"strconv"
	"strings"

	"github.com/wsvet/wsvet/analyzers/internal/lang"
)

// A LogForm is how a logger takes an error, as the types of its methods show:
// there are more loggers than a table could name.
type LogForm uint8

const (
	// NoLog is no logger's.
	NoLog LogForm = iota
	// LogFormat is Errorf(format, args...): log, logrus, glog, zap's sugared.
	LogFormat
	// LogKeys is Error(msg, key, value...): slog and what is like it.
	LogKeys
	// LogChain is Error().Err(err).Msg(msg): zerolog.
	LogChain
	// LogFields is Error(msg, fields...): zap.
	LogFields
)

// A LogMethod is a logger's method, or a package's function, for errors.
type LogMethod struct {
	Form LogForm
	Name string
}

// Line returns the statement by which the logger on, or the package of that name,
// logs the error called err that came of what was being done. on is "" for a
// function of the package itself.
func (m LogMethod) Line(on, doing, err string) string {
	if on != "" {
		on += "."
	}
	switch m.Form {
	case LogKeys:
		return fmt.Sprintf("%s%s(%s, \"err\", %s)", on, m.Name, strconv.Quote(doing), err)
	case LogChain:
		return fmt.Sprintf("%s%s().Err(%s).Msg(%s)", on, m.Name, err, strconv.Quote(doing))
	case LogFields:
		return fmt.Sprintf("%sSugar().Errorf(%s, %s)", on, strconv.Quote(doing+": %v"), err)
	}
	return fmt.Sprintf("%s%s(%s, %s)", on, m.Name, strconv.Quote(doing+": %v"), err)
}

// LoggerMethod returns how values of type t log, for code of the package from;
// NoLog if they do not. Those of package testing do not: they fail a test.
func LoggerMethod(t types.Type, from *types.Package) LogMethod {
	if t == nil || lang.IsNamed(t, "testing", "T", "B", "F", "TB") {
		return LogMethod{}
	}
	return logMethod(func(name string) *types.Func {
		obj, _, _ := types.LookupFieldOrMethod(t, true, from, name)
		fn, _ := obj.(*types.Func)
		return fn
	})
}

// LoggerPackage returns how the functions of p log, for code of the package from:
// those that are not exported count in p itself.
func LoggerPackage(p, from *types.Package) LogMethod {
	return logMethod(func(name string) *types.Func {
		fn, _ := p.Scope().Lookup(name).(*types.Func)
		if fn != nil && !fn.Exported() && p != from {
			return nil
		}
		return fn
	})
}

// logMethod returns how functions log that lookup finds by name.
func logMethod(lookup func(string) *types.Func) LogMethod {
	if fn := lookup("Error"); fn != nil {
		sig := fn.Signature()
		switch params := sig.Params(); {
		case params.Len() == 0 && sig.Results().Len() == 1 && isLogChain(sig.Results().At(0).Type()):
			return LogMethod{LogChain, "Error"}
		case sig.Results().Len() > 0 || !sig.Variadic() || params.Len() != 2 || !isString(params.At(0).Type()):
		case isAny(variadic(sig)):
			if isFormat(params.At(0)) {
				return LogMethod{LogFormat, "Error"}
			}
			return LogMethod{LogKeys, "Error"}
		case lookup("Sugar") != nil:
			return LogMethod{LogFields, "Error"}
		}
	}
	for _, name := range []string{"Errorf", "errorf", "logErrorf", "Printf", "Logf", "logf", "printf"} {
		if fn := lookup(name); fn != nil {
			sig := fn.Signature()
			if sig.Results().Len() == 0 && sig.Variadic() && sig.Params().Len() == 2 && isString(sig.Params().At(0).Type()) && isAny(variadic(sig)) {
				return LogMethod{LogFormat, name}
			}
		}
	}
	return LogMethod{}
}

// A LogCall is how one more operand is added to the call of a function that
// prints or logs.
type LogCall uint8

const (
	// NoLogCall is none of those.
	NoLogCall LogCall = iota
	// FormatCall takes a format before its operands.
	FormatCall
	// LineCall puts spaces between its operands, TextCall does not.
	LineCall
	TextCall
	// KeysCall takes a message, and keys with values.
	KeysCall
	// ChainCall takes a message; what its receiver returned takes an error.
	ChainCall
)

// LogCallOf returns how a call of fn prints or logs. on is the type of the value
// whose method it is, nil for a function.
func LogCallOf(fn *types.Func, on types.Type, from *types.Package) LogCall {
	if fn == nil || fn.Pkg() == nil {
		return NoLogCall
	}
	if on != nil && isLogChain(on) && strings.HasPrefix(fn.Name(), "Msg") {
		return ChainCall
	}
	prints := fn.Pkg().Path() == "fmt" && strings.HasPrefix(fn.Name(), "Print")
	logger := on != nil && LoggerMethod(on, from).Form != NoLog || on == nil && LoggerPackage(fn.Pkg(), from).Form != NoLog
	sig := fn.Signature()
	if !prints && !(logger && sig.Results().Len() == 0) || !sig.Variadic() || !isAny(variadic(sig)) {
		return NoLogCall
	}
	switch params := sig.Params(); {
	case params.Len() == 1 && strings.HasSuffix(fn.Name(), "ln"):
		return LineCall
	case params.Len() == 1:
		return TextCall
	case params.Len() == 2 && isString(params.At(0).Type()):
		if strings.HasSuffix(fn.Name(), "f") || isFormat(params.At(0)) {
			return FormatCall
		}
		return KeysCall
	}
	return NoLogCall
}

// isFormat reports whether a logger's first parameter calls itself a format: the
// types of Error(format, args...) and Error(msg, args...) are the same.
func isFormat(v *types.Var) bool {
	switch v.Name() {
	case "format", "fmt", "f", "template":
		return true
	}
	return false
}

// isLogChain reports whether t has zerolog's Err(error) and Msg(string).
func isLogChain(t types.Type) bool {
	method := func(name string, param types.Type) bool {
		obj, _, _ := types.LookupFieldOrMethod(t, true, nil, name)
		fn, ok := obj.(*types.Func)
		return ok && fn.Signature().Params().Len() == 1 && types.Identical(fn.Signature().Params().At(0).Type(), param)
	}
	return method("Err", lang.Error) && method("Msg", types.Typ[types.String])
}

func variadic(sig *types.Signature) types.Type {
	last := sig.Params().At(sig.Params().Len() - 1).Type()
	if s, ok := last.Underlying().(*types.Slice); ok {
		return s.Elem()
	}
	return last
}

func isString(t types.Type) bool { return types.Identical(t, types.Typ[types.String]) }

func isAny(t types.Type) bool {
	i, ok := t.Underlying().(*types.Interface)
	return ok && i.Empty()
}
