package deadpeer

import (
	"go/ast"
	"slices"

	"golang.org/x/tools/go/analysis"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/lang"
	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// A watch is the fact of a function that looks after connections: what importers do not
// see.
type watch struct {
	// Dialed: the connection that it dials is reported in its own package, or it
	// starts a watchdog for it.
	Dialed bool
	// Given are the places of the connections for which it starts a watchdog.
	Given []wslib.Slot
}

func (*watch) AFact() {}

func (*watch) String() string { return "looks after connections" }

// Export exports the facts of the functions that other packages may call.
func (c *Finder) Export() {
	facts := map[*connflow.Func]*watch{}
	of := func(f *connflow.Func) *watch {
		if facts[f] == nil {
			facts[f] = &watch{}
		}
		return facts[f]
	}
	for _, j := range c.peers {
		for f := range c.flow.LeadingTo(j.Dial().In) {
			if f.Obj != nil && f.Obj.Exported() && (j.Answered || j.watchdogs.watchedBy(f)) {
				of(f).Dialed = true
			}
		}
	}
	given := map[*connflow.Conn]*Peer{}
	for _, g := range c.flow.Given() {
		if !slices.ContainsFunc(g.Events, mayEnd) {
			continue
		}
		j := given[g.Conn]
		if j == nil {
			j = c.newPeer(g.Conn)
			given[g.Conn] = j
		}
		if j.watchdogs.watchedBy(g.Func) {
			fact := of(g.Func)
			fact.Given = append(fact.Given, g.Slot)
		}
	}
	for f, fact := range facts {
		c.pass.ExportObjectFact(f.Obj, fact)
	}
}

// mayEnd reports whether e ends the connection, or may when its context ends.
func mayEnd(e *connflow.Event) bool {
	return e.Func.Role == wslib.Close || e.Func.Ctx != wslib.None || e.Func.Waits
}

// watchedBy reports whether a watchdog is in what f runs or starts.
func (wd *watchdogs) watchedBy(f *connflow.Func) bool {
	return len(wd.watchers()) > 0 && Intersect(wd.watchers(), wd.flow.Runs(f))
}

// watchedElsewhere reports whether a function of another package, which the
// connection is given to, starts a watchdog for it.
func (wd *watchdogs) watchedElsewhere() bool {
	return slices.ContainsFunc(wd.Conn.Events, func(e *connflow.Event) bool {
		fact := wd.watchOf(e.Expr)
		return fact != nil && slices.Contains(fact.Given, e.Func.Conn)
	})
}

// watchOf returns the fact of the function that call calls, nil if it has none.
func (c *Finder) watchOf(call *ast.CallExpr) *watch {
	if call == nil {
		return nil
	}
	fn := lang.Callee(c.flow.Info, call)
	if fn == nil || fn.Pkg() == c.flow.Pkg {
		return nil
	}
	fact := new(watch)
	if !c.pass.ImportObjectFact(fn.Origin(), fact) {
		return nil
	}
	return fact
}

// Facts returns the types of the facts that Export exports.
func Facts() []analysis.Fact { return []analysis.Fact{(*watch)(nil)} }
