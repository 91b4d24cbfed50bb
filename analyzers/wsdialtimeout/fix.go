package wsdialtimeout

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"strings"
	"time"

	"golang.org/x/tools/go/analysis"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/lang"
	"github.com/wsvet/wsvet/analyzers/internal/rewrite"
)

// dialTimeout is the bound that a fix writes, that of gorilla's DefaultDialer.
const dialTimeout = 45 * time.Second

// fix bounds the dial: by a context where it takes one, else by its options. It
// has no edits where neither can be done in the dial's file.
func (c *checker) fix(dial *connflow.Call) analysis.SuggestedFix {
	file := c.flow.File(dial.Expr)
	if file == nil {
		return analysis.SuggestedFix{}
	}
	b := c.session.New(file)
	done := false
	switch limit := dial.Func.Limit; {
	case dial.Slot(dial.Func.Ctx) != nil:
		done = !c.kept[dial.Expr] && c.withContext(b, dial, dial.Slot(dial.Func.Ctx))
	case limit.Method != "":
		done = c.withMethod(b, dial)
	case len(limit.Fields) > 0:
		done = c.withField(b, dial, limit.Fields[0])
	}
	if !done {
		return analysis.SuggestedFix{}
	}
	return b.Fix("Bound the handshake by " + dialTimeout.String())
}

// withContext puts a context with a timeout around the dial: made before it of
// the context ctx, in whose place it is given, and cancelled behind it.
func (c *checker) withContext(b *rewrite.Builder, dial *connflow.Call, ctx ast.Expr) bool {
	name, ok := c.around(b, dial, b.Text(ctx))
	if ok {
		b.Replace(ctx, name)
	}
	return ok
}

// withMethod dials with the method of the argument that takes a context.
func (c *checker) withMethod(b *rewrite.Builder, dial *connflow.Call) bool {
	if len(dial.Expr.Args) != 1 {
		return false
	}
	config := dial.Expr.Args[0]
	if fn, _ := c.flow.Index.Method(lang.TypeOf(c.flow.Info, config), dial.Func.Limit.Method); fn == nil {
		return false // an older version
	}
	switch ast.Unparen(config).(type) {
	case *ast.Ident, *ast.SelectorExpr:
	default:
		return false
	}
	background := b.Import("context", dial.Expr.Pos()) + ".Background()"
	name, ok := c.around(b, dial, background)
	if ok {
		b.Replace(dial.Expr, fmt.Sprintf("%s.%s(%s)", b.Text(config), dial.Func.Limit.Method, name))
	}
	return ok
}

// around makes a context with a timeout before the statement of the dial and
// cancels it behind, or, where the statement goes on to use the connection or
// returns it, when the function is done.
func (c *checker) around(b *rewrite.Builder, dial *connflow.Call, parent string) (name string, ok bool) {
	stmt := b.Statement(dial.Expr)
	deferred := false
	switch stmt := stmt.(type) {
	case *ast.AssignStmt, *ast.ExprStmt, *ast.DeclStmt:
	case *ast.ReturnStmt, *ast.IfStmt, *ast.SwitchStmt:
		deferred = true
		if test, isIf := stmt.(*ast.IfStmt); isIf && (lang.Within(dial.Expr, test.Body) || test.Else != nil && lang.Within(dial.Expr, test.Else)) {
			return "", false
		}
	default:
		return "", false
	}
	if deferred && c.flow.Loop(dial.Expr) != nil {
		return "", false // a loop would pile them up
	}
	pos := dial.Expr.Pos()
	name, cancel := b.Name("dialCtx", pos), b.Name("cancelDial", pos)
	text := fmt.Sprintf("%s, %s := %s.WithTimeout(%s, %s)", name, cancel, b.Import("context", pos), parent, timeout(b, pos))
	if deferred {
		text += "\ndefer " + cancel + "()"
	} else {
		b.After(stmt, cancel+"()")
	}
	b.Before(stmt, text)
	return name, true
}

// timeout returns the text of dialTimeout at pos.
func timeout(b *rewrite.Builder, pos token.Pos) string {
	return rewrite.DurationText(dialTimeout, b.Import("time", pos))
}

// withField sets the field in the options wherever the package makes them.
func (c *checker) withField(b *rewrite.Builder, dial *connflow.Call, field string) bool {
	if strings.Contains(field, ".") {
		return false // in which of the two, a person says
	}
	sources := c.limits.Open(dial)
	for _, s := range sources {
		at := dial.Expr.Pos()
		if s.Expr != nil {
			at = s.Expr.Pos()
		}
		if !c.setField(b, dial, s, fmt.Sprintf("%s: %s", field, timeout(b, at))) {
			return false
		}
	}
	return len(sources) > 0
}

// setField sets the field in the options that s is.
func (c *checker) setField(b *rewrite.Builder, dial *connflow.Call, s *connflow.Source, field string) bool {
	here := c.flow.File(dial.Expr)
	switch {
	case s.Kind == connflow.Literal && c.flow.File(s.Expr) == here:
		switch e := s.Expr.(type) {
		case *ast.CompositeLit:
			name, value, _ := strings.Cut(field, ": ")
			return b.SetElement(e, name, value)
		case *ast.CallExpr: // new(T)
			b.Replace(e, fmt.Sprintf("&%s{%s}", b.Text(e.Args[0]), field))
			return true
		}
	case s.Kind == connflow.Zero && s.Var != nil && here.FileStart <= s.Var.Pos() && s.Var.Pos() < here.FileEnd:
		spec := declaration(here, s.Var)
		if spec == nil || spec.Type == nil || len(spec.Names) != 1 || len(spec.Values) > 0 {
			return false
		}
		b.Replace(spec, fmt.Sprintf("%s = %s{%s}", spec.Names[0].Name, b.Text(spec.Type), field))
		return true
	case s.Kind == connflow.Unseen:
		return c.insteadOfDefault(b, dial, s.Var, field)
	}
	return false
}

// insteadOfDefault puts a dialer with the field in the place of the library's
// default dialer, a nil pointer.
func (c *checker) insteadOfDefault(b *rewrite.Builder, dial *connflow.Call, v *types.Var, field string) bool {
	options := ast.Unparen(dial.Slot(dial.Func.Hook))
	sel, ok := options.(*ast.SelectorExpr)
	if _, known := c.flow.Index.Defaults(v); !ok || !known || lang.VarOrField(c.flow.Info, sel) != v {
		return false
	}
	t := lang.Named(v.Type())
	if t == nil {
		return false
	}
	b.Replace(options, fmt.Sprintf("(&%s.%s{%s})", b.Text(sel.X), t.Obj().Name(), field))
	return true
}

// declaration returns the specification that declares v in file.
func declaration(file *ast.File, v *types.Var) *ast.ValueSpec {
	var found *ast.ValueSpec
	ast.Inspect(file, func(n ast.Node) bool {
		if spec, ok := n.(*ast.ValueSpec); ok {
			for _, name := range spec.Names {
				if name.Pos() == v.Pos() {
					found = spec
				}
			}
		}
		return found == nil
	})
	return found
}
