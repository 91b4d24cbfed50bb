package wsbackoff

import (
	"fmt"
	"go/ast"
	"go/format"
	"go/token"
	"go/types"
	"slices"
	"strings"
	"time"

	"golang.org/x/tools/go/analysis"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/lang"
	"github.com/wsvet/wsvet/analyzers/internal/rewrite"
)

// A maker makes a fix.
type maker func() analysis.SuggestedFix

// plan returns what makes the fix of a finding, or, where no edit in one place
// is right, what to do.
func (c *checker) plan(y *cycle, category string, w *wait) (fix maker, advice string) {
	const want = "let the wait grow from attempt to attempt, with a limit and something random in it"
	place := ast.Node(y.site)
	if w != nil {
		place = w.node
	}
	f := c.flow.Func(place)
	stmt := c.statement(place)
	switch {
	case f == nil:
		return nil, want
	case w != nil && w.dur == nil:
		return nil, "configure it with jitter"
	case c.calledBack(f):
		return nil, "a library calls this function: " + want + ", in a goroutine of its own, so that the library is not held up"
	case c.locked(f, place, 0):
		return nil, "a lock is or may be held here: release it, then " + want
	case c.serves(place, y.loop):
		return nil, "the select around it serves other channels, which must not wait: use a timer in it that is reset, and " + want
	case stmt == nil:
		return nil, want
	}
	if category == isNoJitter {
		if call, ok := w.dur.(*ast.CallExpr); ok && call == w.node {
			return nil, "configure it with jitter"
		}
		return func() analysis.SuggestedFix { return c.jitter(y, w) }, ""
	}
	loop, ok := y.loop.(*ast.ForStmt)
	switch {
	case y.rings || !ok && y.loop == nil:
		return nil, "the cycle leads through several functions or a goto: " + want + ", and keep it where it outlives an attempt"
	case !ok || c.jumps(f) || c.innerLoop(loop, y.site) != nil || f != y.f:
		return nil, want
	}
	if category == isConstant {
		if !lang.Within(w.dur, loop) || !c.known(w.dur, loop) || !c.follows(w.dur, y.site, stmt) {
			return nil, want
		}
		if c.resets(y, w) == unsure {
			return nil, want + ", and start from the first one again only after a connection that lasted"
		}
		if dial := c.statement(y.site); c.resets(y, w) == byConnection && c.onlyWaits(stmt, w) {
			// One wait, before each dial but the first, is for lost connections, too.
			return func() analysis.SuggestedFix { return c.again(y, loop, dial, nil, w, c.pause(y, loop)) }, ""
		}
		return func() analysis.SuggestedFix { return c.grow(y, loop, w, c.statement(w.dur)) }, ""
	}
	if category == isFirst {
		made := c.connected(stmt, y.site)
		if made == nil && len(y.failures()) > 0 {
			return nil, "wait there, too, and reset the backoff only after a connection that lasted"
		}
		return func() analysis.SuggestedFix { return c.again(y, loop, stmt, made, nil, nil) }, ""
	}
	pause := c.pause(y, loop)
	if pause != nil && !c.known(pause.dur, loop) {
		pause = nil
	}
	return func() analysis.SuggestedFix { return c.again(y, loop, stmt, nil, pause, nil) }, ""
}

// follows reports whether the duration dur is given in stmt, which waits, or
// behind the dial and beside stmt: to the timer that it waits for.
func (c *checker) follows(dur ast.Expr, dial *ast.CallExpr, stmt ast.Stmt) bool {
	given := c.statement(dur)
	return given == stmt || given != nil && dial.End() < dur.Pos() && c.flow.Path(given)[1] == c.flow.Path(stmt)[1]
}

// pause returns the wait, the same each time, that stands in the loop's own body
// for lost connections, nil if there is none.
func (c *checker) pause(y *cycle, loop *ast.ForStmt) *wait {
	lost := y.lost()
	if len(lost) == 0 || lost[0].steady == nil {
		return nil
	}
	w := lost[0].steady
	for _, s := range lost {
		if s.steady != w {
			return nil
		}
	}
	i := slices.IndexFunc(loop.Body.List, func(s ast.Stmt) bool { return lang.Within(w.node, s) })
	if i < 0 || !c.onlyWaits(loop.Body.List[i], w) {
		return nil
	}
	return w
}

