package redial

import (
	"go/ast"

	"github.com/wsvet/wsvet/analyzers/internal/paths"
	"github.com/wsvet/wsvet/analyzers/internal/timing"
)

// An Outcome is how the last dial of a path ended.
type Outcome uint8

const (
	Undialed Outcome = iota // there was no dial
	Failed                  // it returned an error
	Alive                   // it returned a connection
	// Gone: the connection was made, and given up before it was of use.
	Gone
)

// A Service is how sure it is that a path served its connection until that ended.
type Service uint8

const (
	Unserved Service = iota // it was not
	Maybe                   // it may have been, by code that cannot be seen
	Broken                  // a single read of it failed
	Served                  // it was
)

// A State is what is known on one path, at one place, since the last dial.
type State struct {
	Outcome
	Service
	// Wait is the longest kind of wait on the path, nil for none.
	Wait *Wait
	// Steady is the first wait on the path that is the same each time.
	Steady *Wait
	// to is the dial that an arrival has come to.
	to *ast.CallExpr
	// left: the path has left the inner loop around its dial.
	left bool
	// kept: the connection is in a container; detached: a goroutine reads it.
	kept, detached bool
	// closed: the connection that the path began with is closed.
	closed bool
	// names: an error of the package's own was mentioned.
	names bool
	// signals are those that the path may receive, needs what a goroutine waits for
	// before it sends: 1 + its index in register.receipts.
	signals
	needs uint16
	// defers are the deferred calls that the function has come to, a bit each.
	defers uint64
	// facts are what is known of variables.
	facts paths.Facts
}

// waits returns s after w.
func (s State) waits(w *Wait) State {
	if w != nil && (s.Wait == nil || s.Wait.Pace < w.Pace) {
		s.Wait = w
	}
	if w != nil && s.Steady == nil && w.Pace == timing.Constant {
		s.Steady = w
	}
	return s
}

// serves returns s after its connection was used as long as it lived: what was
// waited before has nothing to do with the next dial.
func (s State) serves(how Service) State {
	if s.Outcome == Failed || s.Outcome == Gone || s.Service >= how {
		return s
	}
	s.Service = how
	if how == Served {
		s.Wait, s.Steady = nil, nil
	}
	return s
}

// closes returns s after its connection was closed: one that was of no use until then
// was given up.
func (s State) closes() State {
	switch s.Outcome {
	case Undialed:
		s.closed = true
	case Alive:
		s.kept = false
		if s.Service == Unserved && !s.detached {
			s.Outcome = Gone
		}
	}
	return s
}

// then returns the state of a path that goes on with later, the state of a path that
// begins there: through a function that is called, or on the way to the next dial.
func (s State) then(later State) State {
	if later.Outcome != Undialed {
		s.Outcome, s.Service = later.Outcome, later.Service
		s.kept, s.detached, s.closed = later.kept, later.detached, false
		s.names = later.names
		if later.Outcome != Failed {
			s.Wait, s.Steady = nil, nil // for a dial that came before that one
		}
	} else {
		s = s.serves(later.Service)
		s.kept, s.detached = s.kept || later.kept, s.detached || later.detached
		s.names = s.names || later.names
		if later.closed {
			s = s.closes()
		}
	}
	s.to = later.to
	s.signals = s.signals.union(later.signals)
	if s.needs == 0 {
		s.needs = later.needs
	}
	return s.waits(later.Steady).waits(later.Wait)
}
