package connflow

import (
	"go/types"
	"reflect"
	"slices"

	"golang.org/x/tools/go/analysis"

	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// maxEffects bounds what the fact of one function holds.
const maxEffects = 32

// export gives the functions that other packages may call, and the types that
// they may use, their facts.
func (fl *Flow) export(pass *analysis.Pass, helper bool) {
	x := fl.exports()
	(&paramExports{x}).addParams()
	(&dialExports{x}).addDials()
	codes := &codeExports{x}
	codes.addCodes()
	codes.addReceived()
	for f, fact := range x.facts {
		pass.ExportObjectFact(f.Obj, fact)
	}
	held := false
	for _, tn := range fl.types {
		if fact := (&paramExports{x}).holding(tn); fact != nil {
			pass.ExportObjectFact(tn, fact)
			held = true
		}
	}
	if !helper && (held || len(x.facts) > 0 || x.exposes()) {
		pass.ExportPackageFact(&inReach{Forks: x.Index.Forks(x.Pkg)})
	}
}

// exports returns the exporter of the package, which knows the functions that
// others may call and the connections that they are given.
func (fl *Flow) exports() *exporter {
	if fl.exporter != nil {
		return fl.exporter
	}
	x := &exporter{
		Flow:    fl,
		facts:   map[*Func]*effects{},
		runs:    map[*Func]map[*Func]bool{},
		reached: map[*types.Named]*reached{},
		covered: map[*Func]bool{},
		pacing:  map[*Func]bool{},
	}
	for _, f := range fl.Funcs {
		if f.Obj != nil && f.Obj.Exported() {
			x.funcs = append(x.funcs, f)
		}
	}
	(&paramExports{x}).findParams()
	fl.exporter = x
	return x
}

// A Given is a connection that code out of sight gives to a function: it comes
// with a parameter, or is in a struct that does. Nothing dials it here. All
// functions that are given such a struct have one Conn.
type Given struct {
	*Conn
	Func *Func
	Slot wslib.Slot
}

// Given returns the connections that the exported functions are given.
func (fl *Flow) Given() []*Given {
	var all []*Given
	conns := map[*reached]*Conn{}
	for _, p := range fl.exports().params {
		conn := conns[p.reached]
		if conn == nil {
			conn = &Conn{Lib: p.lib, Events: p.events, Away: p.away, fields: p.reached.fields, visited: p.visited}
			if conn.Lib == nil {
				conn.Lib = &wslib.Library{}
			}
			conns[p.reached] = conn
		}
		all = append(all, &Given{conn, p.f, p.slot})
	}
	return all
}

// Runs returns f, an exported function or one that it runs, and all that it runs
// or starts, the handlers that it hands to a library included.
func (fl *Flow) Runs(f *Func) map[*Func]bool { return fl.exports().running(f) }

// An exporter makes the facts of a package.
type exporter struct {
	*Flow
	funcs   []*Func // those that other packages may call
	facts   map[*Func]*effects
	params  []*param
	runs    map[*Func]map[*Func]bool
	reached map[*types.Named]*reached
	covered map[*Func]bool // all that funcs with a param run
	pacing  map[*Func]bool // whether a function waits between dials
}

// add adds to f's fact what role says that it does to a connection of lib, or,
// where lib is nil, to a value that is of no library.
func (x *exporter) add(f *Func, lib *wslib.Library, role wslib.Func) {
	fact := x.factOf(f)
	role.Name = f.Obj.Name()
	switch {
	case lib == nil:
		fact.Streams = with(fact.Streams, role)
	case fact.Lib == "" || fact.Lib == lib.Path():
		fact.Lib = lib.Path()
		fact.Funcs = with(fact.Funcs, role)
	}
	// Two libraries in one function: the first one's stands.
}

// factOf returns f's fact, a new one if there is none.
func (x *exporter) factOf(f *Func) *effects {
	fact := x.facts[f]
	if fact == nil {
		fact = &effects{}
		x.facts[f] = fact
	}
	return fact
}

// with returns roles with one more, if it is new and there are not too many.
func with(roles []wslib.Func, role wslib.Func) []wslib.Func {
	known := slices.ContainsFunc(roles, func(known wslib.Func) bool { return reflect.DeepEqual(known, role) })
	if known || len(roles) >= maxEffects {
		return roles
	}
	return append(roles, role)
}

// running returns f and all that it runs or starts, the handlers that it hands to
// a library included.
func (x *exporter) running(f *Func) map[*Func]bool {
	if runs, ok := x.runs[f]; ok {
		return runs
	}
	runs := x.Reach(f.Body)
	runs[f] = true
	for grown := true; grown; {
		grown = false
		for _, c := range x.Calls {
			if c.Func.Events == wslib.None || c.In == nil || !runs[c.In] {
				continue
			}
			for _, h := range x.Handlers(c) {
				if !runs[h] {
					runs[h], grown = true, true
					for g := range x.Reach(h.Body) {
						runs[g] = true
					}
				}
			}
		}
	}
	x.runs[f] = runs
	return runs
}
