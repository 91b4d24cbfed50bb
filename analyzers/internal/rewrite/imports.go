package rewrite

import (
	"bytes"
	"cmp"
	"go/ast"
	"go/token"
	"go/types"
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// std are the packages of the standard library that fixes may import. Each has
// a place of its own in a file's imports, so the list must be known beforehand.
var std = []string{
	"context", "errors", "fmt", "io", "log", "log/slog",
	"math/rand", "math/rand/v2", "net", "sync", "sync/atomic", "time",
}

// Import returns the name under which the package with that import path can be
// used at pos, and adds the import if the file has none. It picks a name that
// nothing at pos, nor anything in the file or package, hides or declares.
//
// The package is one of std, or one of a WebSocket library that the package's
// other files or the library's own packages import; else the fix is refused.
func (b *naming) Import(path string, pos token.Pos) string {
	for _, spec := range b.file.Imports {
		if name := b.pass.TypesInfo.PkgNameOf(spec); usable(spec, path) && name != nil && b.visible(name.Name(), pos) == name {
			b.packages = append(b.packages, name.Name())
			return name.Name()
		}
	}
	imp := b.imported()
	for _, c := range imp.candidates {
		if c.path == path && b.visible(c.local, pos) == nil {
			b.packages = append(b.packages, c.local)
			edits, ok := imp.edits(c)
			b.edits = append(b.edits, edits...)
			b.refused = b.refused || !ok
			return c.local
		}
	}
	b.refused = true
	return lastElement(path)
}

// visible returns what name means at pos, nil if nothing.
func (b *naming) visible(name string, pos token.Pos) types.Object {
	at := b.pass.TypesInfo.Scopes[b.file].Innermost(pos)
	if at == nil {
		return nil
	}
	_, obj := at.LookupParent(name, pos)
	return obj
}

// hidden reports whether an edit uses an import where its name means something
// else than where it was asked for.
func (b *naming) hidden() bool {
	for _, e := range b.edits {
		for _, name := range b.packages {
			if !qualifies(e.text, name) {
				continue
			}
			obj := b.visible(name, b.tok.Pos(e.start))
			if _, isPackage := obj.(*types.PkgName); obj != nil && !isPackage {
				return true
			}
		}
	}
	return false
}

// qualifies reports whether text has something of the package that it calls name.
func qualifies(text, name string) bool {
	for {
		before, after, found := strings.Cut(text, name+".")
		if !found {
			return false
		}
		last, _ := utf8.DecodeLastRuneInString(before)
		if before == "" || last != '.' && last != '_' && !unicode.IsLetter(last) && !unicode.IsDigit(last) {
			return true
		}
		text = after
	}
}

// usable reports whether spec imports path under a name.
func usable(spec *ast.ImportSpec, path string) bool {
	if spec.Name != nil && (spec.Name.Name == "." || spec.Name.Name == "_") {
		return false
	}
	return pathOf(spec) == path
}

func pathOf(spec *ast.ImportSpec) string {
	path, _ := strconv.Unquote(spec.Path.Value)
	return path
}

// lastElement returns the name of a package of the standard library.
func lastElement(p string) string {
	if base := path.Base(p); base != "v2" {
		return base
	}
	return path.Base(path.Dir(p))
}

// A candidate is an import that some fix of the file may add.
type candidate struct {
	path string
	name string // of a renaming import
	// local is what the package is called in the file.
	local string
	std   bool
}

// spec returns the candidate as an import spec.
func (c candidate) spec() string {
	if c.name != "" {
		return c.name + " " + strconv.Quote(c.path)
	}
	return strconv.Quote(c.path)
}

// compare orders import specs as gofmt does.
func (c candidate) compare(path, name string) int {
	return cmp.Or(cmp.Compare(c.path, path), cmp.Compare(c.name, name))
}

// imports are the imports of a file and those that fixes may add.
type imports struct {
	*source
	candidates []candidate
	slots      []*slot
	// limit is the offset up to which nothing but imports is edited.
	limit int
}

// imported returns the imports of the builder's file.
func (b *naming) imported() *imports {
	imp := b.Session.imports[b.file]
	if imp == nil {
		imp = &imports{source: b.source, limit: b.importLimit()}
		imp.candidates = imp.findCandidates()
		imp.layOut()
		b.Session.imports[b.file] = imp
	}
	return imp
}

// importLimit returns the offset of the first byte behind the imports that some
// fix may change: types are not changed, nor the names of what is declared.
func (b *naming) importLimit() int {
	for _, d := range b.file.Decls {
		switch d := d.(type) {
		case *ast.GenDecl:
			for _, spec := range d.Specs {
				if v, ok := spec.(*ast.ValueSpec); ok && len(v.Values) > 0 {
					return b.offset(v.Values[0].Pos())
				}
			}
		case *ast.FuncDecl:
			if d.Recv != nil {
				return b.offset(d.Recv.Opening)
			}
			return b.offset(d.Name.End())
		}
	}
	return len(b.src)
}

// findCandidates returns the imports that fixes of the file may add, sorted as
// gofmt sorts imports. They depend on the file and the package alone.
func (imp *imports) findCandidates() []candidate {
	declared, used := imp.identifiers()
	names := make(map[string]bool) // what cannot name another import
	loaded := make(map[string]bool)
	for _, spec := range imp.file.Imports {
		if name := imp.pass.TypesInfo.PkgNameOf(spec); name != nil {
			names[name.Name()] = true
		}
	}
	var found []candidate
	add := func(path, name, local string, isStd bool) {
		if loaded[path] {
			return
		}
		loaded[path] = true
		c := candidate{path: path, local: local, std: isStd}
		if local != name {
			c.name = local
		}
		plain := !names[local] && imp.pass.Pkg.Scope().Lookup(local) == nil
		for _, spec := range imp.file.Imports {
			if usable(spec, path) {
				plain = false
				if name := imp.pass.TypesInfo.PkgNameOf(spec); name != nil && !declared[name.Name()] {
					return // never hidden
				}
			}
		}
		if plain {
			names[local] = true
			found = append(found, c)
			if !declared[local] {
				return
			}
		}
		c.name = imp.alias(c, used)
		c.local = c.name
		used[c.name] = true
		found = append(found, c)
	}
	loggers := imp.loggers()
	for _, path := range slices.Sorted(maps.Keys(loggers)) {
		add(path, loggers[path].name, loggers[path].local, false)
	}
	for _, path := range std {
		switch path {
		case "math/rand":
			if imp.GoVersion("go1.22") {
				continue
			}
		case "math/rand/v2":
			if !imp.GoVersion("go1.22") {
				continue
			}
		case "sync/atomic":
			if !imp.importsLibrary() {
				continue
			}
		}
		add(path, lastElement(path), lastElement(path), true)
	}
	for _, p := range imp.libraries() {
		add(p.Path(), p.Name(), p.Name(), false)
	}
	slices.SortFunc(found, func(x, y candidate) int { return x.compare(y.path, y.name) })
	return found
}

// importsLibrary reports whether the file imports a WebSocket library: what only
// fixes of such files import takes no room in others.
func (imp *imports) importsLibrary() bool {
	index := wslib.NewIndex()
	return slices.ContainsFunc(imp.file.Imports, func(spec *ast.ImportSpec) bool {
		name := imp.pass.TypesInfo.PkgNameOf(spec)
		if name == nil {
			return false
		}
		p := index.Package(name.Imported())
		return p != nil && p.Library() != nil
	})
}

// alias returns a name for a renaming import that is used nowhere in the file.
func (imp *imports) alias(c candidate, used map[string]bool) string {
	base := c.local + "lib"
	if c.std {
		base = "std" + c.local
	}
	name := base
	for i := 2; used[name] || imp.pass.Pkg.Scope().Lookup(name) != nil; i++ {
		name = base + strconv.Itoa(i)
	}
	return name
}

// identifiers returns the names that the file's functions declare, and all
// names in the file.
func (imp *imports) identifiers() (declared, used map[string]bool) {
	declared, used = make(map[string]bool), make(map[string]bool)
	ast.Inspect(imp.file, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok {
			used[id.Name] = true
			// The symbol of a type switch has a nil object.
			if obj, ok := imp.pass.TypesInfo.Defs[id]; ok && (obj == nil || obj.Parent() != nil) {
				declared[id.Name] = true
			}
		}
		return true
	})
	return declared, used
}

