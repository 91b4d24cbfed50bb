package wskeepalive

import (
	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// report reports the connection at call.
func (j *judge) report(call *connflow.Call) {
	j.findPings()
	category := none
	if j.ping() != nil {
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
	case j.push != nil:
		lack = "under a deadline that a timer sets anew at " + j.reporter.Place(j.push.Node.Pos(), pos) + " whatever arrives"
	case j.resumed:
		lack = "again when its deadline has run out"
	case j.byContext(r):
		lack = "with no timeout"
	}
	consequence := "a peer that vanishes is not noticed"
	if ping := j.ping(); ping != nil {
		fact = "pinged at " + j.reporter.Place(ping.Pos(), pos) + " but " + fact + " " + lack
		consequence = "pings alone find no dead peer"
	} else {
		fact += " " + lack + " and no ping"
	}
	text := "connection dialed here is " + fact + ": " + consequence
	if why != "" {
		text += "; " + string(why)
	}
	return text
}

// byContext reports whether r is a read that its context bounds.
func (j *judge) byContext(r *read) bool {
	return j.conn.Lib.ReadCtx && r.Func.Ctx != wslib.None
}

// mainRead is the read to show: the first in a loop, else the first.
func (j *judge) mainRead() *read {
	for _, r := range j.reads {
		if r.again != nil {
			return r
		}
	}
	return j.reads[0]
}

// A refusal says, where no fix is right, what to do and why it is not done; "" is none.
type refusal string

const (
	readsOn        refusal = "leave the loop when a read fails, before a deadline makes it spin there"
	timedDeadline  refusal = "set it before every read and when a pong comes, not by a timer"
	timeoutIgnored refusal = "count the time-outs, or end the connection when one comes"
	otherFile      refusal = "set a read deadline, renewed by pongs, in the other file, where it is read"
	mendedThere    refusal = "the fix of another finding bounds it: the two are read in one place"
	otherPackage   refusal = "set a read deadline, renewed by pongs, in the package that reads it"
	otherRead      refusal = "the reads differ: set a deadline before each, renewed by pongs, and ping"
	inHead         refusal = "read in a statement of its own, after a deadline that pongs renew, and ping"
	changing       refusal = "set a read deadline, renewed by pongs, and ping: it may change between reads"
	sharedRead     refusal = "connections of others are read there, too: bound and ping each where it is made"
	neverClosed    refusal = "close it when the reader leaves, set a read deadline that pongs renew, and ping"
	hiddenPong     refusal = "renew a read deadline in the pong handler, which cannot be changed here"
	uncheckedDial  refusal = "check the dial's error first, then set a read deadline, renewed by pongs, and ping"
	unknownVersion refusal = "set a read deadline, renewed by pongs, and ping, as this version of the library can"
	hiddenNames    refusal = "set a read deadline, renewed by pongs, and ping: predeclared names are hidden here"
	noPongs        refusal = "its reads show no pongs: bound every read of the net.Conn below it, and ping"
	partedWrites   refusal = "write each frame in one Write, or under one lock, then ping and bound the reads"
	noEvents       refusal = "have OnOpen, OnPong and OnMessage in this file set a deadline, and ping"
	slowReader     refusal = "ping under a timeout, and close it when no pong comes while the reader waits"
	pingElsewhere  refusal = "close the connection when the ping fails, and give the ping a timeout"
	openRead       refusal = "set a read deadline before the read, if an answer has its time"
	openContext    refusal = "give the read a context with a timeout, if an answer has its time"
)
