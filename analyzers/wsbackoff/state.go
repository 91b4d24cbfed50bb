package wsbackoff

import (
	"go/ast"

	"github.com/wsvet/wsvet/analyzers/internal/paths"
)

// An outcome is how the last dial of a path ended.
type outcome uint8

const (
	undialed outcome = iota
	failed
	alive
	// gone: the connection was made, and given up before it was of use.
	gone
)

// How sure it is that a path served its connection until that ended.
type service uint8

const (
	unserved service = iota
	maybe            // by code that cannot be seen
	broken           // a single read of it failed
	served
)

// A state is what is known on one path, at one place, since the last dial.
type state struct {
	outcome
	service
	// wait is the longest kind of wait that was met, nil for none.
	wait *wait
	// steady is the first wait that is the same each time, beside what else there is.
	steady *wait
	// to is the dial that a path has come to, of an arrival.
	to *ast.CallExpr
	// left: the path has left the inner loop around its dial.
	left bool
	// kept: the connection is in a container; detached: a goroutine reads it.
	kept, detached bool
	// signals are those that the path may receive, needs what a goroutine waits for
	// before it sends: 1 + its index in checker.receipts.
	signals
	needs uint16
	// defers are the deferred calls that the function has come to, a bit each.
	defers uint64
	// facts are what is known of variables.
	facts paths.Facts
}

// waits returns s after w.
func (s state) waits(w *wait) state {
	if w != nil && (s.wait == nil || s.wait.pace < w.pace) {
		s.wait = w
	}
	if w != nil && s.steady == nil && w.pace == constant {
		s.steady = w
	}
	return s
}

// serves returns s after its connection was used as long as it lived: what was
// waited before has nothing to do with the next dial.
func (s state) serves(how service) state {
	if s.outcome == failed || s.outcome == gone || s.service >= how {
		return s
	}
	s.service = how
	if how == served {
		s.wait, s.steady = nil, nil
	}
	return s
}

// then returns the state of a path that goes on with what later tells, from its
// own beginning: a function that was called, or the way to the next dial.
func (s state) then(later state) state {
	if later.outcome != undialed {
		s.outcome, s.service = later.outcome, later.service
		s.kept, s.detached = later.kept, later.detached
		if later.outcome != failed {
			s.wait, s.steady = nil, nil // for a dial that came before that one
		}
	} else {
		s = s.serves(later.service)
		s.kept, s.detached = s.kept || later.kept, s.detached || later.detached
	}
	s.to = later.to
	s.signals = s.signals.union(later.signals)
	if s.needs == 0 {
		s.needs = later.needs
	}
	return s.waits(later.steady).waits(later.wait)
}