// libraries returns the packages of WebSocket libraries that the package, or
// another package of the library, imports. Test files count in test files only:
// a package and its variant with tests have the same fixes.
func (imp *imports) libraries() []*types.Package {
	index := wslib.NewIndex()
	found := make(map[string]*types.Package)
	add := func(p *types.Package) bool {
		lib := index.Package(p)
		if lib == nil || lib.Library() == nil {
			return false
		}
		found[p.Path()] = p
		return true
	}
	for _, f := range imp.pass.Files {
		if f != imp.file && imp.isTest(f) && !imp.isTest(imp.file) {
			continue
		}
		for _, spec := range f.Imports {
			if name := imp.pass.TypesInfo.PkgNameOf(spec); name != nil && add(name.Imported()) {
				for _, p := range name.Imported().Imports() {
					add(p)
				}
			}
		}
	}
	var list []*types.Package
	for _, p := range found {
		list = append(list, p)
	}
	slices.SortFunc(list, func(x, y *types.Package) int { return cmp.Compare(x.Path(), y.Path()) })
	return list
}

// isTest reports whether f is a test file.
func (b *syntax) isTest(f *ast.File) bool {
	return strings.HasSuffix(b.pass.Fset.File(f.FileStart).Name(), "_test.go")
}

// layOut decides where in the file each candidate goes.
func (imp *imports) layOut() {
	var blocks []*ast.GenDecl
	var others []*ast.GenDecl // what is no block of one spec a line
	for _, d := range imp.file.Decls {
		d, ok := d.(*ast.GenDecl)
		if !ok || d.Tok != token.IMPORT || onlyC(d) {
			continue
		}
		if imp.tidy(d) {
			blocks = append(blocks, d)
		} else {
			others = append(others, d)
		}
	}
	switch {
	case len(blocks) > 0:
		imp.layOutBlocks(blocks)
	case len(others) == 1 && !others[0].Lparen.IsValid():
		imp.layOutSingle(others[0])
	case len(others) > 0:
		// One declaration more for each, as the file does it.
		last := others[len(others)-1]
		imp.layOutBehind(last.TokPos, last.End(), "", "import ", "")
	default:
		imp.layOutNew()
	}
	imp.dropIdle()
}

