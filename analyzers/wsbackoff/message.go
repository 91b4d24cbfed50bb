package wsbackoff

import (
	"go/ast"

	"golang.org/x/tools/go/analysis"
)

func (c *checker) report(y *cycle, category string, at ast.Node, w *wait) {
	key := finding{at, category}
	if c.reported[key] {
		return
	}
	c.reported[key] = true
	c.Report(at.Pos(), at.End(), category, "TODO", func() analysis.SuggestedFix { return analysis.SuggestedFix{} })
}
