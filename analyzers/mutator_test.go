package analyzers_test

import (
	"bytes"
	"cmp"
	"fmt"
	"go/ast"
	"go/format"
	"go/token"
	"go/types"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/tools/go/packages"

	"github.com/wsvet/wsvet/analyzers/atest"
)

// Choices are what a fuzzer decides, a byte or two each.
type choices []byte

// of returns one of n, the first when nothing is left to decide.
func (c *choices) of(n int) int {
	chosen, width := 0, 1
	if n > 256 {
		width = 2
	}
	for range min(width, len(*c)) {
		chosen, *c = chosen<<8|int((*c)[0]), (*c)[1:]
	}
	return chosen % n
}

// pick returns one of from, if there is any.
func pick[T any](c *choices, from []T) (one T, ok bool) {
	if len(from) == 0 {
		return one, false
	}
	return from[c.of(len(from))], true
}

// A mutator changes a program as its choices say. A change that does not
// compile is undone.
type mutator struct {
	*program
	choices
	serial int // of the names that it makes
}

// maxSteps bounds the changes of one program, maxText the bytes of a file.
const (
	maxSteps = 24
	maxText  = 20_000
)

// mutate returns a program that is made from pieces of the corpus as the choices
// say, nil if they lead to none.
func (c *corpus) mutate(t *testing.T, made choices) *program {
	m := &mutator{choices: made, program: c.program(t)}
	m.version, _ = pick(&m.choices, []string{"go1.25", "go1.25", "go1.22", "go1.20", "go1.13"})
	for m.pkg == nil {
		if len(m.choices) == 0 {
			return nil
		}
		m.splice(0)
	}
	for step := 0; step < maxSteps && len(m.choices) > 0; step++ {
		mutations[m.of(len(mutations))](m, m.of(len(m.files)))
	}
	return m.program
}

var mutations = []func(m *mutator, file int){
	(*mutator).wrapStatements,
	(*mutator).insertStatement,
	(*mutator).copyStatement,
	(*mutator).swapStatements,
	(*mutator).deleteStatement,
	(*mutator).unwrapStatement,
	(*mutator).wrapExpression,
	(*mutator).replaceExpression,
	(*mutator).changeOperator,
	(*mutator).changeLiteral,
	(*mutator).changeAssignment,
	(*mutator).startOrDefer,
	(*mutator).rename,
	(*mutator).renameImport,
	(*mutator).changeLibrary,
	(*mutator).declare,
	(*mutator).comment,
	(*mutator).splice,
}

// edits are edits of the files of a program, by their indices.
type edits map[int][]atest.Edit

func (e edits) replace(m *mutator, file int, from, to token.Pos, text string) {
	tok := m.fset.File(m.files[file].FileStart)
	e[file] = append(e[file], atest.Edit{Start: tok.Offset(from), End: tok.Offset(to), New: text})
}

// try makes the edits, if the program compiles with them.
func (m *mutator) try(e edits) {
	texts := slices.Clone(m.texts)
	for file, list := range e {
		slices.SortStableFunc(list, func(a, b atest.Edit) int { return cmp.Compare(a.Start, b.Start) })
		for i := 1; i < len(list); i++ {
			if list[i].Start < list[i-1].End {
				return
			}
		}
		texts[file] = atest.Apply(texts[file], list)
	}
	m.take(texts)
}

// take makes the texts the program's, formatted, if they compile.
func (m *mutator) take(texts []string) {
	for i, text := range texts {
		formatted, err := format.Source([]byte(text))
		if err != nil || len(formatted) > maxText || bytes.Contains(formatted, []byte("\t;\n")) {
			return // gofmt leaves an empty statement where it is, until something else changes
		}
		texts[i] = string(formatted)
	}
	if q, err := m.with(texts...); err == nil {
		m.program = q
	}
}

// replace tries one edit.
func (m *mutator) replace(file int, from, to token.Pos, text string) {
	e := edits{}
	e.replace(m, file, from, to, text)
	m.try(e)
}

func (m *mutator) text(file int, from, to token.Pos) string {
	tok := m.fset.File(m.files[file].FileStart)
	return m.texts[file][tok.Offset(from):tok.Offset(to)]
}

