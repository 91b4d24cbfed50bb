package wsbackoff

import (
	"go/ast"
	goconstant "go/constant"
	"go/token"
	"go/types"
	"slices"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/lang"
)

// A fact is what is known of a variable on one path: enough to tell the path of
// a dial that failed from that of one that did not, and the first attempt from
// the later ones.
type fact byte

const (
	unknown fact = iota
	isZero       // nil, false, 0, "", the zero time
	nonZero
	// From here on, a fact is one constant other than zero: that of knower.values.
	valued
)

func (f fact) not() fact {
	switch {
	case f == isZero:
		return nonZero
	case f >= nonZero:
		return isZero
	}
	return unknown
}

func boolean(b bool) fact {
	if b {
		return nonZero
	}
	return isZero
}

// facts holds the facts of one path, as a string so that paths compare: three
// bytes each, sorted, the number of the variable and its fact.
type facts string

func (fs facts) find(id uint16) int {
	i := 0
	for i < len(fs) && uint16(fs[i])<<8|uint16(fs[i+1]) < id {
		i += 3
	}
	return i
}

func (fs facts) get(id uint16) fact {
	if i := fs.find(id); i < len(fs) && uint16(fs[i])<<8|uint16(fs[i+1]) == id {
		return fact(fs[i+2])
	}
	return unknown
}

func (fs facts) set(id uint16, f fact) facts {
	i := fs.find(id)
	rest := fs[i:]
	if len(rest) > 0 && uint16(rest[0])<<8|uint16(rest[1]) == id {
		rest = rest[3:]
	}
	if f == unknown {
		return fs[:i] + rest
	}
	return fs[:i] + facts([]byte{byte(id >> 8), byte(id), byte(f)}) + rest
}

// knower keeps the numbers of what facts are about: variables and fields, and,
// until the end of their statement, results of calls.
type knower struct {
	flow *connflow.Flow
	ids  map[any]uint16
	kind []idKind
	keys []any
	// values are the constants that facts are.
	values []string
	// elsewhere are variables that a function literal sets: they change at times
	// that no path knows.
	elsewhere map[*types.Var]bool
}

type idKind byte

const (
	local idKind = iota
	field
	result
)

// A resultOf is the i-th result of a call, or of a receipt from a channel.
type resultOf struct {
	expr ast.Expr
	i    int
}

// A fieldOf is a field of what a variable holds.
type fieldOf struct{ of, field *types.Var }

func newKnower(flow *connflow.Flow) *knower {
	k := &knower{flow: flow, ids: map[any]uint16{}, elsewhere: map[*types.Var]bool{}}
	for _, f := range flow.Funcs {
		if f.Outer == nil {
			continue
		}
		ast.Inspect(f.Body, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.AssignStmt:
				for _, lhs := range n.Lhs {
					k.setIn(f, lhs)
				}
			case *ast.IncDecStmt:
				k.setIn(f, n.X)
			}
			return true
		})
	}
	return k
}

func (k *knower) setIn(f *connflow.Func, lhs ast.Expr) {
	id, ok := ast.Unparen(lhs).(*ast.Ident)
	if !ok {
		return
	}
	if v, ok := k.flow.Info.Uses[id].(*types.Var); ok && (v.Pos() < f.Node.Pos() || f.Node.End() <= v.Pos()) {
		k.elsewhere[v] = true
	}
}

func (k *knower) id(key any, kind idKind) uint16 {
	id, ok := k.ids[key]
	if !ok {
		id = uint16(len(k.ids))
		k.ids[key] = id
		k.kind, k.keys = append(k.kind, kind), append(k.keys, key)
	}
	return id
}

// of returns the number of the variable, field or call that e is.
func (k *knower) of(e ast.Expr) (uint16, bool) {
	switch e := ast.Unparen(e).(type) {
	case *ast.Ident:
		if v, ok := k.flow.Info.ObjectOf(e).(*types.Var); ok && !k.elsewhere[v] && !v.IsField() {
			if v.Parent() == k.flow.Pkg.Scope() {
				return k.id(v, field), true
			}
			return k.id(v, local), true
		}
	case *ast.SelectorExpr:
		id, ok := ast.Unparen(e.X).(*ast.Ident)
		if !ok {
			return 0, false
		}
		of, _ := k.flow.Info.ObjectOf(id).(*types.Var)
		if v, ok := k.flow.Info.ObjectOf(e.Sel).(*types.Var); ok && v.IsField() {
			return k.id(fieldOf{of, v.Origin()}, field), true
		}
	case *ast.CallExpr:
		return k.id(resultOf{e, 0}, result), true
	}
	return 0, false
}

// drop forgets the facts of a kind.
func (k *knower) drop(fs facts, kind idKind) facts {
	for i := 0; i < len(fs); {
		if k.kind[uint16(fs[i])<<8|uint16(fs[i+1])] == kind {
			fs = fs[:i] + fs[i+3:]
		} else {
			i += 3
		}
	}
	return fs
}

