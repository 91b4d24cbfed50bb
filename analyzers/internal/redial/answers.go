package redial

import (
	"slices"

	"github.com/wsvet/wsvet/analyzers/internal/timing"
)

// Failures are the paths from a dial that failed.
func (y *Cycle) Failures() []State {
	return y.Where(func(s State) bool { return s.Outcome == Failed })
}

// Lost are the paths from a connection that was served until it ended.
func (y *Cycle) Lost() []State {
	return y.Where(func(s State) bool { return s.Outcome == Alive && s.Service == Served })
}

// Where returns the paths for which holds does.
func (y *Cycle) Where(holds func(State) bool) []State {
	return slices.DeleteFunc(slices.Clone(y.Paths), func(s State) bool { return !holds(s) })
}

// AtOnce reports whether a failed dial is tried again, on some path, without any wait.
// A failure that an inner cycle backs off from, or dials again at once, is that cycle's.
func (y *Cycle) AtOnce() bool {
	shortest, _ := extremes(y.Failures())
	return !y.Parallel && len(y.Failures()) > 0 && shortest.Pace == timing.None && !y.Inner.BacksOff && !y.Inner.None
}

// Few reports whether the cycle makes few attempts, each after a wait that cannot be
// zero.
func (y *Cycle) Few() bool {
	shortest, _ := extremes(y.Failures())
	return y.bounded && (len(y.Failures()) == 0 || shortest.Pace > timing.None && !shortest.Zero)
}

// Tries reports whether the cycle dials again where a dial failed or a connection was
// lost. Functions that run each other may do so for another reason, unless a failed dial
// leads around, or one of them reads: it is there when the connection ends.
func (y *Cycle) Tries() bool {
	return !y.Rings || y.ringReads || len(y.Failures()) > 0 || y.Inner.Any
}

// Steady returns the wait that is the same on every attempt, nil if there is none: it is
// on every path from a failed dial, and on some the only wait. Where no failure leads
// around the cycle, it is the wait of a lost connection.
func (y *Cycle) Steady() *Wait {
	if y.Inner.BacksOff {
		return nil
	}
	failures := y.Failures()
	if len(failures) == 0 {
		failures = y.Lost()
	}
	shortest, _ := extremes(failures)
	if shortest.Pace != timing.Constant {
		return nil
	}
	for _, path := range failures {
		if path.Wait.Pace != timing.Constant && (path.Steady == nil || path.Steady.Node != shortest.Node) {
			return nil
		}
	}
	return shortest
}

// LostAtOnce reports whether a lost connection is dialed again, on some path, without
// any wait.
func (y *Cycle) LostAtOnce() bool {
	shortest, _ := extremes(y.Lost())
	return len(y.Lost()) > 0 && shortest.Pace == timing.None
}

// Growing returns a wait that grows and has nothing random in it, nil if no path from a
// failed dial has one. Where no failure leads around the cycle, it is the wait of a lost
// connection.
func (y *Cycle) Growing() *Wait {
	failures := y.Failures()
	if len(failures) == 0 {
		shortest, _ := extremes(y.Lost())
		failures = []State{{Wait: shortest}}
	}
	for _, path := range failures {
		if path.Wait != nil && path.Wait.Pace == timing.Growing {
			return path.Wait
		}
	}
	return nil
}

// extremes returns the shortest and the longest kind of wait of some paths.
func extremes(paths []State) (shortest, longest *Wait) {
	if len(paths) == 0 {
		return unwaited, unwaited
	}
	for _, p := range paths {
		w := p.Wait
		if w == nil {
			w = unwaited
		}
		if shortest == nil || w.Pace < shortest.Pace || w.Pace == shortest.Pace && w.Zero {
			shortest = w
		}
		if longest == nil || w.Pace > longest.Pace {
			longest = w
		}
	}
	return shortest, longest
}

var unwaited = &Wait{Pace: timing.None}
