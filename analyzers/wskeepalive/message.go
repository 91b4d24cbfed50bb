package wskeepalive

import (
	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/deadpeer"
	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// report reports the connection at call.
func (j *judge) report(call *connflow.Call) {
	category := none
	if j.Ping() != nil {
		category = pingonly
	}
	pos := call.Node.Pos()
	if j.reporter.Silent(pos, category) {
		return
	}
	made := j.fix(call)
	j.reporter.Report(pos, call.Node.End(), category, j.message(call, made.why), made.get)
}

// message says what is wrong, and, where no fix is right, what to do and why.
func (j *judge) message(call *connflow.Call, why refusal) string {
	pos := call.Node.Pos()
	r := j.mainRead()
	fact := "read at " + j.reporter.Place(r.Node.Pos(), pos)
	lack := "with no read deadline"
	switch {
	case j.Push != nil:
		lack = "under a deadline that a timer sets anew at " + j.reporter.Place(j.Push.Node.Pos(), pos) + " whatever arrives"
	case j.Resumed:
		lack = "again when its deadline has run out"
	case j.byContext(r):
		lack = "with no timeout"
	}
	consequence := "a peer that vanishes is not noticed"
	if ping := j.Ping(); ping != nil {
		fact = "pinged at " + j.reporter.Place(ping.Pos(), pos) + " but " + fact + " " + lack
		consequence = "pings alone find no dead peer"
	} else {
		fact += " " + lack + " and no ping"
	}
	text := "connection dialed here is " + fact + ": " + consequence
	if why != "" {
		text += "; " + j.remedy(why)
	}
	return text
}

// byContext reports whether r is a read that its context bounds.
func (j *judge) byContext(r *deadpeer.Read) bool {
	return j.Conn.Lib.ReadCtx && r.Func.Ctx != wslib.None
}

// mainRead is the read to show: the first in a loop, else the first.
func (j *judge) mainRead() *deadpeer.Read {
	for _, r := range j.Reads {
		if r.Again != nil {
			return r
		}
	}
	return j.Reads[0]
}

// remedy says what to do where no fix is made, and why none is.
func (j *judge) remedy(why refusal) string {
	switch {
	case complete[why]:
		return string(why)
	case !j.Looped() && j.byContext(j.mainRead()):
		return "give the read a context with a timeout: " + string(why)
	case !j.Looped() && why != otherPackage:
		return "set a read deadline before the read: " + string(why)
	}
	remedy, pings := "bound every read of the net.Conn below", ", and ping"
	switch {
	case j.byContext(j.mainRead()):
		remedy, pings = "ping under a timeout, and close it when a ping fails", ""
	case j.Conn.Lib.PongsRenew:
		remedy = "set a read deadline, renewed by pongs"
	}
	if j.Ping() == nil {
		remedy += pings
	}
	return remedy + ": " + string(why)
}

// A refusal says why no fix is right; "" is none.
type refusal string

const (
	unexpected     refusal = "no fix, as nobody may owe an answer"
	noPlace        refusal = "there is no place for it here"
	boundedWrites  refusal = "its write deadlines would fail the pings"
	otherFile      refusal = "it is read in another file"
	otherPackage   refusal = "another package reads it"
	otherRead      refusal = "its reads are of several kinds"
	inHead         refusal = "no statement can stand before the read"
	changing       refusal = "it may be another one at each read"
	sharedRead     refusal = "others are read there, too"
	neverClosed    refusal = "close it in the end, too"
	hiddenPong     refusal = "the pong handler is set out of reach"
	uncheckedDial  refusal = "check the dial's error first"
	noDeadline     refusal = "what is read here has no deadline"
	hiddenNames    refusal = "predeclared names are hidden here"
	noPongs        refusal = "its reads show no pongs"
	partedWrites   refusal = "frames are written in parts, under no lock"
	noEvents       refusal = "an event method is not in this file"
	busyReader     refusal = "its reader may be busy"
	pingElsewhere  refusal = "the ping has no timeout, or is elsewhere"
	timedDeadline  refusal = "set it before every read and at every pong"
	timeoutIgnored refusal = "count the time-outs, or end the connection when one comes"
	readsOn        refusal = "leave the loop when a read fails, before a deadline makes it spin there"
	mendedThere    refusal = "the fix of another finding bounds it: the two are read in one place"
)

// complete are refusals that say what to do, too.
var complete = map[refusal]bool{readsOn: true, mendedThere: true, timedDeadline: true, timeoutIgnored: true}