// dropAliases forgets what is known of a field by other names than id's: they may
// be of the same struct.
func (k *knower) dropAliases(fs facts, id uint16) facts {
	key, ok := k.keys[id].(fieldOf)
	for i := 0; ok && i < len(fs); {
		other := uint16(fs[i])<<8 | uint16(fs[i+1])
		if o, isField := k.keys[other].(fieldOf); isField && other != id && o.field == key.field {
			fs = fs[:i] + fs[i+3:]
		} else {
			i += 3
		}
	}
	return fs
}

// eval returns what is known of the value of e.
func (k *knower) eval(e ast.Expr, fs facts) fact {
	e = ast.Unparen(e)
	if tv, ok := k.flow.Info.Types[e]; ok {
		if tv.IsNil() {
			return isZero
		}
		if tv.Value != nil {
			return k.constant(tv.Value)
		}
	}
	switch e := e.(type) {
	case *ast.CompositeLit:
		if _, ok := lang.TypeOf(k.flow.Info, e).Underlying().(*types.Struct); ok && len(e.Elts) == 0 {
			return isZero // time.Time{}
		}
		return nonZero
	case *ast.FuncLit:
		return nonZero
	case *ast.UnaryExpr:
		switch e.Op {
		case token.AND:
			return nonZero
		case token.NOT:
			return k.eval(e.X, fs).not()
		}
		return unknown
	case *ast.BinaryExpr:
		return k.binary(e, fs)
	case *ast.CallExpr:
		if id, ok := k.of(e); ok {
			if f := fs.get(id); f != unknown {
				return f
			}
		}
		return k.call(e, fs)
	}
	if k.sentinel(e) {
		return nonZero
	}
	if id, ok := k.of(e); ok {
		return fs.get(id)
	}
	return unknown
}

// sentinel reports whether e is a package's variable for an error of its own,
// such as io.EOF: one that is made once.
func (k *knower) sentinel(e ast.Expr) bool {
	var v *types.Var
	switch e := e.(type) {
	case *ast.Ident:
		v, _ = k.flow.Info.ObjectOf(e).(*types.Var)
	case *ast.SelectorExpr:
		v, _ = k.flow.Info.ObjectOf(e.Sel).(*types.Var)
	}
	if v == nil || v.Pkg() == nil || v.Parent() != v.Pkg().Scope() || !lang.IsError(v.Type()) {
		return false
	}
	writes := k.flow.Writes(v)
	return v.Pkg() != k.flow.Pkg || len(writes) == 1 && k.eval(writes[0], "") >= nonZero
}

// constant is the fact of a constant: which one it is.
func (k *knower) constant(v goconstant.Value) fact {
	f := constantFact(v)
	if f != nonZero || v.Kind() == goconstant.Bool {
		return f
	}
	i := slices.Index(k.values, v.ExactString())
	if i < 0 {
		if len(k.values) >= 250 {
			return nonZero
		}
		i = len(k.values)
		k.values = append(k.values, v.ExactString())
	}
	return valued + fact(i)
}

// equal decides whether two values are the same, where facts can.
func equal(x, y fact) fact {
	switch {
	case x == unknown || y == unknown:
		return unknown
	case x == isZero && y == isZero:
		return nonZero
	case x == isZero || y == isZero:
		return isZero
	case x >= valued && y >= valued:
		return boolean(x == y)
	}
	return unknown
}

func constantFact(v goconstant.Value) fact {
	switch v.Kind() {
	case goconstant.Bool:
		return boolean(goconstant.BoolVal(v))
	case goconstant.Int, goconstant.Float:
		return boolean(goconstant.Sign(v) != 0)
	case goconstant.String:
		return boolean(goconstant.StringVal(v) != "")
	}
	return unknown
}

// call knows a few functions: makers of errors, the clock, tests of errors.
func (k *knower) call(call *ast.CallExpr, fs facts) fact {
	if tv := k.flow.Info.Types[call.Fun]; tv.IsType() && len(call.Args) == 1 {
		return k.eval(call.Args[0], fs)
	}
	sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr)
	if !ok {
		return unknown
	}
	fn, ok := k.flow.Info.Uses[sel.Sel].(*types.Func)
	if !ok {
		return unknown
	}
	switch fn.FullName() {
	case "errors.New", "fmt.Errorf", "time.Now":
		return nonZero
	case "(time.Time).IsZero":
		return k.eval(sel.X, fs).not()
	case "errors.Is", "errors.As":
		if k.eval(call.Args[0], fs) == isZero {
			return isZero
		}
	}
	return unknown
}

