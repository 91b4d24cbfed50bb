package wsbackoff

import (
	"golang.org/x/tools/go/analysis"
)

// ring returns the fix of a cycle through functions.
func (m *mend) ring(category string) (fix analysis.SuggestedFix, advice string) {
	return fix, "the cycle leads through several functions: " + grows + ", and keep it where it outlives an attempt"
}
