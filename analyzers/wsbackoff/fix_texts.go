package wsbackoff

import (
	"fmt"
	"go/ast"
	"go/token"
	"slices"
	"strings"

	"github.com/wsvet/wsvet/analyzers/internal/lang"
	"github.com/wsvet/wsvet/analyzers/internal/redial"
)

// texts keeps what is written of a wait true.
type texts struct {
	*mend
	// stale are the places whose text names a wait that is changed.
	stale []token.Pos
}

// loggedBefore returns the expressions, in the statements before stmt beside it, that
// tell of the wait by the duration of w, such as a log line. It also
// returns the first of these statements.
func (tx *texts) loggedBefore(stmt ast.Stmt, w *redial.Wait, tells func(ast.Stmt) bool) (named []ast.Expr, first ast.Stmt) {
	text := tx.Text(w.Dur)
	for _, s := range tx.waiting.above(stmt) {
		lang.Walk(s, func(n ast.Node) {
			if s, ok := n.(ast.Stmt); ok && tells(s) {
				named = append(named, tx.spelled(s, text)...)
			}
		})
		if first == nil && len(named) > 0 {
			first = s
		}
	}
	return named, first
}

// saysText reports whether the statement calls something with a text, as a log line
// does.
func (tx *texts) saysText(s ast.Stmt) bool {
	expr, ok := s.(*ast.ExprStmt)
	if !ok {
		return false
	}
	call, ok := expr.X.(*ast.CallExpr)
	if !ok {
		return false
	}
	found := false
	ast.Inspect(call, func(n ast.Node) bool {
		lit, ok := n.(*ast.BasicLit)
		found = found || ok && lit.Kind == token.STRING
		return !found
	})
	return found
}

// saysError reports whether the statement hands an error to a function of another
// package that returns nothing, as a log line does.
func (tx *texts) saysError(s ast.Stmt) bool {
	expr, ok := s.(*ast.ExprStmt)
	if !ok {
		return false
	}
	call, ok := expr.X.(*ast.CallExpr)
	if !ok {
		return false
	}
	f := lang.Callee(tx.flow.Info, call)
	return f != nil && f.Pkg() != tx.flow.Pkg && f.Signature().Results().Len() == 0 && slices.ContainsFunc(call.Args, func(arg ast.Expr) bool {
		return lang.AreErrors(lang.TypeOf(tx.flow.Info, arg))
	})
}

// spelled returns the outermost expressions below n, arguments or a part of one,
// with that text.
func (tx *texts) spelled(n ast.Node, text string) (found []ast.Expr) {
	lang.Inspect(n, func(n ast.Node) bool {
		e, ok := n.(ast.Expr)
		if ok && tx.Text(e) == text {
			found = append(found, e)
			return false
		}
		return true
	})
	return found
}

// forget takes the comment behind stmt out where it names the wait that was there.
func (tx *texts) forget(stmt ast.Stmt, w *redial.Wait) {
	if comment := tx.Comment(stmt); comment != nil && tx.timing.Names(comment.Text, w.Dur) {
		tx.Uncomment(stmt)
		tx.stale = slices.DeleteFunc(tx.stale, func(pos token.Pos) bool { return pos == comment.Pos() })
	}
}

// noteTexts notes the places in the function whose text names the wait w.
func (tx *texts) noteTexts(w *redial.Wait) {
	note := func(pos token.Pos) {
		if !slices.Contains(tx.stale, pos) {
			tx.stale = append(tx.stale, pos)
		}
	}
	stmt := tx.Statement(w.Node)
	behind := tx.Comment(stmt)
	in := tx.flow.Func(w.Node).Node
	for _, group := range tx.flow.File(in).Comments {
		for _, comment := range group.List {
			if lang.Within(comment, in) && comment != behind && tx.timing.Names(comment.Text, w.Dur) {
				note(comment.Pos())
			}
		}
	}
	ast.Inspect(in, func(n ast.Node) bool {
		if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING && tx.timing.Names(lit.Value, w.Dur) {
			note(lit.Pos())
		}
		return true
	})
}

// staleTexts says which texts still name a wait that is changed.
func (tx *texts) staleTexts() string {
	if len(tx.stale) == 0 {
		return ""
	}
	var lines []string
	for _, pos := range tx.stale {
		lines = append(lines, fmt.Sprint(tx.flow.Fset.Position(pos).Line))
	}
	slices.Sort(lines)
	return "; the text in line " + strings.Join(slices.Compact(lines), ", ") + " names the old wait"
}
