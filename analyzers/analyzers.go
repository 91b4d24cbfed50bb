package analyzers

import (
	"bytes"
	"os"
	"slices"

	"golang.org/x/tools/go/analysis"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/report"
	"github.com/wsvet/wsvet/analyzers/internal/wslib"
	"github.com/wsvet/wsvet/analyzers/wsbackoff"
	"github.com/wsvet/wsvet/analyzers/wsclosecode"
	"github.com/wsvet/wsvet/analyzers/wscloseerr"
	"github.com/wsvet/wsvet/analyzers/wsdialtimeout"
	"github.com/wsvet/wsvet/analyzers/wsignore"
	"github.com/wsvet/wsvet/analyzers/wskeepalive"
	"github.com/wsvet/wsvet/analyzers/wsunclosed"
)

// Suite returns all checks.
func Suite() []*analysis.Analyzer {
	return []*analysis.Analyzer{
		wskeepalive.Analyzer,
		wsbackoff.Analyzer,
		wsclosecode.Analyzer,
		wscloseerr.Analyzer,
		wsdialtimeout.Analyzer,
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

// Asked returns the import paths of the packages that a check, whose result at a
// package is given, wanted to be told of: to judge the package, and to tell
// others of it in turn.
func Asked(result any) (judging, telling map[string]bool) {
	if asked, ok := result.(*wsbackoff.Asked); ok {
		return asked.Judging, asked.Telling
	}
	return nil, nil
}

// Tells reports whether a check may have something to tell, to who asks, of the
// package with that import path and these files.
func Tells(path string, files []string) bool {
	return connflow.MayHelp(path, files) || wsbackoff.Tells(path, files)
}

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
