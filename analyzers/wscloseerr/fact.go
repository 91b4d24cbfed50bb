package wscloseerr

import (
	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/lang"
)

// A tells is a fact of a function: its last result is the error of a read, so
// that a call of it, in another package, is a read.
type tells struct {
	// Wraps: the read's error may be inside of another one.
	Wraps bool
	// Discards: all that is read is thrown away.
	Discards bool
}

func (*tells) AFact()         {}
func (*tells) String() string { return "returns the error of a read" }

// imported returns what the package of the function that call calls says of it,
// nil if nothing.
func (c *checker) imported(call *connflow.Call) *tells {
	fn := lang.Callee(c.flow.Info, call.Expr)
	fact := new(tells)
	if fn == nil || !c.pass.ImportObjectFact(fn.Origin(), fact) {
		return nil
	}
	return fact
}

// export says that f returns the error of r.
func (c *checker) export(f *connflow.Func, r *reading) {
	if f.Obj == nil || !f.Obj.Exported() || c.said[f] {
		return
	}
	c.said[f] = true
	c.pass.ExportObjectFact(f.Obj, &tells{Wraps: r.wraps(), Discards: c.throwsAway(r)})
}