// nodes returns the nodes of a file that are Ns.
func nodes[N ast.Node](m *mutator, file int) []N {
	var found []N
	ast.Inspect(m.files[file], func(n ast.Node) bool {
		if n, ok := n.(N); ok {
			found = append(found, n)
		}
		return true
	})
	return found
}

// fill puts a number, and other things, into a template.
func (m *mutator) fill(template string, with ...string) string {
	m.serial++
	return strings.NewReplacer(append(with, "$N", strconv.Itoa(m.serial))...).Replace(template)
}

// lists returns the lists of statements of a file.
func (m *mutator) lists(file int) [][]ast.Stmt {
	var lists [][]ast.Stmt
	for _, n := range nodes[ast.Node](m, file) {
		var list []ast.Stmt
		switch n := n.(type) {
		case *ast.BlockStmt:
			list = n.List
		case *ast.CaseClause:
			list = n.Body
		case *ast.CommClause:
			list = n.Body
		}
		if len(list) > 0 {
			if _, clauses := list[0].(*ast.CaseClause); clauses {
				continue
			}
			if _, clauses := list[0].(*ast.CommClause); clauses {
				continue
			}
			lists = append(lists, list)
		}
	}
	return lists
}

func (m *mutator) statement(file int) (ast.Stmt, bool) {
	return pick(&m.choices, slices.Concat(m.lists(file)...))
}

var statementWrappers = []string{
	"{\n$S\n}",
	"if n := len(\"\"); n == 0 {\n$S\n}",
	"if len(\"\") > 0 {\n$S\n} else {\nprintln()\n}",
	"if len(\"\") > 0 {\n} else {\n$S\n}",
	"for {\n$S\n}",
	"for {\n$S\nbreak\n}",
	"for i := 0; i < 3; i++ {\n$S\n}",
	"for range 20 {\n$S\n}",
	"for _, v := range []string{\"a\"} {\n_ = v\n$S\n}",
	"for ok := true; ok; ok = false {\n$S\n}",
	"for n := range func(yield func(int) bool) {} {\n_ = n\n$S\n}",
	"go func() {\n$S\n}()",
	"defer func() {\n$S\n}()",
	"func() {\n$S\n}()",
	"f$N := func() {\n$S\n}\nf$N()",
	"var f$N func()\nf$N = func() {\n$S\nf$N()\n}\nf$N()",
	"switch {\ncase len(\"\") == 0:\n$S\n}",
	"switch {\ncase len(\"\") == 0:\n$S\nfallthrough\ndefault:\n$S\n}",
	"switch x := any(nil).(type) {\ndefault:\n_ = x\n$S\n}",
	"select {\ndefault:\n$S\n}",
	"c$N := make(chan int)\nfor {\nselect {\ncase <-c$N:\nreturn\ndefault:\n$S\n}\n}",
	"L$N:\nfor {\n$S\nbreak L$N\n}",
	"L$N:\n$S\ngoto L$N",
	"if len(\"\") > 0 {\ngoto L$N\n}\n$S\nL$N:\n",
	"$S\n$S",
}

func (m *mutator) wrapStatements(file int) {
	list, ok := pick(&m.choices, m.lists(file))
	if !ok {
		return
	}
	i := m.of(len(list))
	last := list[i+m.of(len(list)-i)]
	wrapper, _ := pick(&m.choices, statementWrappers)
	m.replace(file, list[i].Pos(), last.End(), m.fill(wrapper, "$S", m.text(file, list[i].Pos(), last.End())))
}

var statements = []string{
	"return", "return nil", "return $I", "return nil, $I", "break", "continue", "panic($I)", "select {}",
	"_ = $I", "$I = nil", "$I++", "$I.Close()", "defer $I.Close()", "go $I.Close()", "go $I()", "defer $I()", "$I()",
	"$I := 1\n_ = $I", "var $I struct{}\n_ = $I", "const $I = \"\"\n_ = $I", "type $I int",
	"if $I != nil {\nreturn\n}", "if $I != nil {\nreturn $I\n}", "if $I != nil {\nreturn nil, $I\n}", "if $I != nil {\ncontinue\n}",
	"if $I != nil {\nbreak\n}", "if $I != nil {\npanic($I)\n}", "if $I == nil {\nbreak\n}",
	"for $I != nil {\n}", "switch $I {\ncase nil:\n}", "println($I)", "log.Println($I)", "time.Sleep(time.Second)", "time.Sleep($I)",
	"select {\ncase <-time.After(time.Second):\n}", "<-$I", "close($I)", "*&$I = *&$I", "$I.SetReadDeadline(time.Time{})",
	"$I.SetReadDeadline(time.Now().Add(time.Minute))", "$I.ReadMessage()", "_, _, err = $I.ReadMessage()",
}

