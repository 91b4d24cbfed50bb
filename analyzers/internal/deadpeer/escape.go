package deadpeer

import (
	"go/types"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// handedAway reports whether code out of sight may do what the finding misses:
// the connection went there as something that can.
func (j *Peer) HandedAway() bool {
	for _, a := range j.Conn.Away {
		// Who gets it by a result reads it, or leaves that to this package.
		if a.Type != nil && !(a.Returned && j.Looped()) && j.canRefute(a.Type) {
			return true
		}
	}
	return j.readElsewhere()
}

// readElsewhere reports whether code out of sight reads, through a function of
// this package, when it likes, and may close the connection meanwhile.
func (j *Peer) readElsewhere() bool {
	if j.Looped() {
		return false
	}
	closes := j.closedElsewhere()
	for _, r := range j.Reads {
		for _, p := range r.Places {
			if closes && j.flow.UnseenCallers(p.In) && !j.dialedIn(p.In) {
				return true
			}
		}
	}
	return false
}

// closedElsewhere reports whether code out of sight can close the connection,
// through a function of this package.
func (j *Peer) closedElsewhere() bool {
	for _, e := range j.Conn.Events {
		if e.Func.Role == wslib.Close && e.In != nil && j.flow.UnseenCallers(e.In) && !j.dialedIn(e.In) {
			return true
		}
	}
	return false
}

// dialedIn reports whether the connection is dialed in f.
func (j *Peer) dialedIn(f *connflow.Func) bool {
	for _, call := range j.Conn.Calls {
		if call.In == f {
			return true
		}
	}
	return false
}

// canRefute reports whether a value of type t lets code out of sight bound a
// read, ping, or watch and close. That a type of this package closes is no excuse
// where the package has the read loop.
func (j *Peer) canRefute(t types.Type) bool {
	access := j.flow.Access(t)
	if access&wslib.Bounds != 0 {
		return true
	}
	own := j.flow.OwnType(t)
	if own == nil {
		return access&wslib.Closes != 0
	}
	return !j.Looped() && (access&wslib.Closes != 0 || closes(own))
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
