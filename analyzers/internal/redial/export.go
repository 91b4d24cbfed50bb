package redial

import (
	"cmp"
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/analysis"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/lang"
	"github.com/wsvet/wsvet/analyzers/internal/paths"
	"github.com/wsvet/wsvet/analyzers/internal/report"
	"github.com/wsvet/wsvet/analyzers/internal/timing"
	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// ConcernsOthers reports whether the cycles of other packages may have to know
// how long something takes in this one, where no WebSocket is: an exported
// function returns a duration, or sleeps. As every package is looked at, only its
// spelling counts, and a large package is taken for no helper.
func ConcernsOthers(pass *analysis.Pass) bool {
	if wslib.IsStd(pass.Pkg) {
		return false
	}
	own := pass.Pkg.Name() != "main" && (pass.Module == nil || pass.Module.Version == "")
	return MayExportFacts(own, pass.Fset, pass.Files)
}

// MayExportFacts reports whether there may be facts of a package with these
// files though no WebSocket is in its reach: an exported function returns a duration
// or sleeps, or, of the user's own module, could be taken for one that waits.
func MayExportFacts(own bool, fset *token.FileSet, files []*ast.File) bool {
	lines, may := 0, false
	for _, file := range files {
		if report.IsTest(fset, file) {
			continue // not every driver reads them
		}
		lines += fset.File(file.FileStart).LineCount()
		may = may || slices.ContainsFunc(file.Decls, func(decl ast.Decl) bool {
			d, ok := decl.(*ast.FuncDecl)
			return ok && d.Body != nil && d.Name.IsExported() && (returnsDuration(d) || sleeps(d) || own && seemsToWait(d.Type))
		})
	}
	return may && lines <= maxHelper
}

// seemsToWait is signatureMayWait for a function's type as it is spelled.
func seemsToWait(t *ast.FuncType) bool {
	for _, p := range t.Params.List {
		switch p := p.Type.(type) {
		case *ast.FuncType, *ast.ChanType:
			return true
		case *ast.SelectorExpr:
			if p.Sel.Name == "Context" || p.Sel.Name == "Duration" {
				return true
			}
		case *ast.Ident: // a type of the package's own
			if types.Universe.Lookup(p.Name) == nil {
				return true
			}
		}
	}
	if t.Params.NumFields() > 0 {
		return false
	}
	if t.Results.NumFields() == 0 {
		return true
	}
	switch r := t.Results.List[0].Type.(type) {
	case *ast.Ident:
		return r.Name == "bool" || r.Name == "error"
	case *ast.ChanType:
		return true
	}
	return false
}

// maxHelper is how many lines a package has at most that helps others to wait.
const maxHelper = 2000

func returnsDuration(d *ast.FuncDecl) bool {
	if d.Type.Results == nil || len(d.Type.Results.List) == 0 {
		return false
	}
	return spells(d.Type.Results.List[0].Type, "Duration")
}

func sleeps(d *ast.FuncDecl) bool {
	found := false
	ast.Inspect(d.Body, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		found = found || ok && spells(call.Fun, "Sleep", "After", "NewTimer")
		return !found
	})
	return found
}

// spells reports whether e is written as one of these names of package time.
func spells(e ast.Expr, names ...string) bool {
	sel, ok := e.(*ast.SelectorExpr)
	if !ok {
		return false
	}
	id, ok := sel.X.(*ast.Ident)
	return ok && id.Name == "time" && slices.Contains(names, sel.Sel.Name)
}

// An exporter computes the facts of a package's functions.
type exporter struct {
	*Finder
	// channels are the variables that a channel comes from.
	channels map[ast.Expr][]*types.Var
}

// Export exports the facts of the package's functions.
func (c *Finder) Export() {
	retries := c.exporter.retries()
	all := map[*connflow.Func]*effects{}
	for _, f := range c.flow.Funcs {
		if f.Obj == nil || !f.Obj.Exported() {
			continue
		}
		t := &effects{Wait: retries[f]}
		if t.Wait == nil {
			t.Wait = c.exporter.next(f)
		}
		c.exporter.waysOf(f, t)
		all[f] = t
	}
	// From here on, other packages may receive what is sent, too.
	c.register.exporting = true
	clear(c.register.awaiting)
	clear(c.register.firing)
	c.summaries.memo = paths.Memo[subject, *summary]{}
	facts := map[*types.Func]*effects{}
	for _, f := range c.flow.Funcs {
		t := all[f]
		if t == nil {
			continue
		}
		c.exporter.firesOf(f, t)
		if t.Wait != nil || len(t.Ways) > 0 || len(t.Sends) > 0 {
			facts[f.Obj] = t
			c.pass.ExportObjectFact(f.Obj, t)
		}
	}
	for method, t := range c.exporter.interfaceFacts(facts) {
		c.pass.ExportObjectFact(method, t)
	}
}

