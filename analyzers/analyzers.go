// Package analyzers lists the checks of wsvet.
package analyzers

import (
	"golang.org/x/tools/go/analysis"

	"github.com/wsvet/wsvet/analyzers/wsclosecode"
	"github.com/wsvet/wsvet/analyzers/wsignore"
	"github.com/wsvet/wsvet/analyzers/wskeepalive"
)

// Suite returns all checks.
func Suite() []*analysis.Analyzer {
	return []*analysis.Analyzer{
		wskeepalive.Analyzer,
		wsclosecode.Analyzer,
		wsignore.Analyzer,
	}
}
