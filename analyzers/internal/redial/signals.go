package redial

import (
	"go/ast"
	"slices"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/lang"
	"github.com/wsvet/wsvet/analyzers/internal/paths"
	"github.com/wsvet/wsvet/analyzers/internal/timing"
)

// A signal is a send that a path has done, or that what it started will do.
type signal struct {
	*timing.Send
	cargo
	// after is what comes between the path and the send: nothing, where the path
	// sends itself.
	after State
}

// signals are those that a path may receive: two bytes each, sorted, the number of
// the signal. As a string they compare.
type signals string

// maxSignals bounds how many signals a path keeps.
const maxSignals = 8

func (ss signals) with(id uint16) signals {
	for i := 0; i < len(ss); i += 2 {
		switch other := ss.at(i); {
		case other == id:
			return ss
		case other > id && len(ss) < 2*maxSignals:
			return ss[:i] + signals([]byte{byte(id >> 8), byte(id)}) + ss[i:]
		}
	}
	if len(ss) >= 2*maxSignals {
		return ss
	}
	return ss + signals([]byte{byte(id >> 8), byte(id)})
}

func (ss signals) at(i int) uint16 { return uint16(ss[i])<<8 | uint16(ss[i+1]) }

func (ss signals) union(others signals) signals {
	for i := 0; i < len(others); i += 2 {
		ss = ss.with(others.at(i))
	}
	return ss
}

// A register numbers the signals of a package, and finds which functions receive them.
type register struct {
	*Finder
	numbered  []signal
	signalIDs map[signal]uint16
	// receipts are the channels that goroutines wait for before they send.
	receipts []ast.Expr
	firing   map[*connflow.Func]bool
	awaiting map[*timing.Send]bool
	// foreignSends are those that functions of other packages do, by the channel.
	foreignSends map[ast.Expr]*timing.Send
	receiving    map[*connflow.Func][]ast.Expr
	// exporting: other packages learn of this one's functions.
	exporting bool
}

func newRegister(c *Finder) *register {
	return &register{
		Finder:       c,
		signalIDs:    map[signal]uint16{},
		firing:       map[*connflow.Func]bool{},
		awaiting:     map[*timing.Send]bool{},
		foreignSends: map[ast.Expr]*timing.Send{},
		receiving:    map[*connflow.Func][]ast.Expr{},
	}
}

// signalID returns the number of a signal.
func (r *register) signalID(s signal) uint16 {
	s.after = State{Outcome: s.after.Outcome, Service: s.after.Service, Wait: s.after.Wait, needs: s.after.needs}
	id, ok := r.signalIDs[s]
	if !ok {
		id = uint16(len(r.numbered))
		r.signalIDs[s] = id
		r.numbered = append(r.numbered, s)
	}
	return id
}

// A cargo is what is known of what is sent: of the value, and of its fields.
type cargo struct {
	value  paths.Fact
	fields paths.Facts
}

// awaited reports whether functions that dial, or that run in a cycle which does,
// may receive what is sent.
func (r *register) awaited(s *timing.Send) bool {
	known, ok := r.awaiting[s]
	if !ok {
		known = r.exporting && r.leavesPackage(s)
		for _, f := range r.flow.Funcs {
			if r.Graph.Leads[f] || r.loops.cyclic[f] {
				known = known || slices.ContainsFunc(r.Timing.Receipts(f), func(ch ast.Expr) bool { return r.Timing.Receives(ch, s) })
			}
		}
		r.awaiting[s] = known
	}
	return known
}

// leavesPackage reports whether callers in other packages may receive what is sent:
// on a channel that they hand in, or that a function returns.
func (r *register) leavesPackage(s *timing.Send) bool {
	return slices.ContainsFunc(r.flow.Sources(s.Chan), func(src *connflow.Source) bool {
		if src.Kind == connflow.Unseen {
			return src.Var != nil && !src.Var.IsField()
		}
		in := r.flow.Func(src.Expr)
		return src.Kind == connflow.Literal && in != nil && in.Obj != nil && in.Obj.Exported() && in.Obj.Signature().Results().Len() == 1 && lang.IsChan(in.Obj.Signature().Results().At(0).Type())
	})
}

// mayFire reports whether f, or what it runs, sends a signal.
func (r *register) mayFire(f *connflow.Func) bool {
	known, ok := r.firing[f]
	if !ok {
		reach := r.flow.Reach(f.Body)
		known = slices.ContainsFunc(r.Timing.Sends(), func(s *timing.Send) bool { return (s.In == f || reach[s.In]) && r.awaited(s) })
		r.firing[f] = known
	}
	return known
}

// handedSignals returns the signals that a function may receive for its caller,
// and the others. One that dials waits for signals of its own.
func (r *register) handedSignals(f *connflow.Func, ss signals) (handed, rest signals) {
	if ss == "" || r.Graph.Leads[f] {
		return "", ss
	}
	receipts := r.receivedIn(f)
	for i := 0; i < len(ss); i += 2 {
		sig := r.numbered[ss.at(i)]
		if slices.ContainsFunc(receipts, func(ch ast.Expr) bool { return r.Timing.Receives(ch, sig.Send) }) {
			handed += ss[i : i+2]
		} else {
			rest += ss[i : i+2]
		}
	}
	return handed, rest
}

// receivedIn returns the channels from which f, or what it runs, receives.
func (r *register) receivedIn(f *connflow.Func) []ast.Expr {
	known, ok := r.receiving[f]
	if !ok {
		known = r.Timing.Receipts(f)
		for g := range r.flow.Reach(f.Body) {
			if g != f {
				known = append(known, r.Timing.Receipts(g)...)
			}
		}
		r.receiving[f] = known
	}
	return known
}
