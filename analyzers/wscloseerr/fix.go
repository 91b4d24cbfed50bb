package wscloseerr

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/errfate"
	"github.com/wsvet/wsvet/analyzers/internal/lang"
	"github.com/wsvet/wsvet/analyzers/internal/rewrite"
	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// A fixer builds one fix.
type fixer struct {
	*checker
	*rewrite.Builder
	lib *wslib.Library
	// tabled is the library's read that the error comes from, nil in an event.
	tabled *connflow.Call
	// wrapped: the error may be inside of another one.
	wrapped bool
	// pointer: the library's close error is a pointer.
	pointer bool
}

const (
	logs       = "Log the error where it is news"
	returnsErr = "Return the error"
)

// fixRead returns the fix of a read's finding: a message "" is none.
func (c *checker) fixRead(r *errfate.Read) func() analysis.SuggestedFix {
	if r.Holder == errfate.Started {
		return nil
	}
	return func() analysis.SuggestedFix {
		f := &fixer{checker: c, Builder: c.session.New(c.flow.File(r.Call)), lib: r.Lib, tabled: r.Root().Tabled, wrapped: r.Inside()}
		var message string
		switch r.Holder {
		case errfate.Named:
			message = f.useNamed(r)
		case errfate.Blank:
			message = f.nameBlank(r)
		case errfate.Ignored:
			message = f.nameStatement(r)
		case errfate.Tested:
			message = f.nameTested(r)
		}
		if message == "" {
			return analysis.SuggestedFix{}
		}
		return f.Fix(message)
	}
}

// useNamed uses an error that has a name, in the branch that drops it.
func (f *fixer) useNamed(r *errfate.Read) string {
	b := f.branch(r)
	if b == nil {
		stmt, ok := f.listed(r)
		if !ok || !f.visible(r.Var, stmt) && stmt != r.At {
			return ""
		}
		f.After(stmt, f.log(stmt, r.Var.Name(), f.doing(r), true))
		return logs
	}
	return f.useIn(b, r, r.Var.Name())
}

// listed returns the statement that r's error is assigned in.
func (f *fixer) listed(r *errfate.Read) (ast.Stmt, bool) {
	switch n := r.At.(type) {
	case *ast.AssignStmt:
		return n, true
	case *ast.ValueSpec:
		for _, above := range f.flow.Path(n) {
			if s, ok := above.(*ast.DeclStmt); ok {
				return s, true
			}
		}
	}
	return nil, false
}

// A branch is a list of statements that runs where a read has failed.
type branch struct {
	list  []ast.Stmt
	block *ast.BlockStmt // nil of a case
	// nilable: it also runs for other reasons.
	nilable bool
}

// branch finds the branch that the error of r is dropped in: the first test of
// the error behind the read, if it is one that says no more.
func (f *fixer) branch(r *errfate.Read) *branch {
	stmt, ok := f.listed(r)
	if !ok {
		return nil
	}
	path := f.flow.Path(stmt)
	var rest []ast.Stmt
	switch above := path[1].(type) {
	case *ast.IfStmt:
		return f.branchOf(above, r.Var)
	case *ast.SwitchStmt:
		return f.caseOf(above, r.Var)
	case *ast.BlockStmt:
		rest = above.List
	case *ast.CaseClause:
		rest = above.Body
	case *ast.CommClause:
		rest = above.Body
	}
	i := slices.Index(rest, stmt)
	for _, s := range rest[i+1:] {
		switch s := s.(type) {
		case *ast.IfStmt:
			if b := f.branchOf(s, r.Var); b != nil && s.Init == nil && f.flow.Between(r.Call, s.Cond, nil) {
				return b
			}
		case *ast.SwitchStmt:
			if b := f.caseOf(s, r.Var); b != nil && s.Init == nil && f.flow.Between(r.Call, b.list[0], nil) {
				return b
			}
		}
		if f.touches(s, r.Var) {
			return nil
		}
	}
	return nil
}

// touches reports whether n names v.
func (f *fixer) touches(n ast.Node, v *types.Var) bool {
	found := false
	ast.Inspect(n, func(n ast.Node) bool {
		id, ok := n.(*ast.Ident)
		found = found || ok && f.flow.Info.ObjectOf(id) == v
		return !found
	})
	return found
}