func (k *knower) binary(e *ast.BinaryExpr, fs facts) fact {
	switch e.Op {
	case token.LAND:
		x, y := k.eval(e.X, fs), k.eval(e.Y, fs)
		switch {
		case x == isZero || y == isZero:
			return isZero
		case x >= nonZero && y >= nonZero:
			return nonZero
		}
		return unknown
	case token.LOR:
		x, y := k.eval(e.X, fs), k.eval(e.Y, fs)
		switch {
		case x >= nonZero || y >= nonZero:
			return nonZero
		case x == isZero && y == isZero:
			return isZero
		}
		return unknown
	case token.MUL:
		if k.eval(e.X, fs) == isZero || k.eval(e.Y, fs) == isZero {
			return isZero
		}
		return unknown
	case token.EQL:
		return equal(k.eval(e.X, fs), k.eval(e.Y, fs))
	case token.NEQ:
		return equal(k.eval(e.X, fs), k.eval(e.Y, fs)).not()
	}
	x, against, op, ok := k.comparison(e)
	if !ok {
		return unknown
	}
	f := k.eval(x, fs)
	if f == unknown {
		return unknown
	}
	switch op {
	case token.GTR: // what counts attempts or time is not below zero
		return f.not().not()
	case token.GEQ:
		if against == 1 {
			return f.not().not()
		}
	case token.LSS:
		if against == 1 || f == isZero {
			return f.not()
		}
	case token.LEQ:
		return f.not()
	}
	return unknown
}

// comparison takes apart a comparison with zero, or with one where that says
// the same of a count, and, for a zero x, with any larger constant.
func (k *knower) comparison(e *ast.BinaryExpr) (x ast.Expr, against int64, op token.Token, ok bool) {
	zero := func(y ast.Expr) (int64, bool) {
		tv := k.flow.Info.Types[y]
		if tv.IsNil() {
			return 0, true
		}
		if tv.Value == nil {
			return 0, false
		}
		if tv.Value.Kind() == goconstant.Bool {
			return 1, goconstant.BoolVal(tv.Value)
		}
		if i := goconstant.ToInt(tv.Value); i.Kind() == goconstant.Int {
			return goconstant.Int64Val(i)
		}
		return 0, false
	}
	op, x = e.Op, e.X
	v, known := zero(e.Y)
	if !known {
		flip := map[token.Token]token.Token{token.LSS: token.GTR, token.GTR: token.LSS, token.LEQ: token.GEQ, token.GEQ: token.LEQ, token.EQL: token.EQL, token.NEQ: token.NEQ}
		x, op = e.Y, flip[e.Op]
		v, known = zero(e.X)
	}
	if !known {
		return nil, 0, 0, false
	}
	if b, isBasic := lang.TypeOf(k.flow.Info, x).Underlying().(*types.Basic); isBasic && b.Info()&types.IsBoolean != 0 {
		if op == token.EQL { // x == true
			op = token.NEQ
		} else {
			op = token.EQL
		}
		return x, 0, op, true
	}
	switch {
	case v == 0 && op != token.LSS && op != token.GEQ, v == 1 && (op == token.GEQ || op == token.LSS):
		return x, v, op, true
	case v > 1 && op == token.LSS:
		return x, v, op, true
	}
	return nil, 0, 0, false
}

// same tells that e, where it is true or false, says that a variable is equal to
// a constant.
func (k *knower) same(e *ast.BinaryExpr, holds bool) (id uint16, f fact, ok bool) {
	if holds && e.Op != token.EQL || !holds && e.Op != token.NEQ {
		return 0, 0, false
	}
	x, y := e.X, e.Y
	if k.flow.Info.Types[x].Value != nil {
		x, y = y, x
	}
	v := k.flow.Info.Types[y].Value
	if v == nil {
		return 0, 0, false
	}
	id, ok = k.of(x)
	return id, k.constant(v), ok
}

// refine returns the facts where e is known to be true, or false.
func (k *knower) refine(e ast.Expr, holds bool, fs facts) facts {
	e = ast.Unparen(e)
	switch e := e.(type) {
	case *ast.UnaryExpr:
		if e.Op == token.NOT {
			return k.refine(e.X, !holds, fs)
		}
	case *ast.BinaryExpr:
		if e.Op == token.LAND && holds || e.Op == token.LOR && !holds {
			return k.refine(e.Y, holds, k.refine(e.X, holds, fs))
		}
		if id, f, ok := k.same(e, holds); ok {
			return fs.set(id, f)
		}
		if x, against, op, ok := k.comparison(e); ok && against <= 1 {
			if id, ok := k.of(x); ok {
				f := boolean(holds)
				if op == token.EQL || op == token.LSS || op == token.LEQ {
					f = f.not()
				}
				return fs.set(id, f)
			}
		}
	case *ast.CallExpr:
		if sel, ok := ast.Unparen(e.Fun).(*ast.SelectorExpr); ok && holds && len(e.Args) == 2 {
			if fn, ok := k.flow.Info.Uses[sel.Sel].(*types.Func); ok && (fn.FullName() == "errors.Is" || fn.FullName() == "errors.As") {
				if id, ok := k.of(e.Args[0]); ok {
					return fs.set(id, nonZero)
				}
			}
		}
	case *ast.Ident, *ast.SelectorExpr:
		if id, ok := k.of(e); ok {
			return fs.set(id, boolean(holds))
		}
	}
	return fs
}
