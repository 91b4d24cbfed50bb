package rewrite

import (
	"bytes"
	"go/ast"
	"go/format"
	"go/types"
	"strings"

	"github.com/wsvet/wsvet/analyzers/internal/lang"
)

// StructOf returns the struct in the file that the named type is declared as, nil where
// there is none that can get another field: the package makes values of it without
// naming the fields.
func (b *Builder) StructOf(named *types.Named) *ast.StructType {
	info := b.pass.TypesInfo
	var found *ast.StructType
	for _, decl := range b.file.Decls {
		lang.Walk(decl, func(n ast.Node) {
			if s, ok := n.(*ast.TypeSpec); ok && info.Defs[s.Name] == named.Obj() {
				found, _ = s.Type.(*ast.StructType)
			}
		})
	}
	for _, file := range b.pass.Files {
		ast.Inspect(file, func(n ast.Node) bool {
			if lit, ok := n.(*ast.CompositeLit); ok && len(lit.Elts) > 0 && lang.Named(lang.TypeOf(info, lit)) == named {
				if _, keyed := lit.Elts[0].(*ast.KeyValueExpr); !keyed {
					found = nil
				}
			}
			return found != nil
		})
	}
	return found
}

// Field returns the first of these names that a field may be given which is added to
// the struct of the named type, "" if all are taken: by a field, a method, or another
// fix of the session.
func (b *Builder) Field(spec *ast.StructType, named *types.Named, want ...string) string {
	for _, name := range want {
		if obj, _, _ := types.LookupFieldOrMethod(named, true, named.Obj().Pkg(), name); obj == nil && !b.taken(spec.Pos())[name] {
			b.taken(spec.Pos())[name] = true
			return name
		}
	}
	return ""
}

// AddFields adds fields, one a line, at the end of a struct, as a group of their own:
// gofmt aligns them apart.
func (b *Builder) AddFields(spec *ast.StructType, text string) {
	out, err := format.Source([]byte("type _ struct {\n" + text + "\n}"))
	if err != nil {
		b.refused = true
		return
	}
	open, end := b.offset(spec.Fields.Opening), b.offset(spec.Fields.Closing)
	start := b.lineStart(end)
	indent := b.indent(open)
	var lines strings.Builder
	for _, line := range strings.Split(strings.TrimSuffix(strings.TrimSpace(string(out)), "\n}"), "\n")[1:] {
		lines.WriteString(indent + line + b.newline())
	}
	group := lines.String()
	if len(spec.Fields.List) > 0 {
		group = b.newline() + group
	}
	switch {
	case b.line(spec.Fields.Opening) != b.line(spec.Fields.Closing):
		b.edit(start, start, group)
		b.refused = b.refused || len(bytes.TrimSpace(b.src[start:end])) > 0
	case len(spec.Fields.List) == 1:
		// struct{ x int } gets a line for each field, by edits that all fixes share.
		field := spec.Fields.List[0]
		first, last := b.offset(field.Pos()), b.offset(field.End())
		b.blanks(open+1, first)
		b.blanks(last, end)
		b.edit(open, first, " {"+b.newline()+indent+"\t")
		b.edit(last, last, b.newline()+group+indent)
		b.edit(last, end, "")
	default:
		b.refused = true
	}
}