// connected returns the statement behind which the dial in stmt has made a
// connection: the one that handles its error, or stmt where there is none.
func (c *checker) connected(stmt ast.Stmt, site *ast.CallExpr) ast.Stmt {
	if behind := c.behindError(stmt); behind != nil {
		return behind
	}
	if _, ok := stmt.(*ast.AssignStmt); ok && c.flow.Index.IsConn(lang.TypeOf(c.flow.Info, site)) != nil {
		return stmt
	}
	return nil
}

// statement returns the statement around n that is listed in a block, and runs
// as often as n: an if with what is in its head, a select with its communications.
func (c *checker) statement(n ast.Node) ast.Stmt {
	path := c.flow.Path(n)
	for i := 0; i+1 < len(path); i++ {
		stmt, ok := path[i].(ast.Stmt)
		if _, lit := path[i].(*ast.FuncLit); lit {
			return nil
		}
		switch path[i].(type) {
		case *ast.CommClause, *ast.CaseClause:
			ok = false // a part of its select or switch
		}
		if loop, in := path[i+1].(*ast.ForStmt); in && path[i] == ast.Node(loop.Cond) {
			return nil // what is before the loop runs once
		}
		if !ok {
			continue
		}
		switch above := path[i+1].(type) {
		case *ast.BlockStmt:
			return stmt
		case *ast.CaseClause:
			return stmt
		case *ast.CommClause:
			if above.Comm != stmt {
				return stmt
			}
		case *ast.ForStmt, *ast.RangeStmt:
			return nil
		}
	}
	return nil
}

// calledBack reports whether a library calls f: it is one of its handlers, or
// handed to code that cannot be seen.
func (c *checker) calledBack(f *connflow.Func) bool {
	for ; f != nil; f = f.Outer {
		if c.handlers[f] {
			return true
		}
		if lit, ok := f.Node.(*ast.FuncLit); ok {
			if call, ok := c.flow.Path(lit)[1].(*ast.CallExpr); ok && call.Fun != ast.Expr(lit) && len(c.flow.Callers(f)) == 0 {
				return true
			}
		}
	}
	return false
}

// locked reports whether a lock is held, or may be by a caller, at n.
func (c *checker) locked(f *connflow.Func, n ast.Node, depth int) bool {
	unlocks := func(m ast.Node) bool {
		call, ok := m.(*ast.CallExpr)
		site := c.flow.Site(call)
		return ok && c.lock(call, "Unlock", "RUnlock") && site != nil && !site.Defer
	}
	for _, call := range c.graph.calls[f] {
		if c.lock(call, "Lock", "RLock") && c.flow.Between(call, n, unlocks) {
			return true
		}
	}
	if depth >= maxVia {
		return false
	}
	for _, site := range c.flow.Callers(f) {
		if !site.Go && site.In != nil && site.In != f && c.locked(site.In, site.Call, depth+1) {
			return true
		}
	}
	return false
}

// lock reports whether call is one of these methods of package sync.
func (c *checker) lock(call *ast.CallExpr, names ...string) bool {
	fn := lang.Callee(c.flow.Info, call)
	if fn == nil || fn.Pkg() == nil || fn.Pkg().Path() != "sync" {
		return false
	}
	for _, name := range names {
		if fn.Name() == name {
			return true
		}
	}
	return false
}

// serves reports whether n is in a select that goes on to serve other channels.
func (c *checker) serves(n ast.Node, loop ast.Stmt) bool {
	for _, above := range c.flow.Path(n) {
		if above == ast.Node(loop) {
			return false
		}
		switch above := above.(type) {
		case *ast.FuncDecl, *ast.FuncLit:
			return false
		case *ast.SelectStmt:
			for _, clause := range above.Body.List {
				cc := clause.(*ast.CommClause)
				if cc.Comm != nil && !lang.Within(n, cc) && !ends(&ast.BlockStmt{List: cc.Body}) {
					return true
				}
			}
		}
	}
	return false
}