// names are those that fixes write or that mean something to Go.
var names = []string{
	"time", "log", "slog", "rand", "errors", "context", "net", "websocket", "ws", "wsutil", "gws", "err", "conn", "ok", "done", "wait", "ticker",
	"pongWait", "pingPeriod", "writeWait", "closeErr", "code", "close", "len", "min", "max", "error", "string", "int", "byte", "bool", "any", "append", "make",
}

// identifier returns a name of the program, or one of names.
func (m *mutator) identifier(file int) string {
	all := slices.Clone(names)
	for _, id := range nodes[*ast.Ident](m, file) {
		if id.Name != "_" && id.Name != "nil" {
			all = append(all, id.Name)
		}
	}
	return all[m.of(len(all))]
}

func (m *mutator) insertStatement(file int) {
	if at, ok := m.statement(file); ok {
		s, _ := pick(&m.choices, statements)
		pos := at.Pos()
		if m.of(2) == 1 {
			pos, s = at.End(), "\n"+s
		}
		m.replace(file, pos, pos, m.fill(s, "$I", m.identifier(file))+"\n")
	}
}

func (m *mutator) copyStatement(file int) {
	from, ok := m.statement(file)
	if to, ok2 := m.statement(file); ok && ok2 {
		e := edits{}
		e.replace(m, file, to.Pos(), to.Pos(), m.text(file, from.Pos(), from.End())+"\n")
		if m.of(2) == 1 {
			e.replace(m, file, from.Pos(), from.End(), "")
		}
		m.try(e)
	}
}

func (m *mutator) swapStatements(file int) {
	list, ok := pick(&m.choices, m.lists(file))
	if !ok {
		return
	}
	a, b := list[m.of(len(list))], list[m.of(len(list))]
	e := edits{}
	e.replace(m, file, a.Pos(), a.End(), m.text(file, b.Pos(), b.End()))
	e.replace(m, file, b.Pos(), b.End(), m.text(file, a.Pos(), a.End()))
	m.try(e)
}

func (m *mutator) deleteStatement(file int) {
	if s, ok := m.statement(file); ok {
		m.replace(file, s.Pos(), s.End(), "")
	}
}

// unwrapStatement leaves of a statement its block, or of an if one branch.
func (m *mutator) unwrapStatement(file int) {
	var bodies []func() (whole ast.Stmt, body *ast.BlockStmt)
	add := func(whole ast.Stmt, body *ast.BlockStmt) {
		bodies = append(bodies, func() (ast.Stmt, *ast.BlockStmt) { return whole, body })
	}
	for _, s := range nodes[ast.Stmt](m, file) {
		switch s := s.(type) {
		case *ast.IfStmt:
			add(s, s.Body)
			if body, ok := s.Else.(*ast.BlockStmt); ok {
				add(s, body)
			}
		case *ast.ForStmt:
			add(s, s.Body)
		case *ast.RangeStmt:
			add(s, s.Body)
		case *ast.BlockStmt:
			add(s, s)
		}
	}
	if unwrap, ok := pick(&m.choices, bodies); ok {
		whole, body := unwrap()
		m.replace(file, whole.Pos(), whole.End(), m.text(file, body.Lbrace+1, body.Rbrace))
	}
}

var expressionWrappers = []string{
	"($E)", "$T($E)", "!($E)", "*(&$E)", "[]$T{$E}[0]", "any($E).($T)", "struct{ f $T }{$E}.f", "map[string]$T{\"\": $E}[\"\"]",
	"func() $T {\nreturn $E\n}()", "*func() *$T {\nv := $E\nreturn &v\n}()",
	"<-func() chan $T {\nc := make(chan $T, 1)\nc <- $E\nreturn c\n}()", "id($E)", "box[$T]{$E}.v", "(&box[$T]{v: $E}).get()",
}

