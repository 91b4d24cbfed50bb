// Package analyzers lists the checks of wsvet.
package analyzers

import (
	"golang.org/x/tools/go/analysis"

	"github.com/wsvet/wsvet/analyzers/internal/wslib"
	"github.com/wsvet/wsvet/analyzers/wsbackoff"
	"github.com/wsvet/wsvet/analyzers/wsclosecode"
	"github.com/wsvet/wsvet/analyzers/wscloseerr"
	"github.com/wsvet/wsvet/analyzers/wsignore"
	"github.com/wsvet/wsvet/analyzers/wskeepalive"
)

// Suite returns all checks.
func Suite() []*analysis.Analyzer {
	return []*analysis.Analyzer{
		wskeepalive.Analyzer,
		wsbackoff.Analyzer,
		wsclosecode.Analyzer,
		wscloseerr.Analyzer,
		wsignore.Analyzer,
	}
}

// IsLibrary reports whether the package with that import path and these files
// is a WebSocket library that the checks know, or may be a fork of one. The
// checks have something to say of the packages that import such a package, and
// of those that import these.
func IsLibrary(path string, files []string) bool { return wslib.IsLibrary(path, files) }
