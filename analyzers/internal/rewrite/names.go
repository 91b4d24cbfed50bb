package rewrite

import (
	"cmp"
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/tools/go/ast/astutil"
)

// naming finds names that are free, and imports packages.
type naming struct {
	*editor
	// packages are the names that Import returned.
	packages []string
}

// Name returns want, or want with a number behind it, such that it can be
// declared anywhere in the function declaration around pos: it is declared or
// used nowhere in there, nor known to the file, the package or the language,
// nor the name of an import that a fix may add, nor handed out in this session
// for that declaration before.
func (b *naming) Name(want string, pos token.Pos) string {
	taken := b.taken(pos)
	name := want
	for i := 2; taken[name] || b.known(name); i++ {
		name = want + strconv.Itoa(i)
	}
	taken[name] = true
	return name
}

// Free reports whether Name would return want as it is.
func (b *naming) Free(want string, pos token.Pos) bool {
	return !b.taken(pos)[want] && !b.known(want)
}

// Means reports whether v's name means v at n.
func (b *naming) Means(v *types.Var, n ast.Node) bool {
	return v.Name() != "" && v.Name() != "_" && b.visible(v.Name(), n.Pos()) == v
}

// taken returns the names that are no more free in the declaration around pos.
func (b *naming) taken(pos token.Pos) map[string]bool {
	decl := b.declaration(pos)
	taken := b.names[decl]
	if taken == nil {
		taken = make(map[string]bool)
		for _, c := range b.imported().candidates {
			taken[c.local] = true
		}
		// Every identifier counts, a selector's or a field's too: it is simpler,
		// and a name that stands for two things in a function is none to give.
		ast.Inspect(decl, func(n ast.Node) bool {
			if id, ok := n.(*ast.Ident); ok {
				taken[id.Name] = true
			}
			return true
		})
		b.names[decl] = taken
	}
	return taken
}

// known reports whether the file, the package or the language declares name. What
// only test files declare does not count: some drivers do not read them, and all
// are to write the same.
func (b *naming) known(name string) bool {
	_, obj := b.pass.TypesInfo.Scopes[b.file].LookupParent(name, token.NoPos)
	if obj == nil {
		return token.IsKeyword(name)
	}
	return !strings.HasSuffix(b.pass.Fset.Position(obj.Pos()).Filename, "_test.go") || b.test()
}

// test reports whether the file is a test file itself.
func (b *naming) test() bool {
	return strings.HasSuffix(b.pass.Fset.Position(b.file.Package).Filename, "_test.go")
}

// declaration returns the declaration around pos, the file's first if there is none.
func (b *syntax) declaration(pos token.Pos) ast.Decl {
	i, _ := slices.BinarySearchFunc(b.file.Decls, pos, func(d ast.Decl, pos token.Pos) int { return cmp.Compare(d.End(), pos) })
	if i < len(b.file.Decls) && b.file.Decls[i].Pos() <= pos {
		return b.file.Decls[i]
	}
	return b.file.Decls[0]
}

// path returns the nodes around n, innermost first.
func (b *syntax) path(n ast.Node) []ast.Node {
	file := *b.file
	file.Decls = []ast.Decl{b.declaration(n.Pos())} // one of many
	path, _ := astutil.PathEnclosingInterval(&file, n.Pos(), n.End())
	return path
}