func (m *mutator) wrapExpression(file int) {
	e, ok := pick(&m.choices, m.values(file))
	if !ok {
		return
	}
	imports := map[string]string{}
	for _, spec := range m.files[file].Imports {
		if obj := m.info.PkgNameOf(spec); obj != nil {
			imports[obj.Imported().Path()] = obj.Name()
		}
	}
	typ := types.TypeString(types.Default(m.info.TypeOf(e)), func(p *types.Package) string {
		if p == m.pkg {
			return ""
		}
		return imports[p.Path()]
	})
	wrapper, _ := pick(&m.choices, expressionWrappers)
	m.replace(file, e.Pos(), e.End(), m.fill(wrapper, "$E", m.text(file, e.Pos(), e.End()), "$T", typ))
}

// values returns the expressions of a file that have values.
func (m *mutator) values(file int) []ast.Expr {
	return slices.DeleteFunc(nodes[ast.Expr](m, file), func(e ast.Expr) bool { return !m.info.Types[e].IsValue() })
}

func (m *mutator) replaceExpression(file int) {
	all := m.values(file)
	e, ok := pick(&m.choices, all)
	if !ok {
		return
	}
	typ := m.info.TypeOf(e)
	all = slices.DeleteFunc(all, func(other ast.Expr) bool { return !types.AssignableTo(m.info.TypeOf(other), typ) })
	other, _ := pick(&m.choices, all)
	m.replace(file, e.Pos(), e.End(), m.text(file, other.Pos(), other.End()))
}

func (m *mutator) changeOperator(file int) {
	if e, ok := pick(&m.choices, nodes[*ast.BinaryExpr](m, file)); ok {
		op, _ := pick(&m.choices, []token.Token{
			token.EQL, token.NEQ, token.LSS, token.GEQ, token.LAND, token.LOR, token.ADD, token.SUB, token.MUL, token.QUO, token.SHL,
		})
		m.replace(file, e.OpPos, e.OpPos+token.Pos(len(e.Op.String())), op.String())
	}
}

func (m *mutator) changeLiteral(file int) {
	if e, ok := pick(&m.choices, nodes[*ast.BasicLit](m, file)); ok {
		text, _ := pick(&m.choices, []string{
			"0", "1", "-1", "3", "9", "20", "1000", "1005", "1006", "4000", "5000", "1 << 62", "1.5", `""`, `"ping"`, `"%w"`, "`\n`",
			`"` + strings.Repeat("x", 130) + `"`,
		})
		m.replace(file, e.Pos(), e.End(), text)
	}
}

func (m *mutator) changeAssignment(file int) {
	s, ok := pick(&m.choices, nodes[*ast.AssignStmt](m, file))
	if !ok {
		return
	}
	lhs := s.Lhs[m.of(len(s.Lhs))]
	switch m.of(4) {
	case 0:
		m.replace(file, lhs.Pos(), lhs.End(), "_")
	case 1:
		m.replace(file, s.TokPos, s.TokPos+token.Pos(len(s.Tok.String())), ":=")
	case 2:
		m.replace(file, s.TokPos, s.TokPos+token.Pos(len(s.Tok.String())), "=")
	case 3:
		m.replace(file, s.Pos(), s.Rhs[0].Pos(), "")
	}
}

func (m *mutator) startOrDefer(file int) {
	s, ok := m.statement(file)
	if !ok {
		return
	}
	switch s := s.(type) {
	case *ast.GoStmt:
		m.replace(file, s.Pos(), s.Call.Pos(), "")
	case *ast.DeferStmt:
		m.replace(file, s.Pos(), s.Call.Pos(), "")
	default:
		m.replace(file, s.Pos(), s.Pos(), []string{"go ", "defer "}[m.of(2)])
	}
}

func (m *mutator) rename(file int) {
	id, ok := pick(&m.choices, nodes[*ast.Ident](m, file))
	if !ok {
		return
	}
	m.try(m.renaming(func(obj types.Object) bool { return obj == m.info.ObjectOf(id) }, m.identifier(file)))
}

