package wskeepalive

import (
	"go/types"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// handedAway reports whether code out of sight may do what the finding misses:
// the connection went there as something that can.
func (j *judge) handedAway() bool {
	for _, a := range j.conn.Away {
		// Who gets it by a result reads it, or leaves that to this package.
		if a.Type != nil && !(a.Returned && j.looped()) && j.canRefute(a.Type) {
			return true
		}
	}
	return j.readElsewhere()
}

// readElsewhere reports whether code out of sight reads, through a function of
// this package, when it likes, and may close the connection meanwhile.
func (j *judge) readElsewhere() bool {
	if j.looped() {
		return false
	}
	closes := j.closedElsewhere()
	for _, r := range j.reads {
		for _, p := range r.places {
			if closes && j.flow.UnseenCallers(p.in) && !j.dialedIn(p.in) {
				return true
			}
		}
	}
	return false
}

// closedElsewhere reports whether code out of sight can close the connection,
// through a function of this package.
func (j *judge) closedElsewhere() bool {
	for _, e := range j.conn.Events {
		if e.Func.Role == wslib.Close && e.In != nil && j.flow.UnseenCallers(e.In) && !j.dialedIn(e.In) {
			return true
		}
	}
	return false
}

// dialedIn reports whether the connection is dialed in f.
func (j *judge) dialedIn(f *connflow.Func) bool {
	for _, call := range j.conn.Calls {
		if call.In == f {
			return true
		}
	}
	return false
}

// canRefute reports whether a value of type t lets code out of sight bound a
// read, ping, or watch and close. That a type of this package closes is no excuse
// where the package has the read loop.
func (j *judge) canRefute(t types.Type) bool {
	access := j.flow.Access(t)
	if access&wslib.Bounds != 0 {
		return true
	}
	own := j.flow.OwnType(t)
	if own == nil {
		return access&wslib.Closes != 0
	}
	return !j.looped() && (access&wslib.Closes != 0 || closes(own))
}

// closes reports whether a method of t closes, by its name.
func closes(t *types.Named) bool {
	for m := range types.NewMethodSet(types.NewPointer(t)).Methods() {
		if wslib.AccessBy(m.Obj().Name())&wslib.Closes != 0 {
			return true
		}
	}
	return false
}
