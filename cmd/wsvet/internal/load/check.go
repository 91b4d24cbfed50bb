package load

import (
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/scanner"
	"go/types"
	"go/version"
	"os"
	"path"
	"runtime"

	"golang.org/x/tools/go/packages"
)

// parse parses the files of a unit, and leaves declarations only of a package
// that is not wanted whole.
func (l *Loader) parse(u *unit) {
	u.files, u.errors = nil, nil
	for _, name := range u.listed.GoFiles {
		text, err := os.ReadFile(name)
		if err != nil {
			u.errors = append(u.errors, err)
			continue
		}
		mode := parser.SkipObjectResolution
		if u.whole {
			mode |= parser.ParseComments
		} else {
			text = skim(text)
		}
		file, err := parser.ParseFile(l.fset, name, text, mode)
		if list := (scanner.ErrorList)(nil); errors.As(err, &list) {
			u.errors = append(u.errors, list[0])
		}
		u.files = append(u.files, file)
	}
	if !u.whole {
		trim(u.files, u.nameOf)
	}
}

// nameOf returns the name of the package that the unit imports by that path.
func (u *unit) nameOf(importPath string) string {
	if p := u.listed.Imports[importPath]; p != nil {
		return p.Name
	}
	return path.Base(importPath)
}

// check type-checks a unit whose imports are loaded, and makes its package. One
// with errors is to its importers as if its declarations only were wanted.
func (l *Loader) check(u *unit) {
	p := u.listed
	u.pkg = &packages.Package{
		ID: p.ID, Name: p.Name, PkgPath: p.PkgPath, ForTest: p.ForTest, Module: p.Module,
		GoFiles: p.GoFiles, OtherFiles: p.OtherFiles, IgnoredFiles: p.IgnoredFiles,
		Imports:    make(map[string]*packages.Package),
		Fset:       l.fset,
		TypesSizes: l.listing.sizes,
		TypesInfo:  new(types.Info),
	}
	for path, dep := range u.imports {
		if dep.pkg.Name != "" && (dep.whole || len(dep.pkg.Imports) > 0) {
			u.pkg.Imports[path] = dep.pkg // others have no facts
		}
	}
	if p.PkgPath == "unsafe" {
		u.pkg.Types = types.Unsafe
		return
	}
	info := u.pkg.TypesInfo
	if u.whole {
		info = newInfo()
	}
	if tooNew(p.Module) {
		u.errors = append(u.errors, fmt.Errorf("module %s needs Go %s, and this wsvet was built with %s: build it with a newer Go",
			p.Module.Path, p.Module.GoVersion, runtime.Version()))
	}
	config := &types.Config{
		GoVersion:        goVersion(p),
		IgnoreFuncBodies: !u.whole,
		FakeImportC:      true,
		Importer:         importer{u},
		Sizes:            l.listing.sizes,
		Error:            func(err error) { u.errors = append(u.errors, err) },
	}
	u.pkg.Types = types.NewPackage(p.PkgPath, p.Name)
	_ = types.NewChecker(config, l.fset, u.pkg.Types, info).Files(u.files) // config.Error has the errors
	if u.whole && len(u.errors) == 0 {
		u.pkg.Syntax, u.pkg.TypesInfo = u.files, info
	}
	if !u.whole {
		for _, f := range u.files {
			l.fset.File(f.FileStart).SetLines([]int{0}) // a tenth of all memory, and nobody asks
		}
	}
	u.files = nil
}

func newInfo() *types.Info {
	return &types.Info{
		Types:        make(map[ast.Expr]types.TypeAndValue),
		Defs:         make(map[*ast.Ident]types.Object),
		Uses:         make(map[*ast.Ident]types.Object),
		Implicits:    make(map[ast.Node]types.Object),
		Instances:    make(map[*ast.Ident]types.Instance),
		Scopes:       make(map[ast.Node]*types.Scope),
		Selections:   make(map[*ast.SelectorExpr]*types.Selection),
		FileVersions: make(map[*ast.File]string),
	}
}

// goVersion returns the language version of a unit, "" for the newest.
func goVersion(p *packages.Package) string {
	if p.Module == nil || p.Module.GoVersion == "" || tooNew(p.Module) {
		return ""
	}
	return "go" + p.Module.GoVersion
}

// tooNew reports whether a module needs a newer language than this program knows.
func tooNew(m *packages.Module) bool {
	return m != nil && m.GoVersion != "" && version.IsValid(runtime.Version()) &&
		version.Compare(version.Lang("go"+m.GoVersion), version.Lang(runtime.Version())) > 0
}

// An importer finds what the files of a unit import.
type importer struct{ *unit }

func (i importer) Import(path string) (*types.Package, error) {
	if dep := i.imports[path]; dep != nil {
		return dep.pkg.Types, nil
	}
	if len(i.listed.Errors) > 0 {
		return nil, errors.New(i.listed.Errors[0].Msg) // an import cycle
	}
	return nil, errors.New("the go command does not list it")
}