// branchOf returns the branch of s that runs where v is not nil.
func (f *fixer) branchOf(s *ast.IfStmt, v *types.Var) *branch {
	if tested, notNil, ok := lang.NilTest(f.flow.Info, s.Cond); ok && lang.Var(f.flow.Info, tested) == v {
		if notNil {
			return &branch{list: s.Body.List, block: s.Body}
		}
		if block, ok := s.Else.(*ast.BlockStmt); ok {
			return &branch{list: block.List, block: block}
		}
		return nil
	}
	if f.alternative(s.Cond, v) {
		return &branch{list: s.Body.List, block: s.Body, nilable: true}
	}
	return nil
}

// caseOf returns the case of s that runs where v is not nil.
func (f *fixer) caseOf(s *ast.SwitchStmt, v *types.Var) *branch {
	if s.Tag != nil {
		return nil
	}
	for _, c := range s.Body.List {
		clause := c.(*ast.CaseClause)
		if len(clause.List) != 1 || len(clause.Body) == 0 {
			continue
		}
		if tested, notNil, ok := lang.NilTest(f.flow.Info, clause.List[0]); ok && notNil && lang.Var(f.flow.Info, tested) == v {
			return &branch{list: clause.Body}
		}
	}
	return nil
}

// alternative reports whether v != nil is one of several reasons for cond.
func (f *fixer) alternative(cond ast.Expr, v *types.Var) bool {
	b, ok := ast.Unparen(cond).(*ast.BinaryExpr)
	if !ok {
		return false
	}
	if b.Op == token.LOR {
		return f.alternative(b.X, v) || f.alternative(b.Y, v)
	}
	tested, notNil, ok := lang.NilTest(f.flow.Info, b)
	return ok && notNil && lang.Var(f.flow.Info, tested) == v
}

// useIn returns the error called err from the branch, or logs it there.
func (f *fixer) useIn(b *branch, r *errfate.Read, err string) string {
	if ret := f.nilReturn(b); ret != nil && !b.nilable && f.calls(ret, err, r.Var) {
		f.Replace(ret.Results[len(ret.Results)-1], f.wrap(r, err, ret))
		return returnsErr
	}
	at := 0
	for at < len(b.list) && f.checksShutdown(b.list[at]) {
		at++
	}
	switch {
	case at < len(b.list):
		if !f.calls(b.list[at], err, r.Var) {
			return ""
		}
		f.Before(b.list[at], f.log(b.list[at], err, f.doing(r), b.nilable))
	case at > 0:
		f.After(b.list[at-1], f.log(b.list[at-1], err, f.doing(r), b.nilable))
	default:
		f.Prepend(b.block, f.log(b.block, err, f.doing(r), b.nilable))
	}
	return logs
}

// calls reports whether the name err means v at n; of a variable that the fix
// itself declares (v is nil), whether nothing below n could mean another.
func (f *fixer) calls(n ast.Node, err string, v *types.Var) bool {
	return v == nil || f.visible(v, n)
}

// nilReturn returns the return that ends the branch, if it returns nil for the
// function's error.
func (f *fixer) nilReturn(b *branch) *ast.ReturnStmt {
	if len(b.list) == 0 {
		return nil
	}
	ret, ok := b.list[len(b.list)-1].(*ast.ReturnStmt)
	if !ok || len(ret.Results) == 0 || !lang.IsNil(f.flow.Info, ret.Results[len(ret.Results)-1]) {
		return nil
	}
	sig := f.flow.Func(ret).Signature()
	if sig == nil || sig.Results().Len() != len(ret.Results) || !lang.IsError(sig.Results().At(len(ret.Results)-1).Type()) {
		return nil
	}
	return ret
}

// wrap returns the error called err with what was being done. An io.Reader's is
// left as it is: whoever reads compares it with io.EOF.
func (f *fixer) wrap(r *errfate.Read, err string, at ast.Node) string {
	if sig := f.flow.Func(at).Signature(); sig != nil && sig.Recv() != nil && types.Identical(types.NewSignatureType(nil, nil, nil, sig.Params(), sig.Results(), false), reader) {
		return err
	}
	verb := "%w"
	if !f.GoVersion("go1.13") {
		verb = "%v"
	}
	return f.Import("fmt", at.Pos()) + `.Errorf("` + f.doing(r) + `: ` + verb + `", ` + err + `)`
}