// renaming returns the edits that give the objects another name; one that ends
// in $ is put before their own.
func (m *mutator) renaming(which func(types.Object) bool, name string) edits {
	e := edits{}
	for file := range m.files {
		for _, id := range nodes[*ast.Ident](m, file) {
			if obj := m.info.ObjectOf(id); obj != nil && which(obj) {
				e.replace(m, file, id.Pos(), id.End(), strings.Replace(name, "$", id.Name, 1))
			}
		}
	}
	return e
}

func (m *mutator) renameImport(file int) {
	spec, ok := pick(&m.choices, m.files[file].Imports)
	if !ok {
		return
	}
	obj := m.info.PkgNameOf(spec)
	name, _ := pick(&m.choices, []string{".", "time", "log", "errors", "websocket", "ws", "net", "rand", "x"})
	e := edits{}
	e.replace(m, file, spec.Pos(), spec.End(), name+" "+spec.Path.Value)
	for _, sel := range nodes[*ast.SelectorExpr](m, file) {
		if id, ok := sel.X.(*ast.Ident); ok && obj != nil && m.info.Uses[id] == obj {
			if name == "." {
				e.replace(m, file, id.Pos(), sel.Sel.Pos(), "")
			} else {
				e.replace(m, file, id.Pos(), id.End(), name)
			}
		}
	}
	m.try(e)
}

func (m *mutator) changeLibrary(file int) {
	spec, ok := pick(&m.choices, m.files[file].Imports)
	if !ok {
		return
	}
	for _, alike := range [][]string{
		{"github.com/gorilla/websocket", "github.com/fasthttp/websocket", "github.com/dvonthenen/websocket", "github.com/btcsuite/websocket"},
		{"github.com/coder/websocket", "nhooyr.io/websocket"},
		{"math/rand", "math/rand/v2"},
	} {
		if path, _ := strconv.Unquote(spec.Path.Value); slices.Contains(alike, path) {
			other, _ := pick(&m.choices, alike)
			m.replace(file, spec.Path.Pos(), spec.Path.End(), strconv.Quote(other))
			return
		}
	}
}

func (m *mutator) declare(file int) {
	declaration, _ := pick(&m.choices, []string{
		"func id[T any](v T) T { return v }",
		"type box[T any] struct{ v T }\n\nfunc (b *box[T]) get() T { return b.v }",
		"var $I = 1", "func $I() {}", "type $I struct{}", "const $I = 1", "func init() {}",
		"type embeds$N struct{ $I }", "type embeds$N struct{ *$I }", "type alias$N = $I", "type named$N $I",
	})
	end := m.files[file].FileEnd
	m.replace(file, end, end, "\n"+m.fill(declaration, "$I", m.identifier(file)))
}

func (m *mutator) comment(file int) {
	s, ok := m.statement(file)
	if !ok {
		return
	}
	text, _ := pick(&m.choices, []string{
		"/* c */", "// c\n", "\n// c\n", "\n\n", "\n//line other.go:7\n", "\n//line p0.go:100000\n", "/*line other.go:1:1*/",
		"\n//wsvet:ignore wskeepalive,wsbackoff why\n", "//wsvet:ignore wscloseerr\n",
	})
	pos := s.Pos()
	if m.of(2) == 1 {
		pos = s.End()
	}
	m.replace(file, pos, pos, text)
}

// splice adds files with some functions of a package of the corpus, and all that
// they need of it.
func (m *mutator) splice(int) {
	p := m.pkgs[m.of(len(m.pkgs))]
	var functions []*ast.FuncDecl
	for _, file := range p.Syntax {
		for _, decl := range file.Decls {
			if f, ok := decl.(*ast.FuncDecl); ok {
				functions = append(functions, f)
			}
		}
	}
	if len(functions) == 0 || !slices.Equal(p.GoFiles, p.CompiledGoFiles) {
		return
	}
	var roots []ast.Decl
	for range 1 + m.of(4) {
		roots = append(roots, functions[m.of(len(functions))])
	}
	texts := thin(p, roots)
	piece := &mutator{program: &program{corpus: m.corpus, dir: m.dir, fset: m.fset, version: m.version}}
	if piece.take(texts); piece.pkg == nil {
		return
	}
	if len(m.texts) > 0 {
		m.serial++
		scope := piece.pkg.Scope()
		piece.try(piece.renaming(func(obj types.Object) bool { return obj.Parent() == scope }, fmt.Sprintf("$%d", m.serial)))
	}
	for path, dep := range p.Imports {
		if dep.Module != nil && dep.Module.Main {
			m.deps[path] = m.apart(dep)
		}
	}
	m.take(append(slices.Clone(m.texts), piece.texts...))
}

