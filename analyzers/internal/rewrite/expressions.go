package rewrite

import (
	"go/ast"
	"go/format"
	"go/token"
	"strings"
)

// MeanSame reports whether the names in n mean at pos what they mean in n; a label does.
func (b *Builder) MeanSame(n ast.Node, pos token.Pos) bool {
	same := true
	ast.Inspect(n, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.BranchStmt:
			return false
		case *ast.SelectorExpr:
			same = same && b.MeanSame(n.X, pos)
			return false
		case *ast.Ident:
			same = same && b.visible(n.Name, pos) == b.pass.TypesInfo.ObjectOf(n)
		}
		return same
	})
	return same
}

// ReplaceExpr puts text in the place of e as gofmt has it there: how it spaces an
// operation depends on what is around it.
func (b *Builder) ReplaceExpr(e ast.Expr, text string) {
	var outer ast.Expr = e
	for _, n := range b.path(e) {
		above, ok := n.(ast.Expr)
		if _, lit := n.(*ast.FuncLit); !ok || lit {
			break
		}
		outer = above
	}
	around := b.Text(outer)
	start := int(e.Pos() - outer.Pos())
	before := around[:start]
	out, err := format.Source([]byte("_ = " + before + text + around[start+len(b.Text(e)):]))
	if err == nil && !strings.Contains(around, "\n") {
		text = spaced(strings.TrimPrefix(string(out), "_ = "), solid(before), solid(text))
	}
	b.Replace(e, text)
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
