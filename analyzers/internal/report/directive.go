package report

import (
	"go/ast"
	"go/token"
	"slices"
	"strings"
)

// Prefix is what an ignore directive starts with.
const Prefix = "//wsvet:ignore"

// A Directive is a comment //wsvet:ignore check[,check…] reason. It silences
// the findings of the checks that it names on its own line and on the next.
// One without a reason silences nothing: it tells nobody why. Behind a second //
// starts a comment on the directive.
type Directive struct {
	Comment *ast.Comment
	Checks  []string
	Reason  string
}

// Directives returns the ignore directives of f.
func Directives(f *ast.File) []*Directive {
	var found []*Directive
	for _, group := range f.Comments {
		for _, c := range group.List {
			if d := ParseDirective(c); d != nil {
				found = append(found, d)
			}
		}
	}
	return found
}

// ParseDirective returns the directive that c is, nil if it is none.
func ParseDirective(c *ast.Comment) *Directive {
	rest, ok := strings.CutPrefix(c.Text, Prefix)
	if !ok || rest != "" && strings.TrimLeft(rest, " \t") == rest {
		return nil
	}
	d := &Directive{Comment: c}
	rest, _, _ = strings.Cut(rest, "//")
	rest = strings.TrimSpace(rest)
	if i := strings.IndexAny(rest, " \t"); i >= 0 {
		d.Reason = strings.TrimSpace(rest[i:])
		rest = rest[:i]
	}
	if rest != "" {
		d.Checks = strings.Split(rest, ",")
	}
	return d
}

// ignores reports whether a directive silences that check at pos: it is on the
// line of pos, or of the start of the statement around pos, or on the line above.
func (f *file) ignores(fset *token.FileSet, pos token.Pos, check string) bool {
	var at []token.Position
	for _, d := range f.directives {
		if d.Reason == "" || !slices.Contains(d.Checks, check) {
			continue
		}
		if at == nil {
			at = []token.Position{fset.Position(pos), fset.Position(f.statement(pos))}
		}
		directive := fset.Position(d.Comment.Pos())
		for _, p := range at {
			if p.Filename == directive.Filename && (p.Line == directive.Line || p.Line == directive.Line+1) {
				return true
			}
		}
	}
	return false
}

// statement returns the start of the innermost statement around pos, or of the
// declaration where it is in none.
func (f *file) statement(pos token.Pos) token.Pos {
	start := pos
	ast.Inspect(f.syntax, func(n ast.Node) bool {
		if n == nil || pos < n.Pos() || n.End() <= pos {
			return n == f.syntax
		}
		switch n.(type) {
		case *ast.BlockStmt:
		case ast.Stmt, ast.Spec:
			start = n.Pos()
		case *ast.FuncDecl:
			start = n.(*ast.FuncDecl).Type.Pos() // not its doc comment
		}
		return true
	})
	return start
}