// onlyC reports whether d is cgo's import "C".
func onlyC(d *ast.GenDecl) bool {
	return len(d.Specs) == 1 && d.Specs[0].(*ast.ImportSpec).Path.Value == `"C"`
}

// tidy reports whether d is a block whose specs have a line each.
func (imp *imports) tidy(d *ast.GenDecl) bool {
	if !d.Lparen.IsValid() || len(d.Specs) == 0 {
		return false
	}
	last := imp.line(d.Lparen)
	for _, s := range d.Specs {
		s := s.(*ast.ImportSpec)
		start := imp.offset(s.Pos())
		if s.Doc != nil {
			start = imp.offset(s.Doc.Pos())
		}
		_, ok := imp.trailing(imp.offset(s.End()))
		if imp.line(s.Pos()) == last || !ok || len(bytes.TrimSpace(imp.src[imp.lineStart(start):start])) > 0 {
			return false
		}
		last = imp.line(s.End())
	}
	return imp.line(d.Rparen) > last
}

// A run is what gofmt sorts: specs on consecutive lines.
type run []*ast.ImportSpec

// runs splits the specs of the blocks as gofmt does.
func (imp *imports) runs(blocks []*ast.GenDecl) []run {
	var runs []run
	for _, d := range blocks {
		last := -1
		for _, s := range d.Specs {
			s := s.(*ast.ImportSpec)
			if line := imp.line(s.Pos()); last < 0 || line > last+1 {
				runs = append(runs, nil)
			}
			last = imp.line(s.End())
			runs[len(runs)-1] = append(runs[len(runs)-1], s)
		}
	}
	return runs
}

// isStd guesses as goimports does: the paths of other modules have a dot.
func isStd(path string) bool {
	first, _, _ := strings.Cut(path, "/")
	return !strings.Contains(first, ".") && path != "C"
}

func (r run) std() bool {
	return slices.ContainsFunc(r, func(s *ast.ImportSpec) bool { return isStd(pathOf(s)) })
}

func (r run) others() bool {
	return slices.ContainsFunc(r, func(s *ast.ImportSpec) bool { return !isStd(pathOf(s)) && pathOf(s) != "C" })
}

