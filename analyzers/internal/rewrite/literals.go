package rewrite

import (
	"bytes"
	"go/ast"
)

// AddElement adds an element, "Key: value", behind those of a literal of keys and
// values. A literal of several lines is laid out anew, unless there is code in
// it that another fix may change: then the fix is refused where the values
// would have to be aligned.
func (b *Builder) AddElement(lit *ast.CompositeLit, element string) {
	if len(lit.Elts) == 0 {
		b.Insert(lit.Rbrace, element)
		return
	}
	last := lit.Elts[len(lit.Elts)-1]
	end, brace := b.offset(last.End()), b.offset(lit.Rbrace)
	rest := b.src[end:brace]
	switch {
	case !bytes.Contains(rest, []byte("\n")):
		b.edit(end, end, ", "+element)
	case !hasFunc(lit):
		head := string(b.src[b.offset(lit.Pos()):end])
		if comma := bytes.TrimLeft(rest, " \t\n\r"); !bytes.HasPrefix(comma, []byte(",")) {
			b.refused = true // a comment before the comma
			return
		}
		b.Replace(lit, head+string(rest)+element+",\n}")
	case b.line(last.Pos()) != b.line(last.End()):
		// Behind an element of several lines, gofmt aligns nothing with it.
		start := b.lineStart(brace)
		b.edit(start, start, b.indent(b.offset(last.Pos()))+element+","+b.newline())
	default:
		b.refused = true
	}
}

// SetElement gives the element of a literal that has this key the value, or adds it. It
// reports whether it could: not where the elements have no keys.
func (b *Builder) SetElement(lit *ast.CompositeLit, key, value string) bool {
	for _, elt := range lit.Elts {
		kv, keyed := elt.(*ast.KeyValueExpr)
		if !keyed {
			return false
		}
		if id, ok := kv.Key.(*ast.Ident); ok && id.Name == key {
			b.Replace(kv.Value, value)
			return true
		}
	}
	b.AddElement(lit, key+": "+value)
	return true
}

func hasFunc(n ast.Node) bool {
	found := false
	ast.Inspect(n, func(n ast.Node) bool {
		_, lit := n.(*ast.FuncLit)
		found = found || lit
		return !found
	})
	return found
}