// interfaceFacts returns what is known of the methods of the package's interfaces:
// what is known of the one type beside them that has them.
func (ex *exporter) interfaceFacts(facts map[*types.Func]*effects) map[*types.Func]*effects {
	found := map[*types.Func]*effects{}
	scope := ex.flow.Pkg.Scope()
	for _, name := range scope.Names() {
		obj, ok := scope.Lookup(name).(*types.TypeName)
		if !ok || !obj.Exported() || obj.IsAlias() {
			continue
		}
		iface, ok := obj.Type().Underlying().(*types.Interface)
		if !ok || iface.NumMethods() == 0 {
			continue
		}
		impl := ex.implementation(iface)
		if impl == nil {
			continue
		}
		for method := range iface.ExplicitMethods() {
			m, _, _ := types.LookupFieldOrMethod(impl, true, ex.flow.Pkg, method.Name())
			if fn, ok := m.(*types.Func); ok && method.Exported() && facts[fn] != nil {
				found[method] = facts[fn]
			}
		}
	}
	return found
}

// implementation returns the one type of the package that implements iface, nil if
// there is none, or more than one.
func (ex *exporter) implementation(iface *types.Interface) types.Type {
	var found types.Type
	scope := ex.flow.Pkg.Scope()
	for _, name := range scope.Names() {
		obj, ok := scope.Lookup(name).(*types.TypeName)
		if !ok || obj.IsAlias() || types.IsInterface(obj.Type()) {
			continue
		}
		if named, ok := obj.Type().(*types.Named); !ok || named.TypeParams().Len() > 0 {
			continue
		}
		if p := types.NewPointer(obj.Type()); types.Implements(p, iface) {
			if found != nil {
				return nil
			}
			found = p
		}
	}
	return found
}

// firesOf adds to t the channels that f is handed, or returns, and that it sends on
// later.
func (ex *exporter) firesOf(f *connflow.Func, t *effects) {
	if !ex.firesAny(f) {
		return
	}
	for _, sig := range ex.summaries.summarise(subject{f: f}).firings {
		if sig.after.needs != 0 || sig.Cancels {
			continue
		}
		length := ex.waits.lengthOf(f, sig.after.Wait)
		if slot := ex.channelParam(f, sig.Chan); slot != wslib.None {
			t.addSend(sends{slot, length, sig.after.Service})
		} else if length.Dur != wslib.None && t.Wait == nil && ex.returns(f, sig.Chan) {
			t.Wait = &wslib.Wait{Name: f.Obj.Name(), Role: wslib.Fires, Dur: length.Dur}
		}
	}
}

// firesAny reports whether f, or what it runs, sends on a channel that f is handed, or
// returns.
func (ex *exporter) firesAny(f *connflow.Func) bool {
	var reach map[*connflow.Func]bool
	return slices.ContainsFunc(ex.Timing.Sends(), func(s *timing.Send) bool {
		if s.Cancels || ex.channelParam(f, s.Chan) == wslib.None && !ex.returns(f, s.Chan) {
			return false
		}
		if reach == nil {
			reach = ex.flow.Reach(f.Body)
		}
		return s.In == f || reach[s.In]
	})
}

// channelParam returns the parameter of f that ch is.
func (ex *exporter) channelParam(f *connflow.Func, ch ast.Expr) wslib.Slot {
	vars, ok := ex.channels[ch]
	if !ok {
		for _, s := range ex.flow.Sources(ch) {
			if s.Var != nil {
				vars = append(vars, s.Var)
			}
		}
		ex.channels[ch] = vars
	}
	for _, v := range vars {
		if slot := f.Param(v); slot != wslib.None {
			return slot
		}
	}
	return wslib.None
}

