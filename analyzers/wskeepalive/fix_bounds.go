package wskeepalive

import (
	"go/ast"
	"go/token"
	"time"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/lang"
)

// bounds writes the deadline before each read and into the pong handler that is
// there already, and declares their constant once in each function.
type bounds struct {
	*fixer
	reads  bound
	points []*point
	pong   *pongHandler
	// names is what the constant is called in the functions that have it, inPong in
	// the handler if that sees one of them.
	names  map[*connflow.Func]string
	inPong string
	// value is that of the constant.
	value time.Duration
}

// declareAt inserts the constants d, pongWait among them, and text at the site.
func (b *bounds) declareAt(at *site, d *durations, pongWait, text string) {
	b.value = d.bound
	if b.declareBeforePong(at.in, d, pongWait, at.pos) {
		at.insert(text)
		return
	}
	at.insert(d.String() + text)
	scope := b.pass.Pkg.Scope().Innermost(at.pos)
	for _, p := range b.points {
		if scope == nil || p.stmt.Pos() < at.pos || !scope.Contains(p.stmt.Pos()) {
			return // it does not see them
		}
	}
	for _, p := range b.points {
		b.names[p.in] = pongWait
	}
}

// declareBeforePong declares the constants d in front of the statement that sets
// the pong handler, if that is in the function in and what needs them there,
// at pos and at the points, follows.
func (b *bounds) declareBeforePong(in *connflow.Func, d *durations, pongWait string, pos token.Pos) bool {
	if b.pong == nil || b.pong.stmt == nil || b.flow.Func(b.pong.stmt) != in || !lang.Within(b.pong.body, b.pong.stmt) {
		return false
	}
	block, ok := b.flow.Parent(b.pong.stmt).(*ast.BlockStmt)
	sees := func(pos token.Pos) bool { return b.pong.stmt.End() <= pos && pos < block.End() }
	if !ok || !sees(pos) {
		return false
	}
	for _, p := range b.points {
		if p.in == in && !sees(p.stmt.Pos()) {
			return false
		}
	}
	if text := d.String(); text != "" {
		b.Before(b.pong.stmt, text)
	}
	b.names[in], b.inPong = pongWait, pongWait
	return true
}

// renew sets the deadlines.
func (b *bounds) renew() {
	for _, p := range b.points {
		if b.names[p.in] == "" {
			b.declareFor(p)
		}
		b.Before(p.stmt, b.idiom(b.idioms.BoundRead, p.stmt.Pos(), p.conn, b.names[p.in]))
	}
	if b.pong == nil {
		return
	}
	pos, text := b.pong.body.Pos(), ""
	if b.inPong == "" {
		d := b.fixer.durations(pos)
		b.inPong = d.pongWait(b.reads)
		text = d.String()
	}
	b.Prepend(b.pong.body, text+b.idiom(b.idioms.BoundRead, pos, b.pong.conn, b.inPong))
}

// declareFor declares the constant for the points in p's function.
func (b *bounds) declareFor(p *point) {
	d := b.durations(p.stmt.Pos())
	pongWait := d.pongWait(b.reads)
	b.value = d.bound
	if b.declareBeforePong(p.in, d, pongWait, p.stmt.Pos()) {
		return
	}
	b.names[p.in] = pongWait
	alone := true
	for _, other := range b.points {
		alone = alone && (other == p || other.in != p.in)
	}
	switch text := d.String(); {
	case text == "":
	case !alone:
		b.Prepend(p.in.Body, text)
	case p.Loop != nil && lang.Within(p.stmt, p.Loop):
		b.Before(p.Loop, text)
	default:
		b.Before(p.stmt, text)
	}
}