// jumps reports whether f has a goto: it could jump over a declaration.
func (c *checker) jumps(f *connflow.Func) bool {
	found := false
	lang.Walk(f.Body, func(n ast.Node) {
		if s, ok := n.(*ast.BranchStmt); ok && s.Tok == token.GOTO {
			found = true
		}
	})
	return found
}

// known reports whether e is the same before the loop as in it: it is made of
// constants, and of variables and fields of what is declared before.
func (c *checker) known(e ast.Expr, loop ast.Stmt) bool {
	ok := true
	ast.Inspect(e, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CallExpr:
			if !c.flow.Info.Types[n.Fun].IsType() && c.flow.Info.Types[n].Value == nil {
				ok = false
			}
		case *ast.Ident:
			obj := c.flow.Info.ObjectOf(n)
			if obj != nil && loop.Pos() <= obj.Pos() && obj.Pos() < loop.End() {
				ok = false
			}
			if v, isVar := obj.(*types.Var); isVar && !v.IsField() {
				for _, e := range c.flow.Writes(v) {
					ok = ok && !lang.Within(e, loop)
				}
			}
		case *ast.IndexExpr, *ast.StarExpr, *ast.FuncLit:
			ok = false
		}
		return ok
	})
	return ok
}

// A mend is one fix in the making.
type mend struct {
	*checker
	*rewrite.Builder
	y    *cycle
	f    *connflow.Func
	pos  token.Pos
	time string
}

func (c *checker) mend(y *cycle, f *connflow.Func, n ast.Node) *mend {
	path := c.flow.Path(n)
	m := &mend{checker: c, Builder: c.session.New(path[len(path)-1].(*ast.File)), y: y, f: f, pos: n.Pos()}
	m.time = m.Import("time", n.Pos())
	return m
}

// rand returns the name of the package for random numbers: the one that the file
// has, or the newer one where its Go version has that.
func (m *mend) rand() string {
	file := m.flow.Path(m.f.Node)
	has := false
	for _, spec := range file[len(file)-1].(*ast.File).Imports {
		has = has || spec.Path.Value == `"math/rand"`
	}
	if has || !m.GoVersion("go1.22") {
		return m.Import("math/rand", m.pos)
	}
	return m.Import("math/rand/v2", m.pos)
}

// jittered returns the duration d with up to half of it less, at random: so it
// stays within d's limit, and one that doubles still grows each time.
func (m *mend) jittered(d string) string {
	return fmt.Sprintf("%s.Duration((0.5 + %s.Float64()/2) * float64(%s))", m.time, m.rand(), d)
}

// duration writes d as a person would.
func (m *mend) duration(d time.Duration) string {
	for _, u := range []struct {
		unit time.Duration
		name string
	}{{time.Second, "Second"}, {time.Millisecond, "Millisecond"}, {time.Nanosecond, "Nanosecond"}} {
		if d%u.unit == 0 {
			if d == u.unit {
				return m.time + "." + u.name
			}
			return fmt.Sprintf("%d * %s.%s", d/u.unit, m.time, u.name)
		}
	}
	return ""
}

// jitter adds to a wait what is random, and nothing else.
func (c *checker) jitter(y *cycle, w *wait) analysis.SuggestedFix {
	m := c.mend(y, c.flow.Func(w.dur), w.dur)
	m.replace(w.dur, m.jittered(m.Text(w.dur)))
	return m.Fix("Add jitter to the wait: 50% to 100% of it")
}

// replace puts text in the place of e as gofmt has it there: how it spaces an
// operation depends on what is around it.
func (m *mend) replace(e ast.Expr, text string) {
	var outer ast.Expr = e
	for _, n := range m.flow.Path(e) {
		above, ok := n.(ast.Expr)
		if _, lit := n.(*ast.FuncLit); !ok || lit {
			break
		}
		outer = above
	}
	around := m.Text(outer)
	start := int(e.Pos() - outer.Pos())
	before := around[:start]
	out, err := format.Source([]byte("_ = " + before + text + around[start+len(m.Text(e)):]))
	if err == nil && !strings.Contains(around, "\n") {
		text = spaced(strings.TrimPrefix(string(out), "_ = "), solid(before), solid(text))
	}
	m.Replace(e, text)
}

