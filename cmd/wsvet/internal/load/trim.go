package load

import (
	"go/ast"
	"go/token"
	"slices"
	"strconv"
)

// trim leaves of the files of a package what other packages can come to know of
// it: the exported declarations, and what these mention. Gone are bodies, the
// values of variables that have a type, and imports that nothing mentions any more.
// nameOf returns the name of the package with an import path.
func trim(files []*ast.File, nameOf func(path string) string) {
	t := &trimmer{
		units:      make(map[string][]ast.Node),
		methods:    make(map[string][]ast.Node),
		interfaces: make(map[string]bool),
		kept:       make(map[ast.Node]bool),
		mentioned:  make(map[string]bool),
	}
	for _, f := range files {
		ast.Inspect(f, t.findInterfaces)
	}
	for _, f := range files {
		for _, decl := range f.Decls {
			t.add(decl)
		}
	}
	for len(t.todo) > 0 {
		unit := t.todo[len(t.todo)-1]
		t.todo = t.todo[:len(t.todo)-1]
		ast.Inspect(unit, t.mention)
	}
	for _, f := range files {
		f.Imports = slices.DeleteFunc(f.Imports, func(spec *ast.ImportSpec) bool { return !t.mentions(spec, nameOf) })
		for _, spec := range f.Imports {
			t.kept[spec] = true
		}
		f.Decls = slices.DeleteFunc(f.Decls, func(decl ast.Decl) bool { return !t.keeps(decl) })
	}
}

// A trimmer finds out which declarations are needed. They are kept or left out
// by units: a function, a type, the variables of one line, a declaration of
// constants, whose lines depend on one another.
type trimmer struct {
	units      map[string][]ast.Node // by the names that they declare
	methods    map[string][]ast.Node // by the name of their receiver's type
	interfaces map[string]bool       // the names of methods of interfaces
	kept       map[ast.Node]bool
	todo       []ast.Node      // units kept, but not yet searched for names
	mentioned  map[string]bool // the names in units kept
}

// findInterfaces enters the methods of interfaces. It is for ast.Inspect.
func (t *trimmer) findInterfaces(n ast.Node) bool {
	if i, ok := n.(*ast.InterfaceType); ok {
		for _, m := range i.Methods.List {
			for _, id := range m.Names {
				t.interfaces[id.Name] = true
			}
		}
	}
	_, body := n.(*ast.BlockStmt)
	return !body
}

// add enters a declaration, and keeps its units that are exported. A method that
// is not exported matters to other packages only where an interface has it.
func (t *trimmer) add(decl ast.Decl) {
	switch decl := decl.(type) {
	case *ast.FuncDecl:
		decl.Body = new(ast.BlockStmt)
		if decl.Recv == nil {
			t.addUnit(decl, decl.Name)
		} else if recv := receiver(decl); recv != "" && (decl.Name.IsExported() || t.interfaces[decl.Name.Name]) {
			t.methods[recv] = append(t.methods[recv], decl)
		}
	case *ast.GenDecl:
		var constants []*ast.Ident
		for _, spec := range decl.Specs {
			switch spec := spec.(type) {
			case *ast.TypeSpec:
				t.addUnit(spec, spec.Name)
			case *ast.ValueSpec:
				if decl.Tok == token.CONST {
					constants = append(constants, spec.Names...)
					continue
				}
				if spec.Type != nil {
					spec.Values = nil
				}
				t.addUnit(spec, spec.Names...)
			}
		}
		t.addUnit(decl, constants...)
	}
}

func (t *trimmer) addUnit(unit ast.Node, names ...*ast.Ident) {
	for _, id := range names {
		t.units[id.Name] = append(t.units[id.Name], unit)
		if id.IsExported() {
			t.keep(unit)
		}
	}
}

func (t *trimmer) keep(units ...ast.Node) {
	for _, unit := range units {
		if !t.kept[unit] {
			t.kept[unit] = true
			t.todo = append(t.todo, unit)
		}
	}
}

// mention keeps what a node of a unit that is kept mentions. It is for ast.Inspect.
func (t *trimmer) mention(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.FuncLit:
		n.Body = new(ast.BlockStmt)
	case *ast.SelectorExpr:
		ast.Inspect(n.X, t.mention)
		return false
	case *ast.Field:
		ast.Inspect(n.Type, t.mention) // its names are none of the package
		return false
	case *ast.Ident:
		if !t.mentioned[n.Name] {
			t.mentioned[n.Name] = true
			t.keep(t.units[n.Name]...)
			t.keep(t.methods[n.Name]...)
		}
	}
	return true
}

// keeps reports whether something is left of a declaration.
func (t *trimmer) keeps(decl ast.Decl) bool {
	d, ok := decl.(*ast.GenDecl)
	if !ok || d.Tok == token.CONST {
		return t.kept[decl]
	}
	d.Specs = slices.DeleteFunc(d.Specs, func(spec ast.Spec) bool { return !t.kept[spec] })
	return len(d.Specs) > 0
}

// mentions reports whether what is kept mentions an import.
func (t *trimmer) mentions(spec *ast.ImportSpec, nameOf func(path string) string) bool {
	if spec.Name != nil {
		return spec.Name.Name == "." || t.mentioned[spec.Name.Name]
	}
	return t.mentioned[nameOf(importPath(spec))]
}

// importPath returns the path of an import, "" if it is none.
func importPath(spec *ast.ImportSpec) string {
	path, _ := strconv.Unquote(spec.Path.Value) // the parser reports an error
	return path
}

// receiver returns the name of the type of a method's receiver.
func receiver(decl *ast.FuncDecl) string {
	if len(decl.Recv.List) == 0 {
		return ""
	}
	typ := decl.Recv.List[0].Type
	for {
		switch t := typ.(type) {
		case *ast.ParenExpr:
			typ = t.X
		case *ast.StarExpr:
			typ = t.X
		case *ast.IndexExpr:
			typ = t.X
		case *ast.IndexListExpr:
			typ = t.X
		case *ast.Ident:
			return t.Name
		default:
			return ""
		}
	}
}