// returns reports whether f returns ch.
func (ex *exporter) returns(f *connflow.Func, ch ast.Expr) bool {
	results := f.Obj.Signature().Results()
	if results.Len() != 1 || !lang.IsChan(results.At(0).Type()) {
		return false
	}
	found := false
	lang.Walk(f.Body, func(n ast.Node) {
		if ret, ok := n.(*ast.ReturnStmt); ok && len(ret.Results) == 1 {
			found = found || ex.flow.Same(ret.Results[0], ch)
		}
	})
	return found
}

// next returns what the duration that f returns is made of, nil where that has something
// random, or cannot be seen.
func (ex *exporter) next(f *connflow.Func) *wslib.Wait {
	results := f.Obj.Signature().Results()
	if results.Len() == 0 || !lang.IsNamed(results.At(0).Type(), "time", "Duration") {
		return nil
	}
	d := ex.Timing.Returned(f)
	w := &wslib.Wait{Name: f.Obj.Name(), Role: wslib.Next, Pace: wslib.Steady}
	switch d.Pace {
	case timing.Free:
		return nil
	case timing.Growing:
		w.Pace = wslib.Growing
	case timing.None:
		w.Pace = wslib.Zero
	}
	w.Of = d.Params
	if d.Jitter != nil {
		w.Policy = wslib.Recv
		ex.configures(f, w.Pace, d.Jitter)
	}
	return w
}

// configures exports that a field of f's receiver turns jitter on.
func (ex *exporter) configures(f *connflow.Func, pace wslib.Pace, jitter *types.Var) {
	t := f.Obj.Signature().Recv().Type()
	if p, ok := t.(*types.Pointer); ok {
		t = p.Elem()
	}
	if named, ok := types.Unalias(t).(*types.Named); ok {
		obj := named.Origin().Obj()
		ex.pass.ExportObjectFact(obj, &policyFact{wslib.PolicyType{Name: obj.Name(), Pace: pace, Jitter: jitter.Name()}})
	}
}

// waysOf adds the exits of f to t, where packages that call f could not guess them.
func (ex *exporter) waysOf(f *connflow.Func, t *effects) {
	dials := ex.Graph.Leads[f]
	if !dials && !ex.blocking.takesTime(f) {
		if ex.flow.Index.Idle(ex.flow.Pkg) || !ex.blocking.signatureMayWait(f.Obj.Signature()) {
			return
		}
		t.Ways = []way{{}}
		return
	}
	if dials {
		h := ex.search.function(f)
		if h.Any && (h.None || !h.BacksOff) {
			return // it is reported here
		}
		t.BacksOff = h.Any
	}
	s := ex.summaries.summarise(subject{f: f})
	if s.cut || len(s.exits) == 0 {
		return
	}
	for i, a := range s.arrivals {
		if before := ex.waits.lengthOf(f, a.Wait); i == 0 || before.Pace < t.Before.Pace {
			t.Before = before
		}
	}
	if dials && slices.ContainsFunc(s.exits, func(x exit) bool { return x.Outcome == Undialed && !failing(f, x.results) }) {
		t.BacksOff = false
		return // it dials where it has to, and does something else
	}
	t.Ways = ex.ways(f, s.exits)
}

// ways returns the different ways in which f ends, dials that failed first, none where
// there are too many.
func (ex *exporter) ways(f *connflow.Func, exits []exit) []way {
	var ways []way
	for _, x := range exits {
		y := way{Outcome: x.Outcome, Service: x.Service, Wait: ex.waits.lengthOf(f, x.Wait)}
		for _, r := range x.results {
			y.Results = append(y.Results, min(r, paths.NonZero)) // which constant it is, only this package knows
		}
		if !slices.ContainsFunc(ways, y.equal) {
			ways = append(ways, y)
		}
	}
	if len(ways) > maxWays {
		return nil
	}
	slices.SortStableFunc(ways, func(x, y way) int { return cmp.Compare(x.Outcome, y.Outcome) })
	return ways
}

// failing reports whether one of f's results is known to be an error.
func failing(f *connflow.Func, results []paths.Fact) bool {
	i := 0
	for r := range f.Obj.Signature().Results().Variables() {
		if lang.IsError(r.Type()) && i < len(results) && results[i].Holds() {
			return true
		}
		i++
	}
	return false
}

func (y way) equal(z way) bool {
	return y.Outcome == z.Outcome && y.Service == z.Service && y.Wait.Pace == z.Wait.Pace && y.Wait.Dur == z.Wait.Dur &&
		slices.Equal(y.Wait.Of, z.Wait.Of) && slices.Equal(y.Results, z.Results)
}