// solid counts what is no space in text.
func solid(text string) int { return len(strings.Join(strings.Fields(text), "")) }

// spaced returns the part of text that has n characters, spaces not counted,
// after the first skip.
func spaced(text string, skip, n int) string {
	start, end := -1, len(text)
	for i := range len(text) {
		if text[i] == ' ' {
			continue
		}
		if skip == 0 && start < 0 {
			start = i
		}
		if skip > 0 {
			skip--
		} else if n--; n == 0 {
			end = i + 1
			break
		}
	}
	return text[max(start, 0):end]
}

// names are those that a fix declares.
type names struct{ max, backoff, since, wait string }

// grow lets a wait that is the same each time, and is given in stmt, grow.
func (c *checker) grow(y *cycle, loop *ast.ForStmt, w *wait, stmt ast.Stmt) analysis.SuggestedFix {
	m := c.mend(y, y.f, loop)
	declare, initial, limit, n := m.start(w)
	reset := ""
	switch site := c.statement(y.site); c.resets(y, w) {
	case byAttempt:
		n.since = m.Name("dialed", m.pos)
		m.stamp(site, n.since)
		reset = fmt.Sprintf("if %s.Since(%s) > %s { // that connection was good\n%s = %s\n}\n", m.time, n.since, n.max, n.backoff, initial)
	case byConnection:
		n.since = m.Name("connected", m.pos)
		m.After(c.behindError(site), fmt.Sprintf("%s = %s.Now()", n.since, m.time))
		reset = fmt.Sprintf("if !%s.IsZero() && %s.Since(%s) > %s { // the last connection was good\n%s = %s\n}\n%s = %s.Time{}\n",
			n.since, m.time, n.since, n.max, n.backoff, initial, n.since, m.time)
	}
	if n.since != "" {
		declare += fmt.Sprintf("var %s %s.Time\n", n.since, m.time)
	}
	m.Before(loop, declare)
	if c.onlyWaits(stmt, w) {
		if reset != "" {
			m.Before(stmt, reset)
		}
		m.Replace(stmt, m.sleep(stmt, n.backoff))
		m.After(stmt, m.growth(n))
	} else {
		n.wait = m.Name("wait", m.pos)
		m.Before(stmt, reset+fmt.Sprintf("%s := %s\n%s", n.wait, m.jittered(n.backoff), m.growth(n)))
		m.replace(w.dur, n.wait)
	}
	return m.Fix(fmt.Sprintf("Let the wait grow to %v, with jitter", limit))
}

// untyped reports whether the constant e would be a plain number elsewhere: 5e9.
func (m *mend) untyped(e ast.Expr) bool {
	plain := true
	ast.Inspect(e, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.CallExpr:
			plain = false // a conversion
		case *ast.Ident:
			if c, ok := m.flow.Info.Uses[n].(*types.Const); ok {
				b, basic := c.Type().(*types.Basic)
				plain = plain && basic && b.Info()&types.IsUntyped != 0
			}
		}
		return plain
	})
	return plain
}

// start declares the backoff that begins with a wait that was there, and returns
// the declarations, that first wait, and the limit.
func (m *mend) start(w *wait) (declare, initial string, limit time.Duration, n names) {
	first := m.Text(w.dur)
	limit, initial = m.limits.max, first
	n = names{max: m.Name("maxBackoff", m.pos), backoff: m.Name("backoff", m.pos)}
	if m.flow.Info.Types[w.dur].Value == nil { // configured
		initial = m.Name("firstBackoff", m.pos)
		declare = fmt.Sprintf("%s, %s := %s, %s\n", initial, n.max, first, m.duration(limit)) +
			fmt.Sprintf("if %s <= 0 {\n%s = %s\n}\nif %s > %s {\n%s = %s\n}\n", initial, initial, m.duration(m.limits.min), initial, n.max, n.max, initial) +
			fmt.Sprintf("%s := %s\n", n.backoff, initial)
		return declare, initial, limit, n
	}
	if d, ok := m.intConst(w.dur); ok && time.Duration(d)*2 > limit {
		limit = time.Duration(d) * 10
	}
	if m.untyped(w.dur) {
		initial = fmt.Sprintf("%s.Duration(%s)", m.time, first)
	}
	declare = fmt.Sprintf("const %s = %s\n%s := %s\n", n.max, m.duration(limit), n.backoff, initial)
	return declare, initial, limit, n
}

