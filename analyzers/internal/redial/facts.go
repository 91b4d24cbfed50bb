package redial

import (
	"fmt"
	"go/ast"
	"go/types"
	"reflect"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/wsvet/wsvet/analyzers/internal/lang"
	"github.com/wsvet/wsvet/analyzers/internal/paths"
	"github.com/wsvet/wsvet/analyzers/internal/timing"
	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// Facts returns the types of the facts that Export exports.
func Facts() []analysis.Fact { return []analysis.Fact{(*effects)(nil), (*policyFact)(nil)} }

// effects is the fact of a function or method: what a call of it does.
type effects struct {
	// Wait is what a library's table has of such a function: Next, where it returns a
	// duration, Retries, where it calls its argument again and again, Fires, where it
	// returns a channel. Else it is nil.
	Wait *wslib.Wait
	// Before is the wait before its first dial.
	Before length
	// Ways are its exits, none where they are not known.
	Ways []way
	// Sends are its arguments that are channels on which it sends, or that it closes.
	Sends []sends
	// BacksOff: it dials again by itself after a failure, with waits that grow or have
	// something random.
	BacksOff bool
}

func (*effects) AFact() {}

// String describes the fact, for tests.
func (t *effects) String() string {
	var parts []string
	if w := t.Wait; w != nil {
		parts = append(parts, map[wslib.WaitRole]string{wslib.Next: "returns ", wslib.Retries: "retries after ", wslib.Fires: "fires after "}[w.Role]+length{Pace: timing.PaceOf(w.Pace), Dur: w.Dur, Of: w.Of}.String())
	}
	if !t.Before.none() {
		parts = append(parts, "waits "+t.Before.String()+" before it dials")
	}
	if t.BacksOff {
		parts = append(parts, "backs off")
	}
	for _, s := range t.Sends {
		parts = append(parts, s.String())
	}
	for _, y := range t.Ways {
		if text := y.String(); !slices.Contains(parts, text) {
			parts = append(parts, text)
		}
	}
	return strings.Join(parts, ", ")
}

// serves reports whether the function may use a connection for as long as it lives.
func (t *effects) serves() bool {
	return t != nil && slices.ContainsFunc(t.Ways, func(y way) bool { return y.Service >= Broken })
}

// dials reports whether the function dials.
func (t *effects) dials() bool {
	return t != nil && slices.ContainsFunc(t.Ways, func(y way) bool { return y.Outcome != Undialed })
}

// A sends is a channel that a function is handed, with what comes before it is
// closed, or something is sent on it.
type sends struct {
	Chan    wslib.Slot
	Wait    length
	Service Service
}

func (s sends) String() string {
	text := fmt.Sprint("sends on argument ", s.Chan.Arg())
	if !s.Wait.none() {
		text += " after " + s.Wait.String()
	}
	return text
}

// addSend adds to t what it sends, a few of them.
func (t *effects) addSend(s sends) {
	if len(t.Sends) < maxWays/2 && !slices.ContainsFunc(t.Sends, func(o sends) bool { return reflect.DeepEqual(o, s) }) {
		t.Sends = append(t.Sends, s)
	}
}

// A way is a way out of a function, as an exit is.
type way struct {
	Outcome Outcome
	Service Service
	// Wait is the longest kind of wait on it.
	Wait    length
	Results []paths.Fact
}

func (y way) String() string {
	s := [...]string{Undialed: "returns", Failed: "fails", Alive: "connects", Gone: "gives up"}[y.Outcome]
	if y.Service != Unserved {
		s += [...]string{Maybe: " and may serve", Broken: " and reads", Served: " and serves"}[y.Service]
	}
	if !y.Wait.none() {
		s += " after " + y.Wait.String()
	}
	return s
}

// A length is what is known of a wait: its pace, and the arguments that it is
// made of besides. The zero length is that of no wait.
type length struct {
	Pace timing.Pace
	// Dur is the argument that is waited for as it is, Of are others.
	Dur wslib.Slot
	Of  []wslib.Slot
}

func (l length) none() bool { return l.Pace == timing.None && l.Dur == wslib.None && len(l.Of) == 0 }

func (l length) String() string {
	s := [...]string{timing.None: "nothing", timing.Constant: "constant", timing.Growing: "growing", timing.Free: "any"}[l.Pace]
	if l.Dur != wslib.None {
		return fmt.Sprint("argument ", l.Dur.Arg())
	}
	for _, slot := range l.Of {
		s += fmt.Sprint(" of argument ", slot.Arg())
	}
	return s
}

// A policyFact is the fact of a struct type whose methods return durations, which are
// random where a field is set, as in backoff libraries.
type policyFact struct{ wslib.PolicyType }

func (*policyFact) AFact() {}

func (c *policyFact) String() string { return "random where " + c.Jitter + " is set" }

// maxWays bounds the fact of one function.
const maxWays = 8

// effects returns the fact of the function that call names, nil if there is none.
func (g *Graph) effects(call *ast.CallExpr) *effects {
	fn := lang.Callee(g.flow.Info, call)
	if fn == nil || fn.Pkg() == nil || fn.Pkg() == g.flow.Pkg || wslib.IsStd(fn.Pkg()) || g.flow.Index.Wait(fn) != nil {
		return nil
	}
	fn = fn.Origin()
	t, ok := g.facts[fn]
	if !ok {
		t = new(effects)
		if !g.pass.ImportObjectFact(fn, t) {
			t = nil
		}
		g.facts[fn] = t
	}
	return t
}

// PolicyType returns what is known of a struct type that decides how long to wait.
func (g *Graph) PolicyType(t types.Type) *wslib.PolicyType {
	if known := g.flow.Index.PolicyType(t); known != nil || t == nil {
		return known
	}
	if p, ok := t.Underlying().(*types.Pointer); ok {
		t = p.Elem()
	}
	named, ok := types.Unalias(t).(*types.Named)
	if !ok || named.Obj().Pkg() == nil || named.Obj().Pkg() == g.flow.Pkg || wslib.IsStd(named.Obj().Pkg()) {
		return nil
	}
	var c policyFact
	if !g.pass.ImportObjectFact(named.Origin().Obj(), &c) {
		return nil
	}
	return &c.PolicyType
}
