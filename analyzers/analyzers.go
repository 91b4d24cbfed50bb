// Package analyzers lists the checks of wsvet.
package analyzers

import "golang.org/x/tools/go/analysis"

// Suite returns all checks.
func Suite() []*analysis.Analyzer {
	return []*analysis.Analyzer{}
}
