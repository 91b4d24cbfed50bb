package wscloseerr

import (
	"golang.org/x/tools/go/analysis"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

func (c *checker) fixRead(r *reading) func() analysis.SuggestedFix { return nil }
func (c *checker) fixHandler(set *connflow.Call, h *connflow.Func) func() analysis.SuggestedFix {
	return nil
}
func (c *checker) fixEvent(lib *wslib.Library, f *connflow.Func, i int) func() analysis.SuggestedFix {
	return nil
}
