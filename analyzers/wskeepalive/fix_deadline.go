package wskeepalive

import (
	"fmt"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
)

// mendDeadline is the fix for libraries whose reads have deadlines. One is set
// before every read, so that data counts and the time of the handler does not,
// and renewed by the pongs that answer our pings, so that a quiet peer lives:
// by a handler, or, where a pong is a frame that the loop reads, by the next read.
func (f *fixer) mendDeadline() (string, refusal) {
	points, why := f.anchors.points()
	if why != "" {
		return "", why
	}
	byHandler := f.Conn.Lib.PongsRenew
	if !byHandler {
		if why := f.pongs.readsPongs(points); why != "" {
			return "", why
		}
	}
	reads, pings := f.sentPings.ownPings(len(f.anchors.shared(points)) > 0)
	pong, why := f.pongs.pongHandler(points)
	if why != "" {
		return "", why
	}
	conn := points[0].Slot(points[0].Func.Conn)
	sets := byHandler && pong == nil
	if sets && !f.supports(f.idioms.OnPong, conn) || pings && !f.supports(f.idioms.PingFails, conn) {
		return "", noDeadline
	}
	at, why := f.sites.siteFor(points, pings)
	if why != "" && (sets || pings) {
		return "", why
	}
	if at != nil && !f.Predeclared(at.pos, "string", "error", "nil") {
		return "", hiddenNames
	}
	bounds := &bounds{fixer: f, reads: reads, points: points, pong: pong, names: map[*connflow.Func]string{}}
	var d *durations
	if sets || pings {
		d = f.durations(at.pos)
		pongWait := d.pongWait(reads)
		name, text := f.sites.local(at)
		if sets {
			text += f.idiom(f.idioms.OnPong, at.pos, name, pongWait) + "\n"
		}
		if pings {
			text += f.pinger(d, at, name, pongWait)
		}
		bounds.declareAt(at, d, pongWait, text)
	}
	bounds.renew()
	message := fmt.Sprintf("Set a read deadline of %s before every read", seconds(bounds.value))
	if byHandler {
		message += ", renewed by pongs"
	}
	if pings {
		message += fmt.Sprintf(", and ping every %s", seconds(d.period))
	}
	return message, ""
}

// pinger returns a goroutine that pings until the loop ends, or, where it does
// not stand beside the loop, until a write says that the connection is closed.
func (f *fixer) pinger(d *durations, at *site, conn, pongWait string) string {
	timePkg, period := f.Import("time", at.pos), d.pingPeriod(pongWait)
	if at.stop == nil {
		return fmt.Sprintf(`go func() { // until the connection is closed
	for {
		%s.Sleep(%s)
		if %s {
			return
		}
	}
}()
`, timePkg, period, f.idiom(f.idioms.PingFails, at.pos, conn, pongWait))
	}
	wait := pongWait
	if f.Conn.Lib.PongsRenew {
		wait = d.writeWait()
	}
	done := f.FreeName(at.pos, "done", "readDone", "stopPings")
	return fmt.Sprintf(`%[1]s := make(chan struct{})
%[5]sgo func() {
	for {
		select {
		case <-%[1]s:
			return
		case <-%[2]s.After(%[3]s):
			%[4]s
		}
	}
}()
`, done, timePkg, period, f.idiom(f.idioms.Ping, at.pos, conn, wait), at.stop("close("+done+")"))
}