// reader is the type of io.Reader's method.
var reader = func() *types.Signature {
	v := func(t types.Type) *types.Var { return types.NewParam(token.NoPos, nil, "", t) }
	params := types.NewTuple(v(types.NewSlice(types.Typ[types.Byte])))
	return types.NewSignatureType(nil, nil, nil, params, types.NewTuple(v(types.Typ[types.Int]), v(lang.Error)), false)
}()

// checksShutdown reports whether s leaves where the reader is being shut down:
// its context or done channel, or a flag, says so.
func (f *fixer) checksShutdown(s ast.Stmt) bool {
	switch s := s.(type) {
	case *ast.IfStmt:
		return s.Init == nil && s.Else == nil && f.leavesBlock(s.Body.List) && f.isFlag(s.Cond)
	case *ast.SelectStmt:
		done := false
		for _, c := range s.Body.List {
			clause := c.(*ast.CommClause)
			switch {
			case clause.Comm == nil && len(clause.Body) == 0:
			case clause.Comm != nil && f.errors.IsDone(clause.Comm) && f.leavesBlock(clause.Body):
				done = true
			default:
				return false
			}
		}
		return done
	}
	return false
}

// leavesBlock reports whether the list ends by leaving what is around it.
func (f *fixer) leavesBlock(list []ast.Stmt) bool {
	if len(list) == 0 {
		return false
	}
	switch list[len(list)-1].(type) {
	case *ast.ReturnStmt, *ast.BranchStmt:
		return true
	}
	return false
}

// isFlag reports whether cond asks for a context's end or for a single fact.
func (f *fixer) isFlag(cond ast.Expr) bool {
	switch e := ast.Unparen(cond).(type) {
	case *ast.UnaryExpr:
		return e.Op == token.NOT && f.isFlag(e.X)
	case *ast.Ident, *ast.SelectorExpr:
		return true
	case *ast.CallExpr:
		return len(e.Args) == 0
	case *ast.BinaryExpr:
		tested, _, ok := lang.NilTest(f.flow.Info, e)
		return ok && f.errors.IsContextErr(tested)
	}
	return false
}

// nameBlank gives the error of r, which is assigned to _, a name.
func (f *fixer) nameBlank(r *errfate.Read) string {
	s, ok := r.At.(*ast.AssignStmt)
	if !ok || len(s.Rhs) != 1 {
		return ""
	}
	all := !slices.ContainsFunc(s.Lhs, func(e ast.Expr) bool { return !lang.IsBlank(e) })
	if all {
		return f.replace(s, r)
	}
	err := f.errName(s)
	t, body, message := f.follow(r, s, err, true)
	if body == "" {
		return ""
	}
	if s.Tok == token.ASSIGN {
		f.Before(s, "var "+err+" error")
	}
	f.Builder.Replace(r.To, err)
	t.conds = append([]string{err + " != nil"}, t.conds...)
	f.After(s, t.then(body))
	return message
}

// errName returns a name for an error declared beside s.
func (f *fixer) errName(s ast.Stmt) string {
	if scope := f.flow.Pkg.Scope().Innermost(s.Pos()); scope != nil && scope.Lookup("err") == nil && !f.declared[scope] {
		if _, obj := scope.LookupParent("err", s.Pos()); obj == nil {
			f.declared[scope] = true
			return "err"
		}
	}
	return f.Name("err", s.Pos())
}

// follow returns what a fix does with an error called err behind s, which reads:
// the test and what is done if it holds. It returns it if the function returns
// errors and s has read what is used from here on (data), else it logs it. There
// is no fix where a loop would go on all the same.
func (f *fixer) follow(r *errfate.Read, s ast.Stmt, err string, data bool) (t test, body, message string) {
	looped := f.flow.Loop(r.Call) != nil
	in := f.flow.Func(s)
	if in == nil {
		return t, "", ""
	}
	if zeros, ok := f.zeros(in); ok && (data || looped || f.last(s)) && !f.cleansUp(r) {
		return t, "return " + zeros + f.wrap(r, err, s), returnsErr
	}
	if looped {
		return t, "", ""
	}
	return f.news(s, err), f.logger(s).line(f.doing(r), err), logs
}

