package wscloseerr

import (
	"go/types"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/errfate"
	"github.com/wsvet/wsvet/analyzers/internal/lang"
)

// A readError is a fact of a function: its last result is the error of a read,
// so that a call of it in another package is a read.
type readError struct {
	// Wraps: the read's error may be inside of another one.
	Wraps bool
	// Discards: all that is read is thrown away.
	Discards bool
}

func (*readError) AFact()         {}
func (*readError) String() string { return "returns the error of a read" }

// facts carries from package to package which functions return the error of a read.
type facts struct{ *checker }

// imported returns whether fn, a function of another package, returns the error
// of a read, and whether that may be in another error.
func (fc facts) imported(fn *types.Func) (wrapped, ok bool) {
	fact := fc.factOf(fn)
	return fact != nil && fact.Wraps, fact != nil
}

func (fc facts) factOf(fn *types.Func) *readError {
	fact := new(readError)
	if fn == nil || !fc.pass.ImportObjectFact(fn.Origin(), fact) {
		return nil
	}
	return fact
}

// export notes that f returns the error of r.
func (fc facts) export(f *connflow.Func, r *errfate.Read) {
	if f.Obj == nil || !f.Obj.Exported() || fc.pass.ImportObjectFact(f.Obj, new(readError)) {
		return
	}
	fc.pass.ExportObjectFact(f.Obj, &readError{Wraps: r.Wraps(), Discards: (drain{fc.checker}).throwsAway(r)})
}

// discardsAbroad reports whether the function of another package that r calls
// throws away what it reads.
func (fc facts) discardsAbroad(r *errfate.Read) bool {
	fact := fc.factOf(lang.Callee(fc.flow.Info, r.Call))
	return fact != nil && fact.Discards
}