// onlyWaits reports whether stmt is the wait w and nothing else: time.Sleep(d),
// or <-time.After(d).
func (c *checker) onlyWaits(stmt ast.Stmt, w *wait) bool {
	expr, ok := stmt.(*ast.ExprStmt)
	if !ok {
		return false
	}
	if receive, ok := expr.X.(*ast.UnaryExpr); ok && receive.Op == token.ARROW {
		call, ok := receive.X.(*ast.CallExpr)
		return ok && lang.Callee(c.flow.Info, call) != nil && lang.Callee(c.flow.Info, call).FullName() == "time.After"
	}
	return expr.X == w.node && c.isSleep(expr.X)
}

// A resetting is how a fix knows that a connection was good, after which the
// backoff begins anew.
type resetting uint8

const (
	// never: the loop is left once there is a connection.
	never resetting = iota
	// byAttempt: the wait follows each attempt, and that took long.
	byAttempt
	// byConnection: the wait follows a failure alone, that of the first dial after
	// a connection that lived long.
	byConnection
	// unsure: it cannot be told in one place.
	unsure
)

func (c *checker) resets(y *cycle, w *wait) resetting {
	living := y.where(func(s state) bool { return s.outcome == alive })
	site := c.statement(y.site)
	switch {
	case len(living) == 0:
		return never
	case site == nil || !lang.Within(site, y.loop):
		return unsure
	}
	for _, s := range living {
		if s.steady == nil || s.steady.node != w.node {
			if c.behindError(site) == nil {
				return unsure
			}
			return byConnection
		}
	}
	return byAttempt
}

// isSleep reports whether e is a call of time.Sleep.
func (c *checker) isSleep(e ast.Expr) bool {
	call, ok := e.(*ast.CallExpr)
	if !ok {
		return false
	}
	fn := lang.Callee(c.flow.Info, call)
	return fn != nil && fn.FullName() == "time.Sleep"
}

// growth doubles the backoff up to its limit.
func (m *mend) growth(n names) string {
	return fmt.Sprintf("if %s *= 2; %s > %s {\n%s = %s\n}", n.backoff, n.backoff, n.max, n.backoff, n.max)
}

// again waits before the loop dials again: after each attempt, or, with made,
// which only follows a dial that did not fail, after each connection. A wait w
// that was there gives the first wait, and is taken out. So is another one, pause,
// if it needs no variable that would be unused then.
func (c *checker) again(y *cycle, loop *ast.ForStmt, stmt, made ast.Stmt, w, pause *wait) analysis.SuggestedFix {
	m := c.mend(y, y.f, loop)
	var declare, initial string
	var limit time.Duration
	var n names
	if w != nil {
		declare, initial, limit, n = m.start(w)
		m.Delete(c.statement(w.node))
		if pause != nil && (c.flow.Info.Types[pause.dur].Value != nil || m.Text(pause.dur) == m.Text(w.dur)) {
			m.Delete(c.statement(pause.node))
		}
	} else {
		limit, initial = c.limits.max, m.duration(c.limits.min)
		n = names{max: m.Name("maxBackoff", m.pos), backoff: m.Name("backoff", m.pos)}
		declare = fmt.Sprintf("const %s = %s\n%s := %s\n", n.max, m.duration(limit), n.backoff, initial)
	}
	n.since = m.Name("dialed", m.pos)
	when := "when the last attempt began"
	switch {
	case made != nil:
		when = "when the connection was made that was lost"
	case m.onlyDials(stmt):
		when = "when the last dial ended"
	}
	m.Before(loop, declare+fmt.Sprintf("var %s %s.Time // %s\n", n.since, m.time, when))
	forget := ""
	if made != nil {
		forget = fmt.Sprintf("\n%s = %s.Time{}", n.since, m.time)
	}
	place := m.prepares(stmt)
	m.Before(place, fmt.Sprintf("if !%s.IsZero() {\nif %s.Since(%s) > %s { // that connection was good\n%s = %s\n}\n%s\n%s%s\n}",
		n.since, m.time, n.since, n.max, n.backoff, initial, m.sleep(place, n.backoff), m.growth(n), forget))
	if made != nil {
		m.After(made, fmt.Sprintf("%s = %s.Now()", n.since, m.time))
	} else {
		m.stamp(stmt, n.since)
	}
	return m.Fix(fmt.Sprintf("Wait before dialing again: %s at first, growing to %v, with jitter", strings.TrimPrefix(initial, m.time+"."), limit))
}

