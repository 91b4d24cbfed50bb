package deadpeer

import (
	"go/types"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// Escapes reports whether the connection goes to code out of sight, as a value of a type
// by which that code can bound its reads, or end it.
func (j *Peer) Escapes() bool {
	for _, a := range j.Conn.Away {
		// Who gets it by a result reads it, or leaves that to this package.
		if a.Type != nil && !(a.Returned && j.Looped()) && j.unseen.canNotice(a.Type) {
			return true
		}
	}
	return j.unseen.readElsewhere()
}

// unseen finds what code out of sight may do.
type unseen struct{ *Peer }

// readElsewhere reports whether code out of sight reads, through a function of
// this package, when it likes, and may close the connection meanwhile.
func (u *unseen) readElsewhere() bool {
	if u.Looped() {
		return false
	}
	closes := u.closedElsewhere()
	for _, r := range u.Reads {
		for _, p := range r.Places {
			if closes && u.flow.UnseenCallers(p.In) && !u.dialedIn(p.In) {
				return true
			}
		}
	}
	return false
}

// closedElsewhere reports whether code out of sight can close the connection,
// through a function of this package.
func (u *unseen) closedElsewhere() bool {
	for _, e := range u.Conn.Events {
		if e.Func.Role == wslib.Close && e.In != nil && u.flow.UnseenCallers(e.In) && !u.dialedIn(e.In) {
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

// canNotice reports whether a value of type t lets code out of sight bound a
// read, ping, or watch and close. Where this package reads in a loop, the watch
// would have to be here: that a type of its own closes does not count.
func (u *unseen) canNotice(t types.Type) bool {
	access := u.flow.Access(t)
	if access&wslib.Bounds != 0 {
		return true
	}
	own := u.flow.OwnType(t)
	if own == nil {
		return access&wslib.Closes != 0
	}
	return !u.Looped() && (access&wslib.Closes != 0 || closes(own))
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