// apart returns p as a package that imports others of its module alone, so
// that no facts are computed of libraries, which have none.
func (c *corpus) apart(p *packages.Package) *packages.Package {
	q := *p
	q.Imports = map[string]*packages.Package{}
	for path, dep := range p.Imports {
		if dep.Module != nil && dep.Module.Main {
			q.Imports[path] = c.apart(dep)
		}
	}
	return &q
}

// thin returns the texts of the files of p, renamed to one package, with what
// the roots need alone.
func thin(p *packages.Package, roots []ast.Decl) []string {
	home := map[types.Object]ast.Decl{}
	methods := map[types.Object][]ast.Decl{}
	for _, file := range p.Syntax {
		for _, decl := range file.Decls {
			if f, ok := decl.(*ast.FuncDecl); ok && f.Recv != nil {
				if recv := receiver(p.TypesInfo, f); recv != nil {
					methods[recv] = append(methods[recv], decl)
				}
				continue
			}
			ast.Inspect(decl, func(n ast.Node) bool {
				if id, ok := n.(*ast.Ident); ok {
					if obj := p.TypesInfo.Defs[id]; obj != nil && obj.Parent() == p.Types.Scope() {
						home[obj] = decl
					}
				}
				return true
			})
		}
	}
	keep := map[ast.Decl]bool{}
	used := map[types.Object]bool{}
	for queue := roots; len(queue) > 0; {
		decl := queue[0]
		queue = queue[1:]
		if decl == nil || keep[decl] {
			continue
		}
		keep[decl] = true
		ast.Inspect(decl, func(n ast.Node) bool {
			if id, ok := n.(*ast.Ident); ok {
				if obj := p.TypesInfo.ObjectOf(id); obj != nil && !used[obj] {
					used[obj] = true
					queue = append(append(queue, home[obj]), methods[obj]...)
				}
			}
			return true
		})
	}
	var texts []string
	for i, file := range p.Syntax {
		if text := kept(p, p.CompiledGoFiles[i], file, keep, used); text != "" {
			texts = append(texts, text)
		}
	}
	return texts
}

// receiver returns the type that f is a method of.
func receiver(info *types.Info, f *ast.FuncDecl) types.Object {
	var found types.Object
	ast.Inspect(f.Recv.List[0].Type, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok && found == nil {
			found = info.Uses[id]
		}
		return found == nil
	})
	return found
}

// kept returns the text of a file with the declarations to keep and the imports
// that they use, "" if nothing is left.
func kept(p *packages.Package, name string, file *ast.File, keep map[ast.Decl]bool, used map[types.Object]bool) string {
	text, err := os.ReadFile(name)
	if err != nil {
		panic(err)
	}
	tok := p.Fset.File(file.FileStart)
	list := []atest.Edit{{Start: tok.Offset(file.Package), End: tok.Offset(file.Name.End()), New: "package p"}}
	any := false
	remove := func(n ast.Node, doc *ast.CommentGroup) {
		start := n.Pos()
		if doc != nil {
			start = doc.Pos()
		}
		list = append(list, atest.Edit{Start: tok.Offset(start), End: tok.Offset(n.End())})
	}
	for _, decl := range file.Decls {
		switch decl := decl.(type) {
		case *ast.FuncDecl:
			if any = any || keep[decl]; !keep[decl] {
				remove(decl, decl.Doc)
			}
		case *ast.GenDecl:
			if decl.Tok == token.IMPORT {
				for _, spec := range decl.Specs {
					spec := spec.(*ast.ImportSpec)
					if obj := p.TypesInfo.PkgNameOf(spec); obj != nil && !used[obj] && obj.Name() != "." && obj.Name() != "_" {
						remove(spec, spec.Doc)
					}
				}
			} else if any = any || keep[decl]; !keep[decl] {
				remove(decl, decl.Doc)
			}
		}
	}
	if !any {
		return ""
	}
	return atest.Apply(string(text), list)
}
