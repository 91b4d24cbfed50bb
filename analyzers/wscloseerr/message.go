package wscloseerr

import (
	"go/ast"
	"strings"
	"unicode"

	"github.com/wsvet/wsvet/analyzers/internal/errfate"
	"github.com/wsvet/wsvet/analyzers/internal/lang"
)

// The messages of handlers.
const (
	handlerMessage = "close handler sends no close frame: it takes the place of the library's, which echoes the frame, so the peer sees 1006"
	branchMessage  = "a close frame was received here and is not answered: the peer sees 1006"
)

// readMessage returns the message of r: what becomes of its error.
func (c *checker) readMessage(r *errfate.Read) string {
	s := "the error that says why the connection ended is dropped: " + c.callName(r)
	switch {
	case r.Base != nil:
		s += " returns that of the read at " + c.Place(r.Root().Call.Pos(), r.Call.Pos()) + ", which "
	case r.Foreign:
		s += " returns that of a read, which "
	default:
		s += "'s "
	}
	switch r.Holder {
	case errfate.Blank:
		return s + "is assigned to _"
	case errfate.Ignored:
		return s + "is not looked at"
	case errfate.Started:
		return s + "is lost in the statement that starts the call"
	case errfate.Tested:
		return s + "is compared with nil and has no name"
	}
	return s + "is not used" + c.where(r)
}

// readAdvice returns what to do about r where there is no fix.
func (c *checker) readAdvice(r *errfate.Read) string {
	switch {
	case r.Holder == errfate.Started:
		return "call it in a function that logs it"
	case r.Holder == errfate.Tested:
		return "give it a name, and return it or log it"
	case (r.Holder == errfate.Blank || r.Holder == errfate.Ignored) && c.flow.Loop(r.Call) != nil:
		return "leave the loop with it"
	}
	return "return it, or log it"
}

// where returns where a named error is dropped.
func (c *checker) where(r *errfate.Read) string {
	at := r.Fate.Where
	if at == nil {
		return ""
	}
	what := " by the end of the path at "
	switch n := at.(type) {
	case *ast.ReturnStmt:
		what = " by the return at "
		if f := c.flow.Func(r.Call); f != nil && n.Return == f.Body.Rbrace {
			what = " by the end of the function at " // the graph has a return there
		}
	case *ast.AssignStmt:
		what = " before it is overwritten at "
		if lang.Within(r.Call, n) {
			what = " before the next read overwrites it at "
		}
	}
	return what + c.Place(at.Pos(), r.Call.Pos())
}

// callName returns the name of the function that r calls.
func (c *checker) callName(r *errfate.Read) string {
	switch fun := ast.Unparen(r.Call.Fun).(type) {
	case *ast.Ident:
		return fun.Name
	case *ast.SelectorExpr:
		return fun.Sel.Name
	}
	return "function"
}

// doing returns in words what r does, for a wrapped error or a log line.
func (c *checker) doing(r *errfate.Read) string {
	if r.Base == nil && !r.Foreign {
		if r.Tabled.Lib == nil {
			return "read from WebSocket"
		}
		return "read message"
	}
	name := c.callName(r)
	var words strings.Builder
	runes := []rune(name)
	for i, ch := range runes {
		upper := unicode.IsUpper(ch)
		acronym := upper && i+1 < len(runes) && unicode.IsUpper(runes[i+1]) || upper && i > 0 && unicode.IsUpper(runes[i-1])
		if upper && i > 0 && (unicode.IsLower(runes[i-1]) || i+1 < len(runes) && unicode.IsLower(runes[i+1])) {
			words.WriteByte(' ')
		}
		if !acronym {
			ch = unicode.ToLower(ch)
		}
		words.WriteRune(ch)
	}
	return words.String()
}
