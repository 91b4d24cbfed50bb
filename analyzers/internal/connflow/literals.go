package connflow

import (
	"go/ast"
	"go/types"

	"github.com/wsvet/wsvet/analyzers/internal/lang"
)

// literal moves the elements of a composite literal into its fields, or, for
// containers and other packages' structs, into the literal itself.
func (b *builder) literal(n *ast.CompositeLit) {
	t := b.Info.TypeOf(n)
	if t == nil {
		return
	}
	if p, ok := t.Underlying().(*types.Pointer); ok {
		t = p.Elem() // an element of []*T{{…}}
	}
	if lang.IsBytes(t) {
		return // a payload is what its bytes are together
	}
	s, isStruct := t.Underlying().(*types.Struct)
	for i, elem := range n.Elts {
		value := elem
		kv, keyed := elem.(*ast.KeyValueExpr)
		if keyed {
			value = kv.Value
		}
		from := b.eval(value)
		to := b.exprNode(n)
		if isStruct {
			var field *types.Var
			if keyed {
				field, _ = b.Info.Uses[kv.Key.(*ast.Ident)].(*types.Var)
			} else if i < s.NumFields() {
				field = s.Field(i)
			}
			if field == nil {
				continue
			}
			(&callBuilder{b}).handles(value, field.Type())
			b.writes[field.Origin()] = append(b.writes[field.Origin()], value)
			if field.Pkg() == b.Pkg {
				to = b.varNode(field)
			} else if b.foreign(field.Pkg()) && !b.open(t) {
				b.leaves(from, value, field.Type())
			}
		} else if keyed {
			b.addEdge(b.eval(kv.Key), to, move, nil, kv.Key)
		}
		b.addEdge(from, to, move, nil, value)
		if tv := b.Info.TypeOf(value); tv != nil && isReference(tv) {
			b.addAlias(to, from, move, nil, value)
		}
	}
}

// embedded calls each for the embedded fields of e's type, a struct of this
// package: who gets such a value gets what is promoted from them.
func (b *builder) embedded(e ast.Expr, each func(node)) {
	t := b.Info.TypeOf(e)
	if t == nil {
		return
	}
	var fields []*types.Var
	embeddedFields(t, b.Pkg, &fields, 0)
	for _, f := range fields {
		each(b.varNode(f))
	}
}

func embeddedFields(t types.Type, pkg *types.Package, into *[]*types.Var, depth int) {
	if p, ok := t.Underlying().(*types.Pointer); ok {
		t = p.Elem()
	}
	named, ok := types.Unalias(t).(*types.Named)
	if !ok || named.Obj().Pkg() != pkg || depth > 4 {
		return
	}
	s, ok := named.Underlying().(*types.Struct)
	if !ok {
		return
	}
	for f := range s.Fields() {
		if f.Embedded() {
			*into = append(*into, f)
			embeddedFields(f.Type(), pkg, into, depth+1)
		}
	}
}
