package wskeepalive

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strconv"
	"time"

	"golang.org/x/tools/go/analysis"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/rescue"
	"github.com/wsvet/wsvet/analyzers/internal/rewrite"
	"github.com/wsvet/wsvet/analyzers/internal/timing"
	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// A made is a fix, or why there is none.
type made struct {
	fix analysis.SuggestedFix
	why refusal
}

func (m made) get() analysis.SuggestedFix { return m.fix }

// A fixer builds the fix of one finding.
type fixer struct {
	*judge
	*rewrite.Builder
	idioms wslib.Idioms
	file   *ast.File

	anchors   *points
	sites     *sites
	singles   *singles
	contexts  *contexts
	events    *events
	sentPings *ownPings
	pongs     *pongs
}

func (j *judge) newFixer(file *ast.File) *fixer {
	f := &fixer{judge: j, Builder: j.session.New(file), idioms: j.Conn.Lib.Idioms, file: file}
	f.anchors = &points{f}
	f.sites = &sites{f}
	f.singles = &singles{f}
	f.contexts = &contexts{f}
	f.events = &events{f}
	f.sentPings = &ownPings{f}
	f.pongs = &pongs{f}
	return f
}

// A fixed is a read that is bounded by a fix in a file.
type fixed struct {
	read ast.Node
	file *ast.File
}

// fix returns the fix in the library's own way. Connections that are dialed in one
// file and read in one place have one fix.
func (j *judge) fix(call *connflow.Call) made {
	key := fixed{j.mainRead().Node, j.flow.File(call.Node)}
	done, ok := j.fixed[key]
	if !ok {
		done = j.build(key.file)
		if done.why == otherFile && j.dialedBeside(key.read) {
			done.why = mendedThere
		}
		j.fixed[key] = done
	}
	return done
}

// build makes the fix. A finding is worth more than its fix: it goes out without
// one that fails.
func (j *judge) build(file *ast.File) (done made) {
	f := j.newFixer(file)
	err := rescue.Run(func() {
		var message string
		if message, done.why = f.mend(); done.why == "" {
			done.fix = f.Fix(message)
		}
	})
	if err != nil || done.why == "" && len(done.fix.TextEdits) == 0 {
		done = made{why: noPlace}
	}
	return done
}

// dialedBeside reports whether another connection that is read there is dialed in
// the file of the read: its fix bounds this one, too.
func (j *judge) dialedBeside(read ast.Node) bool {
	return slices.ContainsFunc(j.flow.Conns, func(other *connflow.Conn) bool {
		return other != j.Conn && other.Dialed && j.flow.File(other.Call().Node) == j.flow.File(read) &&
			slices.ContainsFunc(other.Events, func(e *connflow.Event) bool { return e.Node == read })
	})
}

// mend adds the edits and returns the fix's message.
func (f *fixer) mend() (message string, why refusal) {
	switch {
	case f.Push != nil:
		return "", timedDeadline
	case f.Resumed:
		return "", timeoutIgnored
	case !f.Looped():
		return f.singles.mendSingle()
	case f.Conn.Calls[0].Func.Events != wslib.None:
		return f.events.mendEvents()
	}
	for _, r := range f.Reads {
		if r.Again != nil && f.ReadsOn(r) {
			return "", readsOn
		}
	}
	if f.Conn.Lib.ReadCtx {
		return f.contexts.mendContext()
	}
	return f.mendDeadline()
}

// supports reports whether the idiom can be used on connections of e's type.
func (f *fixer) supports(i wslib.Idiom, e ast.Expr) bool {
	return f.flow.Index.Supports(f.flow.Pkg, f.Conn.Lib, i, f.flow.Info.TypeOf(e))
}

// timing returns how the package passes time.
func (c *checker) timing() *timing.Timing {
	if c.time == nil {
		c.time = timing.New(c.flow)
	}
	return c.time
}

// idiom returns the source of i for the connection called conn, at pos.
func (f *fixer) idiom(i wslib.Idiom, pos token.Pos, conn, wait string) string {
	return f.Idiom(f.Conn.Lib, i, pos, map[string]string{"conn": conn, "wait": wait})
}

// lookup returns what name means at pos, nil if nothing.
func (f *fixer) lookup(name string, pos token.Pos) types.Object {
	scope := f.pass.Pkg.Scope().Innermost(pos)
	if scope == nil {
		return nil
	}
	_, obj := scope.LookupParent(name, pos)
	return obj
}

// durations are the constants that a fix declares in one function.
type durations struct {
	*fixer
	*rewrite.Constants
	pos token.Pos
	// bound and period are the values of pongWait and pingPeriod.
	bound, period time.Duration
}

func (f *fixer) durations(pos token.Pos) *durations {
	return &durations{fixer: f, Constants: f.Constants(pos), pos: pos}
}

// A bound is how long the reads may wait: as the fix says it, and at least, where
// the package has a constant of its own for it.
type bound struct{ wait, least time.Duration }

// pongWait returns the constant for the bound of the reads.
func (d *durations) pongWait(b bound) (name string) {
	text := rewrite.DurationText(b.wait, d.Import("time", d.pos))
	name, d.bound = d.Duration("pongWait", text, b.wait, func(v time.Duration) bool { return v >= b.least })
	return name
}

// pingPeriod returns the constant for the time between two pings, which leaves
// some for the pong.
func (d *durations) pingPeriod(pongWait string) (name string) {
	most := pingPeriod(d.bound)
	name, d.period = d.Duration("pingPeriod", pongWait+" * 9 / 10", most, func(v time.Duration) bool { return 0 < v && v <= most })
	return name
}

// writeWait returns the constant for the bound of a ping's write.
func (d *durations) writeWait() string {
	text := rewrite.DurationText(d.options.writeWait, d.Import("time", d.pos))
	name, _ := d.Duration("writeWait", text, d.options.writeWait, func(v time.Duration) bool { return v > 0 })
	return name
}

func pingPeriod(pongWait time.Duration) time.Duration { return pongWait * 9 / 10 }

// seconds writes d for a message: "60s", not "1m0s".
func seconds(d time.Duration) string {
	return strconv.FormatFloat(d.Seconds(), 'f', -1, 64) + "s"
}
