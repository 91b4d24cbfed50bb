package wsbackoff

import (
	"go/ast"
	"go/types"
	"slices"

	"golang.org/x/tools/go/analysis"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/lang"
	"github.com/wsvet/wsvet/analyzers/internal/paths"
	"github.com/wsvet/wsvet/analyzers/internal/redial"
	"github.com/wsvet/wsvet/analyzers/internal/rewrite"
	"github.com/wsvet/wsvet/analyzers/internal/timing"
	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// grows is what to do where no fix ships.
const grows = "let the wait grow with jitter"

// otherMessages is what to do where a call handles messages.
const otherMessages = "the call handles other messages, too: wait where it dials, and " + grows

// fix returns the fix of a finding, or, where no edit in one place is right, why
// and what to do. w is the wait that the finding is about, nil for none and first.
func (c *checker) fix(y *redial.Cycle, category string, w *redial.Wait) (fix analysis.SuggestedFix, advice string) {
	place := ast.Node(y.Site)
	if w != nil {
		place = w.Node
	}
	f := c.flow.Func(place)
	switch {
	case f == nil:
		return fix, grows
	case w != nil && (w.Dur == nil || w.Dur == w.Node) && w.Pace == timing.Constant:
		return fix, "use the library's exponential backoff, with jitter"
	case w != nil && (w.Dur == nil || w.Dur == w.Node):
		return c.policyFix(w), c.whereToAdd(w)
	case category == isNoJitter:
		if fix = c.policyFix(w); len(fix.TextEdits) > 0 {
			return fix, ""
		}
		return c.jitter(w), grows
	case c.places.CalledBack(place):
		return fix, "a library calls this function: " + grows + ", in a goroutine of its own"
	case len(c.places.MayHold(place)) > 0:
		return fix, "a lock is or may be held here: release it before the wait, and " + grows
	case c.places.ServesOthers(place, y.Loop):
		return fix, "the select serves other channels: use a timer in it, and " + grows
	}
	m := c.mend(y, category, w)
	switch {
	case m.lap != nil && m.finder.HandlesMessage(y.Site, m.lap.body):
		return fix, otherMessages
	case y.Rings:
		fix, advice = m.rings.ring(category)
	case category == isConstant:
		fix, advice = m.constant()
		if len(fix.TextEdits) == 0 && y.Inner.Any {
			return c.jitter(w), advice // the waits after failed dials grow in the cycle within
		}
	case category == isFirst:
		fix, advice = m.first()
	default:
		fix, advice = m.none()
	}
	if len(fix.TextEdits) > 0 && m.stmt != nil {
		m.waited[m.stmt] = true
	}
	if advice == "" {
		advice = grows
	}
	return fix, advice
}

// whereToAdd says where jitter is to be added to a wait that a function makes: to a
// policy, or in that function.
func (c *checker) whereToAdd(w *redial.Wait) string {
	if call, ok := w.Node.(*ast.CallExpr); ok {
		known, f := c.graph.Wait(call), lang.Callee(c.flow.Info, call)
		if known != nil && known.Policy == wslib.None && f != nil && f.Pkg() != nil {
			return "add jitter where it waits, in package " + f.Pkg().Name()
		}
	}
	return "configure it with jitter"
}

// A mend is one fix in the making.
type mend struct {
	*checker
	*rewrite.Builder
	y *redial.Cycle
	// f is the function that the cycle's loop is in.
	f *connflow.Func
	// w is the wait that the finding is about, nil if it is about a dial.
	w *redial.Wait
	// left: the lap is left once there is a connection.
	left bool
	// lap is the loop of the cycle, stmt the statement in it that dials: where the
	// dial is in a loop within it, that loop.
	lap  *lap
	stmt ast.Stmt
	// time is the name of package time.
	time string

	endings    *endings
	laps       *laps
	ownBackoff *ownBackoff
	waiting    *waiting
	randomness *randomness
	rings      *rings
	tickers    *tickers
	texts      *texts
}

// newMend returns a fix in the making, in the file of n.
func (c *checker) newMend(n ast.Node) *mend {
	m := &mend{checker: c, Builder: c.session.New(c.flow.File(n))}
	m.endings = &endings{m}
	m.laps = &laps{m}
	m.ownBackoff = &ownBackoff{m}
	m.waiting = &waiting{m}
	m.randomness = &randomness{mend: m}
	m.rings = &rings{m}
	m.tickers = &tickers{m}
	m.texts = &texts{mend: m}
	return m
}

func (c *checker) mend(y *redial.Cycle, category string, w *redial.Wait) *mend {
	m := c.newMend(y.Site)
	m.y, m.f, m.w = y, y.In, w
	m.time = m.Import("time", y.Site.Pos())
	m.lap = m.laps.loopOf(y)
	if m.lap == nil {
		return m
	}
	m.stmt = m.dialing()
	// The loop that dials may be left once there is a connection: what is redialed
	// when that is lost is the next loop's. redial.Failed dials stay in this one.
	for m.lap.jump == nil && m.stmt != nil && m.alive() && !m.comesBack() {
		outer := m.laps.loopAround()
		if category != isFirst || outer == nil {
			m.left = true
			break
		}
		m.lap = outer
		m.stmt = m.dialing()
	}
	return m
}

// dialing returns the statement in the lap that dials.
func (m *mend) dialing() ast.Stmt {
	if inner := m.finder.InnerLoop(m.lap.stmt, m.y.Site); inner != nil {
		return m.Statement(inner)
	}
	return m.Statement(m.y.Site)
}

// comesBack reports whether the dial is come to again, in the lap, after a success.
func (m *mend) comesBack() bool {
	made := m.success()
	if made == nil {
		return true
	}
	next := made.After
	if made.In != nil {
		next = made.In
	} else if siblings := m.Siblings(next); slices.Index(siblings, next)+1 < len(siblings) {
		next = siblings[slices.Index(siblings, next)+1]
	} else {
		return true
	}
	from := paths.First(next)
	return lang.Within(m.y.Site, from) || m.flow.Between(from, m.y.Site, func(n ast.Node) bool { return !lang.Within(n, m.lap.stmt) })
}

// alive reports whether the cycle goes on after a connection that was of use: then
// the backoff begins anew after one that was good.
func (m *mend) alive() bool {
	return !m.left && len(m.y.Where(func(s redial.State) bool { return s.Outcome == redial.Alive && s.Service != redial.Broken })) > 0
}

// success returns where the dial has made a connection, nil if no place is sure.
func (m *mend) success() *rewrite.Success {
	if found := m.Success(m.stmt, m.y.Site); found != nil {
		return found
	}
	conn := m.flow.Index.IsConn(lang.TypeOf(m.flow.Info, m.y.Site)) != nil
	if len(m.y.Failures()) == 0 && (conn || m.returnsConnected()) {
		return &rewrite.Success{After: m.stmt}
	}
	return nil
}

// returnsConnected reports whether what the site calls comes back only with a
// connection: it returns no error, or it is a loop, which ends then.
func (m *mend) returnsConnected() bool {
	switch m.stmt.(type) {
	case *ast.ForStmt, *ast.RangeStmt, *ast.LabeledStmt:
		return true
	}
	tuple, ok := lang.TypeOf(m.flow.Info, m.y.Site).(*types.Tuple)
	return ok && tuple.Len() == 0
}
