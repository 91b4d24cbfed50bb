// Package reread answers whether code reads a connection again after a read of it
// has failed: in the loop around the read, or in one around a call of its function.
package reread

import (
	"go/ast"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/errfate"
	"github.com/wsvet/wsvet/analyzers/internal/paths"
)

// A Rereads answers for the reads of one package.
type Rereads struct {
	flow   *connflow.Flow
	errors *errfate.Errors
	known  *paths.Knowledge
}

// New returns the answers for the flow's package.
func New(flow *connflow.Flow, errors *errfate.Errors) *Rereads {
	return &Rereads{flow, errors, paths.NewKnowledge(flow.Info, flow.Pkg, flow.Files)}
}

// Survival returns after which errors of r the connection can be read on.
func (x *Rereads) Survival(r *errfate.Read) Survival { return Survival{x.flow, r} }

// Loop returns the loop around r that reads the connection again after r has failed,
// nil if there is none.
func (x *Rereads) Loop(r *errfate.Read) ast.Stmt {
	if loop := x.flow.Loop(r.Call); loop != nil && x.way(r).leadsBack() {
		return loop
	}
	return nil
}

// CallersLoop returns the loop around a call of r's function that does so, nil if
// there is none.
func (x *Rereads) CallersLoop(r *errfate.Read) ast.Stmt { return callers{x.way(r)}.loopAbove() }

func (x *Rereads) way(r *errfate.Read) *way {
	return &way{Survival: x.Survival(r), errors: x.errors, known: x.known}
}