// layOutBlocks places the candidates among the specs of blocks: those of the
// standard library in its first run, the others in the last run of others.
// Where there is none of a kind, it gets one of its own.
func (imp *imports) layOutBlocks(blocks []*ast.GenDecl) {
	var own, other run
	for _, r := range imp.runs(blocks) {
		if own == nil && r.std() {
			own = r
		}
		if r.others() {
			other = r
		}
	}
	nl := imp.newline()
	if own == nil {
		first := blocks[0].Specs[0].(*ast.ImportSpec)
		at := imp.before(first)
		for _, c := range imp.candidates {
			if c.std {
				imp.at(at).add(c, "\t"+c.spec()+nl)
			}
		}
		imp.at(at).glue(forStd, nl)
	}
	for _, c := range imp.candidates {
		switch {
		case c.std && own != nil:
			imp.intoRun(own, c)
		case !c.std && other != nil:
			imp.intoRun(other, c)
		}
	}
	if other == nil {
		specs := blocks[0].Specs
		at, _ := imp.trailing(imp.offset(specs[len(specs)-1].End()))
		imp.at(at).glue(forOthers, nl)
		for _, c := range imp.candidates {
			if !c.std {
				imp.at(at).add(c, nl+"\t"+c.spec())
			}
		}
	}
}

// before returns the start of the line, or of the comment above, of a spec.
func (imp *imports) before(s *ast.ImportSpec) int {
	if s.Doc != nil {
		return imp.lineStart(imp.offset(s.Doc.Pos()))
	}
	return imp.lineStart(imp.offset(s.Pos()))
}

// intoRun places c among the specs of r, where gofmt would sort it.
func (imp *imports) intoRun(r run, c candidate) {
	for _, s := range r {
		name := ""
		if s.Name != nil {
			name = s.Name.Name
		}
		if c.compare(pathOf(s), name) < 0 {
			imp.at(imp.before(s)).add(c, "\t"+c.spec()+imp.newline())
			return
		}
	}
	end, _ := imp.trailing(imp.offset(r[len(r)-1].End()))
	imp.at(end).add(c, imp.newline()+"\t"+c.spec())
}

// layOutSingle makes a block of a single import, repeating it, and places the
// candidates before and behind it.
func (imp *imports) layOutSingle(d *ast.GenDecl) {
	spec := d.Specs[0].(*ast.ImportSpec)
	start := imp.offset(d.TokPos)
	end, ok := imp.trailing(imp.offset(spec.End()))
	if !ok {
		return
	}
	name := ""
	if spec.Name != nil {
		name = spec.Name.Name
	}
	nl, path := imp.newline(), pathOf(spec)
	s := imp.at(start)
	s.repeats = end - start
	place := func(std, ahead bool) {
		for _, c := range imp.candidates {
			first := c.compare(path, name) < 0
			if std != isStd(path) {
				first = std
			}
			if c.std == std && first == ahead {
				s.add(c, nl+"\t"+c.spec())
			}
		}
	}
	s.glue(forAll, "import (")
	place(true, true)
	if !isStd(path) {
		s.glue(forStd, nl)
	}
	place(false, true)
	s.glue(forAll, nl+"\t"+string(imp.src[imp.offset(spec.Pos()):end]))
	place(true, false)
	if isStd(path) {
		s.glue(forOthers, nl)
	}
	place(false, false)
	s.glue(forAll, nl+")")
}

// layOutNew makes a block where there is nothing but cgo's import "C", or no
// import at all.
func (imp *imports) layOutNew() {
	start, end := imp.file.Package, imp.file.Name.End()
	for _, d := range imp.file.Decls {
		if d, ok := d.(*ast.GenDecl); ok && d.Tok == token.IMPORT {
			start, end = d.TokPos, d.End()
		}
	}
	nl := imp.newline()
	imp.layOutBehind(start, end, nl+nl+"import (", "\t", nl+")")
}

// layOutBehind places the candidates, each on a line of its own, behind what is
// from start to end, with open before them all and last behind. What follows
// there gives little room: what stands before is repeated.
func (imp *imports) layOutBehind(start, end token.Pos, open, lead, last string) {
	from := imp.offset(start)
	eol, ok := imp.trailing(imp.offset(end))
	if !ok {
		return
	}
	s := imp.at(from)
	s.repeats = eol - from
	s.glue(forAll, string(imp.src[from:eol])+open)
	for _, c := range imp.candidates {
		s.add(c, imp.newline()+lead+c.spec())
	}
	s.glue(forAll, last)
}