// zeros returns what in returns beside an error, if it returns one last, and
// the rest is simple.
func (f *fixer) zeros(in *connflow.Func) (string, bool) {
	sig := in.Signature()
	if sig == nil || sig.Results().Len() == 0 {
		return "", false
	}
	last := sig.Results().Len() - 1
	if !lang.IsError(sig.Results().At(last).Type()) {
		return "", false
	}
	var zeros strings.Builder
	for i := range last {
		switch t := sig.Results().At(i).Type().Underlying().(type) {
		case *types.Basic:
			switch {
			case t.Info()&types.IsString != 0:
				zeros.WriteString(`""`)
			case t.Info()&types.IsBoolean != 0:
				zeros.WriteString("false")
			case t.Info()&types.IsNumeric != 0:
				zeros.WriteString("0")
			default:
				return "", false
			}
		case *types.Pointer, *types.Slice, *types.Map, *types.Chan, *types.Signature:
			zeros.WriteString("nil")
		case *types.Interface:
			if _, ok := sig.Results().At(i).Type().(*types.TypeParam); ok {
				return "", false
			}
			zeros.WriteString("nil")
		default:
			return "", false
		}
		zeros.WriteString(", ")
	}
	return zeros.String(), true
}

// last reports whether nothing but a return of nil comes behind s.
func (f *fixer) last(s ast.Stmt) bool {
	block, ok := f.flow.Path(s)[1].(*ast.BlockStmt)
	if !ok {
		return false
	}
	i := slices.Index(block.List, s)
	return i+2 == len(block.List) && f.nilReturn(&branch{list: block.List}) != nil
}

// cleansUp reports whether the function around r, behind it, does what a return would leave undone.
func (f *fixer) cleansUp(r *errfate.Read) bool {
	found := false
	f.errors.After(r.Call, func(n ast.Node) bool {
		switch n.(type) {
		case *ast.DeferStmt, *ast.GoStmt:
		default:
			lang.Walk(n, func(n ast.Node) {
				call, ok := n.(*ast.CallExpr)
				found = found || ok && (f.ends(call) || wslib.LockOpOf(lang.Callee(f.flow.Info, call)).Releases())
			})
		}
		return !found && !lang.Within(r.Call, n)
	})
	return found
}

// nameStatement gives the error of r, which is a statement of its own, a name.
func (f *fixer) nameStatement(r *errfate.Read) string {
	s, ok := r.At.(*ast.ExprStmt)
	if !ok {
		return ""
	}
	return f.replace(s, r)
}

// replace puts an if in the place of s, which reads and assigns nothing.
func (f *fixer) replace(s ast.Stmt, r *errfate.Read) string {
	var oneLine bool
	switch above := f.flow.Path(s)[1].(type) {
	case *ast.BlockStmt:
		line := func(pos token.Pos) int { return f.flow.Fset.PositionFor(pos, false).Line }
		oneLine = line(above.Lbrace) == line(above.Rbrace)
	case *ast.CaseClause:
	case *ast.CommClause:
		if above.Comm == s {
			return ""
		}
	default:
		return ""
	}
	err := "err"
	if oneLine {
		if _, ok := s.(*ast.ExprStmt); !ok {
			return ""
		}
		err = f.errName(s)
	}
	t, body, message := f.follow(r, s, err, false)
	if body == "" || f.hasLiteral(r.Call) {
		return ""
	}
	call := test{
		init:  strings.Repeat("_, ", r.N-1) + err + " := " + f.Text(r.Call),
		conds: []string{err + " != nil"},
	}
	if oneLine { // the builder puts its statements on lines of their own
		f.Insert(r.Call.Pos(), strings.TrimSuffix(call.init, f.Text(r.Call)))
		t.conds = append(call.conds, t.conds...)
		f.After(s, t.then(body))
		return message
	}
	if t.init == "" && t.declared == "" {
		call.conds = append(call.conds, t.conds...)
	} else {
		body = t.then(body)
	}
	f.Builder.Replace(s, call.then(body))
	return message
}

