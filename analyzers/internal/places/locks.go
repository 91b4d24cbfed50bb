package places

import (
	"go/ast"
	"go/types"
	"slices"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/lang"
	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// A Lock is a mutex that is locked at a place. As everywhere in connflow, a
// field is one for all values of its struct.
type Lock struct {
	// Mutex is the variable or field that is the mutex, or that holds it.
	Mutex *types.Var
	// Shared: it is locked for reading.
	Shared bool
}

// A locking is what the calls of one function do to mutexes.
type locking struct {
	acquires, releases []lockCall
	// keeps are the locks that a call of the function acquires for its caller,
	// drops those that it releases for it.
	keeps, drops []Lock
}

// A lockCall is a call that acquires or releases a lock.
type lockCall struct {
	Lock
	call *ast.CallExpr
	// tries: it may fail.
	tries bool
}

// MayHold returns the locks that are held at n on some way there: by its
// function, or by a caller.
func (p *Places) MayHold(n ast.Node) []Lock {
	var held []Lock
	seen := map[*connflow.Func]bool{}
	var visit func(n ast.Node)
	visit = func(n ast.Node) {
		f := p.flow.Func(n)
		if f == nil {
			return
		}
		l := p.locking(f)
		for _, a := range l.acquires {
			if !slices.Contains(held, a.Lock) && p.flow.Between(a.call, n, calls(l.releases, a.Lock)) {
				held = append(held, a.Lock)
			}
		}
		if seen[f] {
			return
		}
		seen[f] = true
		for _, site := range p.flow.Callers(f) {
			if !site.Go {
				visit(site.Call)
			}
		}
		for _, call := range p.run[f] {
			visit(call)
		}
	}
	visit(n)
	return held
}

// Holds returns the locks that are held at n on every way there. What code out
// of sight that calls n's function holds is not known, and counts as nothing.
func (p *Places) Holds(n ast.Node) []Lock { return p.holds(n, map[*connflow.Func]bool{}) }

func (p *Places) holds(n ast.Node, seen map[*connflow.Func]bool) []Lock {
	f := p.flow.Func(n)
	if f == nil {
		return nil
	}
	l := p.locking(f)
	entered := p.enteredWith(f, seen)
	var held []Lock
	for _, a := range slices.Concat(asCalls(entered), l.acquires) {
		if a.tries || slices.Contains(held, a.Lock) {
			continue
		}
		acquires := calls(l.acquires, a.Lock)
		open := !slices.Contains(entered, a.Lock) && p.flow.Between(nil, n, acquires)
		for _, r := range l.releases {
			open = open || r.Lock == a.Lock && p.flow.Between(r.call, n, acquires)
		}
		if !open {
			held = append(held, a.Lock)
		}
	}
	return held
}

func asCalls(locks []Lock) []lockCall {
	var list []lockCall
	for _, l := range locks {
		list = append(list, lockCall{Lock: l})
	}
	return list
}

// enteredWith returns the locks that all callers of f hold.
func (p *Places) enteredWith(f *connflow.Func, seen map[*connflow.Func]bool) []Lock {
	callers := p.flow.Callers(f)
	if seen[f] || len(callers) == 0 || len(p.run[f]) > 0 || p.flow.UnseenCallers(f) || p.handlers[f] || len(p.started[f]) > 0 {
		return nil
	}
	seen[f] = true
	defer delete(seen, f)
	var common []Lock
	for i, site := range callers {
		if site.Go || site.In == nil {
			return nil
		}
		if site.In == f {
			continue // what f holds when it calls itself, it was entered with
		}
		held := p.holds(site.Call, seen)
		if i == 0 || common == nil {
			common = held
		}
		common = slices.DeleteFunc(slices.Clone(common), func(l Lock) bool { return !slices.Contains(held, l) })
		if len(common) == 0 {
			return nil
		}
	}
	return common
}

// calls returns what holds for the calls of the list that concern the lock.
func calls(list []lockCall, lock Lock) func(ast.Node) bool {
	return func(n ast.Node) bool {
		return slices.ContainsFunc(list, func(c lockCall) bool { return c.Lock == lock && ast.Node(c.call) == n })
	}
}

// locking finds what f's calls do to mutexes. A release that is deferred takes
// effect when f returns.
func (p *Places) locking(f *connflow.Func) *locking {
	if l := p.locks[f]; l != nil {
		return l
	}
	l := &locking{}
	p.locks[f] = l
	var deferred []Lock
	eachCall(f, func(call *ast.CallExpr) {
		site := p.flow.Site(call)
		if site != nil && site.Go {
			return
		}
		acquires, releases := p.lockCalls(call)
		if len(acquires)+len(releases) == 0 {
			return
		}
		_, later := p.flow.Parent(call).(*ast.DeferStmt)
		if !later {
			l.acquires = append(l.acquires, acquires...)
			l.releases = append(l.releases, releases...)
		}
		for _, r := range releases {
			if later {
				deferred = append(deferred, r.Lock)
			}
		}
	})
	for _, a := range l.acquires {
		if !a.tries && !slices.Contains(deferred, a.Lock) && p.flow.Leaves(a.call, calls(l.releases, a.Lock)) {
			l.keeps = append(l.keeps, a.Lock)
		}
	}
	for _, r := range l.releases {
		if p.flow.Between(nil, r.call, calls(l.acquires, r.Lock)) {
			l.drops = append(l.drops, r.Lock)
		}
	}
	return l
}

// lockCalls returns the locks that call acquires and releases, itself or in the
// function of the package that it runs.
func (p *Places) lockCalls(call *ast.CallExpr) (acquires, releases []lockCall) {
	if op := wslib.LockOpOf(lang.Callee(p.flow.Info, call)); op != wslib.NoLockOp {
		mutex := p.mutex(call)
		if mutex == nil {
			return nil, nil
		}
		c := lockCall{Lock: Lock{mutex, op.Shared()}, call: call, tries: op.Tries()}
		if op.Releases() {
			return nil, []lockCall{c}
		}
		return []lockCall{c}, nil
	}
	for _, f := range p.flow.Callees(call) {
		l := p.locking(f)
		for _, lock := range l.keeps {
			acquires = append(acquires, lockCall{Lock: lock, call: call})
		}
		for _, lock := range l.drops {
			releases = append(releases, lockCall{Lock: lock, call: call})
		}
	}
	return acquires, releases
}

// mutex returns the variable that a lock's method is called on: of an embedded
// mutex its field.
func (p *Places) mutex(call *ast.CallExpr) *types.Var {
	sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr)
	if !ok {
		return nil
	}
	if s := p.flow.Info.Selections[sel]; s != nil && len(s.Index()) > 1 {
		return embedded(s)
	}
	return lang.VarOrField(p.flow.Info, sel.X)
}

// embedded returns the last of the fields through which s is selected.
func embedded(s *types.Selection) *types.Var {
	t := s.Recv()
	var v *types.Var
	for _, i := range s.Index()[:len(s.Index())-1] {
		if ptr, ok := t.Underlying().(*types.Pointer); ok {
			t = ptr.Elem()
		}
		fields, ok := t.Underlying().(*types.Struct)
		if !ok {
			return nil
		}
		v = fields.Field(i)
		t = v.Type()
	}
	return v.Origin()
}

// eachCall visits the calls in f, those in literals within it left out.
func eachCall(f *connflow.Func, visit func(*ast.CallExpr)) {
	lang.Walk(f.Body, func(n ast.Node) {
		if call, ok := n.(*ast.CallExpr); ok {
			visit(call)
		}
	})
}
