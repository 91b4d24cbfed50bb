package paths

import (
	"go/ast"
	goconstant "go/constant"
	"go/token"
	"go/types"
)

// Eval returns what is known of the value of e where fs are known.
func (ev *evaluator) Eval(fs Facts, e ast.Expr) Fact {
	e = ast.Unparen(e)
	if tv, ok := ev.info.Types[e]; ok {
		if tv.IsNil() {
			return IsZero
		}
		if tv.Value != nil {
			return ev.constant(tv.Value)
		}
	}
	switch e := e.(type) {
	case *ast.CompositeLit:
		if t := ev.info.TypeOf(e); t != nil {
			if _, ok := t.Underlying().(*types.Struct); ok && len(e.Elts) == 0 {
				return IsZero // time.Time{}
			}
		}
		return NonZero
	case *ast.FuncLit:
		return NonZero
	case *ast.UnaryExpr:
		switch e.Op {
		case token.AND:
			return NonZero
		case token.NOT:
			return ev.Eval(fs, e.X).Not()
		case token.ARROW:
			return ev.Result(fs, e, 0)
		}
		return Unknown
	case *ast.BinaryExpr:
		return ev.binary(fs, e)
	case *ast.CallExpr:
		return ev.call(fs, e)
	}
	if ev.isSentinel(e) {
		return NonZero
	}
	if id, ok := ev.of(e); ok {
		return fs.get(id)
	}
	return Unknown
}

func (ev *evaluator) binary(fs Facts, e *ast.BinaryExpr) Fact {
	x, y := ev.Eval(fs, e.X), ev.Eval(fs, e.Y)
	switch e.Op {
	case token.LAND:
		return and(x, y)
	case token.LOR:
		return and(x.Not(), y.Not()).Not()
	case token.MUL:
		if x == IsZero || y == IsZero {
			return IsZero
		}
		return Unknown
	case token.EQL:
		return equal(x, y)
	case token.NEQ:
		return equal(x, y).Not()
	}
	c, ok := ev.comparison(e)
	if !ok {
		return Unknown
	}
	switch f := ev.Eval(fs, c.x); {
	case c.op == token.GTR, c.op == token.GEQ && c.with == 1:
		return f.some() // what counts attempts or time is not negative
	case c.op == token.LEQ, c.op == token.LSS && (c.with == 1 || f == IsZero):
		return f.Not()
	}
	return Unknown
}

// A comparison is one of x, a count that is not negative, with a constant.
type comparison struct {
	x    ast.Expr
	op   token.Token
	with int64
}

// flipped are the comparisons that mean the same with their sides exchanged.
var flipped = map[token.Token]token.Token{
	token.LSS: token.GTR, token.GTR: token.LSS, token.LEQ: token.GEQ, token.GEQ: token.LEQ, token.EQL: token.EQL, token.NEQ: token.NEQ,
}

// comparison takes a comparison with zero apart, or one with one where that means
// the same of a count, and x < n for any larger n, which holds where x is zero.
func (ev *evaluator) comparison(e *ast.BinaryExpr) (c comparison, ok bool) {
	c = comparison{x: e.X, op: e.Op}
	if c.with, ok = ev.int(e.Y); !ok {
		c.x, c.op = e.Y, flipped[e.Op]
		if c.with, ok = ev.int(e.X); !ok {
			return c, false
		}
	}
	if t := ev.info.TypeOf(c.x); t != nil {
		if b, isBasic := t.Underlying().(*types.Basic); isBasic && b.Info()&types.IsBoolean != 0 {
			if c.op == token.EQL { // x == true
				c.op = token.NEQ
			} else {
				c.op = token.EQL
			}
			if c.with == 0 { // x == false
				c.op = opposite[c.op]
			}
			c.with = 0
			return c, true
		}
	}
	switch {
	case c.with == 0 && c.op != token.LSS && c.op != token.GEQ, c.with == 1 && (c.op == token.GEQ || c.op == token.LSS):
		return c, true
	case c.with > 1 && c.op == token.LSS:
		return c, true
	}
	return c, false
}

var opposite = map[token.Token]token.Token{token.EQL: token.NEQ, token.NEQ: token.EQL}

// int returns the constant e as a number: nil and false are 0, true is 1.
func (ev *evaluator) int(e ast.Expr) (int64, bool) {
	tv := ev.info.Types[e]
	switch {
	case tv.IsNil():
		return 0, true
	case tv.Value == nil:
		return 0, false
	case tv.Value.Kind() == goconstant.Bool:
		if goconstant.BoolVal(tv.Value) {
			return 1, true
		}
		return 0, true
	}
	if i := goconstant.ToInt(tv.Value); i.Kind() == goconstant.Int {
		return goconstant.Int64Val(i)
	}
	return 0, false
}

// Refine returns fs where cond is known to be true, or, unless holds, false.
func (ev *evaluator) Refine(fs Facts, cond ast.Expr, holds bool) Facts {
	switch e := ast.Unparen(cond).(type) {
	case *ast.UnaryExpr:
		if e.Op == token.NOT {
			return ev.Refine(fs, e.X, !holds)
		}
	case *ast.BinaryExpr:
		if e.Op == token.LAND && holds || e.Op == token.LOR && !holds {
			return ev.Refine(ev.Refine(fs, e.X, holds), e.Y, holds)
		}
		return ev.refineComparison(fs, e, holds)
	case *ast.CallExpr:
		return ev.refineCall(fs, e, holds)
	case *ast.Ident, *ast.SelectorExpr:
		if id, ok := ev.of(e.(ast.Expr)); ok {
			return fs.set(id, Bool(holds))
		}
	}
	return fs
}

func (ev *evaluator) refineComparison(fs Facts, e *ast.BinaryExpr, holds bool) Facts {
	if holds && e.Op == token.EQL || !holds && e.Op == token.NEQ {
		x, y := e.X, e.Y
		if ev.info.Types[x].Value != nil {
			x, y = y, x
		}
		if v := ev.info.Types[y].Value; v != nil {
			if id, ok := ev.of(x); ok {
				return fs.set(id, ev.constant(v))
			}
		}
	}
	c, ok := ev.comparison(e)
	if !ok || c.with > 1 {
		return fs
	}
	id, ok := ev.of(c.x)
	if !ok {
		return fs
	}
	f := Bool(holds)
	if c.op == token.EQL || c.op == token.LSS || c.op == token.LEQ {
		f = f.Not()
	}
	return fs.set(id, f)
}