// hasLiteral reports whether there is a function literal below n, which other
// fixes may change.
func (f *fixer) hasLiteral(n ast.Node) bool {
	found := false
	ast.Inspect(n, func(n ast.Node) bool {
		_, ok := n.(*ast.FuncLit)
		found = found || ok
		return !found
	})
	return found
}

// nameTested gives the error of r, which is compared with nil as the condition
// of an if statement, a name.
func (f *fixer) nameTested(r *errfate.Read) string {
	path := f.flow.Path(r.At)
	s, ok := path[1].(*ast.IfStmt)
	_, notNil, _ := lang.NilTest(f.flow.Info, r.At.(ast.Expr))
	if !ok || !notNil || s.Init != nil || s.Cond != r.At || r.At.(*ast.BinaryExpr).X != r.Call {
		return ""
	}
	err := "err"
	ast.Inspect(s, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok && id.Name == "err" && err == "err" {
			err = f.Name("err", s.Pos())
		}
		return true
	})
	f.Insert(r.Call.Pos(), err+" := ")
	f.Insert(r.Call.End(), "; "+err)
	return f.useIn(&branch{list: s.Body.List, block: s.Body}, r, err)
}

// fixHandler makes a close handler echo the close frame, as the library's own does.
func (c *checker) fixHandler(set *connflow.Call, h *connflow.Func) func() analysis.SuggestedFix {
	lit, ok := h.Node.(*ast.FuncLit)
	if !ok || !lang.Within(lit, set.Expr) {
		return nil
	}
	return func() analysis.SuggestedFix {
		f := &fixer{checker: c, Builder: c.session.New(c.flow.File(set.Expr)), lib: set.Lib}
		conn := f.capture(set, lit.Body)
		if conn == "" {
			return analysis.SuggestedFix{}
		}
		code := f.param(lit.Type, 0, "code")
		ws, time := f.Import(set.Lib.CodePackage, lit.Body.Pos()), f.Import("time", lit.Body.Pos())
		f.Prepend(lit.Body, "_ = "+conn+".WriteControl("+ws+".CloseMessage, "+ws+".FormatCloseMessage("+code+`, ""), `+
			time+".Now().Add("+time+".Second))")
		return f.Fix("Echo the close frame")
	}
}

// capture returns a name, good in the body of a function literal that runs later,
// of the connection that set works on: a field may hold another one by then.
func (f *fixer) capture(set *connflow.Call, body *ast.BlockStmt) string {
	conn := ast.Unparen(set.Slot(set.Func.Conn))
	if v := lang.Var(f.flow.Info, conn); v != nil && v.Parent() != f.flow.Pkg.Scope() && len(f.flow.Writes(v)) <= 1 && f.visible(v, body) {
		return v.Name()
	}
	for e := conn; ; {
		switch x := ast.Unparen(e).(type) {
		case *ast.Ident:
			stmt, ok := f.flow.Path(set.Expr)[1].(*ast.ExprStmt)
			if !ok {
				return ""
			}
			name := f.Name("wsConn", set.Expr.Pos())
			f.Before(stmt, name+" := "+f.Text(conn))
			return name
		case *ast.SelectorExpr:
			e = x.X
		default:
			return ""
		}
	}
}

// param returns the name of a function's parameter, which it gives it if it has none.
func (f *fixer) param(t *ast.FuncType, index int, want string) string {
	i := 0
	for _, field := range t.Params.List {
		if len(field.Names) == 0 {
			if i == index {
				want = f.Name(want, t.Pos())
				f.Insert(field.Type.Pos(), want+" ")
			} else {
				f.Insert(field.Type.Pos(), "_ ")
			}
			i++
		}
		for _, name := range field.Names {
			if i == index {
				if name.Name != "_" {
					return name.Name
				}
				want = f.Name(want, t.Pos())
				f.Builder.Replace(name, want)
				return want
			}
			i++
		}
	}
	return want
}

// fixEvent makes an event method log its error.
func (c *checker) fixEvent(lib *wslib.Library, in *connflow.Func, index int) func() analysis.SuggestedFix {
	return func() analysis.SuggestedFix {
		f := &fixer{checker: c, Builder: c.session.New(c.flow.File(in.Node)), lib: lib}
		err := f.param(in.Type, index, "err")
		f.Prepend(in.Body, f.log(in.Body, err, "websocket closed", false))
		return f.Fix(logs)
	}
}