// prepares returns the first statement of stmt's block that declares what stmt may
// need: a context with a timeout, or a token, would not outlive a wait behind it.
func (m *mend) prepares(stmt ast.Stmt) ast.Stmt {
	block, ok := m.flow.Path(stmt)[1].(*ast.BlockStmt)
	if !ok {
		return stmt
	}
	for _, s := range block.List {
		assign, ok := s.(*ast.AssignStmt)
		_, decl := s.(*ast.DeclStmt)
		if s == stmt || decl || ok && assign.Tok == token.DEFINE {
			return s
		}
	}
	return stmt
}

// stamp notes from when on a connection lives: from when the dial in stmt ended,
// however long it took, or, where stmt also serves the connection, began.
func (m *mend) stamp(stmt ast.Stmt, since string) {
	now := fmt.Sprintf("%s = %s.Now()", since, m.time)
	if m.onlyDials(stmt) {
		m.After(stmt, now)
	} else {
		m.Before(stmt, now)
	}
}

// onlyDials reports whether stmt is the dial of the cycle, or a call that leads to
// it, and the connection lives behind it.
func (m *mend) onlyDials(stmt ast.Stmt) bool {
	assign, ok := stmt.(*ast.AssignStmt)
	return ok && assign.Rhs[0] == ast.Expr(m.y.site) &&
		!slices.ContainsFunc(m.outs(m.y.site), func(x exit) bool { return x.outcome == alive && x.service != unserved })
}

// behindError returns the statement behind which the dial in stmt has not failed: an
// if on its error that leads elsewhere.
func (c *checker) behindError(stmt ast.Stmt) ast.Stmt {
	assign, ok := stmt.(*ast.AssignStmt)
	path := c.flow.Path(stmt)
	if !ok || len(path) < 2 {
		return nil
	}
	block, ok := path[1].(*ast.BlockStmt)
	if !ok {
		return nil
	}
	for i, s := range block.List {
		if s != stmt || i+1 >= len(block.List) {
			continue
		}
		test, ok := block.List[i+1].(*ast.IfStmt)
		if !ok || test.Else != nil || test.Init != nil {
			return nil
		}
		cond, ok := test.Cond.(*ast.BinaryExpr)
		if !ok || cond.Op != token.NEQ || !c.flow.Info.Types[cond.Y].IsNil() || !lang.IsError(lang.TypeOf(c.flow.Info, cond.X)) {
			return nil
		}
		err := lang.VarOrField(c.flow.Info, cond.X)
		assigned := false
		for _, lhs := range assign.Lhs {
			assigned = assigned || err != nil && lang.VarOrField(c.flow.Info, lhs) == err
		}
		if assigned && leaves(test.Body.List) {
			return test
		}
	}
	return nil
}

// leaves reports whether what follows list is not reached from its end.
func leaves(list []ast.Stmt) bool {
	if len(list) == 0 {
		return false
	}
	switch last := list[len(list)-1].(type) {
	case *ast.BranchStmt, *ast.ReturnStmt:
		return true
	case *ast.SelectStmt:
		return !breaks(last) && !slices.ContainsFunc(last.Body.List, func(s ast.Stmt) bool { return !leaves(s.(*ast.CommClause).Body) })
	}
	return false
}

// breaks reports whether there is a break in s that may be one out of s.
func breaks(s *ast.SelectStmt) bool {
	found := false
	lang.Walk(s, func(n ast.Node) {
		b, ok := n.(*ast.BranchStmt)
		found = found || ok && b.Tok == token.BREAK && b.Label == nil
	})
	return found
}
