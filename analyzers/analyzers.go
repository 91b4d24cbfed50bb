package analyzers

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"os"
	"slices"

	"golang.org/x/tools/go/analysis"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/redial"
	"github.com/wsvet/wsvet/analyzers/internal/report"
	"github.com/wsvet/wsvet/analyzers/internal/wslib"
	"github.com/wsvet/wsvet/analyzers/wsbackoff"
	"github.com/wsvet/wsvet/analyzers/wsclosecode"
	"github.com/wsvet/wsvet/analyzers/wscloseerr"
	"github.com/wsvet/wsvet/analyzers/wsclosehandshake"
	"github.com/wsvet/wsvet/analyzers/wsdialtimeout"
	"github.com/wsvet/wsvet/analyzers/wsignore"
	"github.com/wsvet/wsvet/analyzers/wskeepalive"
	"github.com/wsvet/wsvet/analyzers/wsreadloop"
	"github.com/wsvet/wsvet/analyzers/wsunclosed"
)

// Suite returns all checks.
func Suite() []*analysis.Analyzer {
	return []*analysis.Analyzer{
		wskeepalive.Analyzer,
		wsbackoff.Analyzer,
		wsclosecode.Analyzer,
		wscloseerr.Analyzer,
		wsclosehandshake.Analyzer,
		wsdialtimeout.Analyzer,
		wsreadloop.Analyzer,
		wsunclosed.Analyzer,
		wsignore.Analyzer,
	}
}

// A Doc is what a check says of itself: its title, its text and its categories.
type Doc = report.Doc

// DocOf returns the Doc of a check.
func DocOf(a *analysis.Analyzer) *Doc { return report.DocOf(a) }

// IsLibrary reports whether the package with that import path and these files
// is a WebSocket library that the checks know, or may be a fork of one. The
// checks have something to say of the packages that import such a package, or
// a package that they export facts of.
func IsLibrary(path string, files []string) bool { return wslib.IsLibrary(path, files) }

// MayExportFacts reports whether a check may export facts of a package though no
// WebSocket is in its reach. own says that it is of the user's own module. A driver
// that does not analyse all that a package depends on learns from it what to
// analyse, when it has the declarations of a package and the names of its files.
func MayExportFacts(pkg *types.Package, own bool, files []string) bool {
	own = own && pkg.Name() != "main"
	if wslib.IsStd(pkg) {
		return false
	}
	if own && connflow.MayExportFacts(pkg) {
		return true
	}
	fset := token.NewFileSet()
	var parsed []*ast.File
	for _, name := range files {
		if file, err := parser.ParseFile(fset, name, nil, parser.SkipObjectResolution); err == nil {
			parsed = append(parsed, file)
		}
	}
	return redial.MayExportFacts(own, fset, parsed)
}

// Reach is the analyzer whose package facts say which packages export facts of
// connections. The checks have something to say of what imports such a package.
var Reach = connflow.Analyzer

// LooksAt reports whether check a may have something to say of a package with
// these files whatever it imports: wsignore, where a directive may be in one of
// them, and an analyzer that is not of the suite.
func LooksAt(a *analysis.Analyzer, files []string) bool {
	if a == wsignore.Analyzer {
		return slices.ContainsFunc(files, func(name string) bool {
			content, err := os.ReadFile(name)
			return err == nil && bytes.Contains(content, []byte("wsvet:"))
		})
	}
	return !slices.Contains(Suite(), a)
}
