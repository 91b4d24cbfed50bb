package atest

import (
	"cmp"
	"fmt"
	"go/token"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"
)

// An Edit is an edit of a file by offsets.
type Edit struct {
	Start, End int
	New        string
}

// Edits returns the edits of a fix of one file, as drivers sort them.
func Edits(fset *token.FileSet, fix analysis.SuggestedFix) []Edit {
	var edits []Edit
	for _, e := range fix.TextEdits {
		f := fset.File(e.Pos)
		edits = append(edits, Edit{f.Offset(e.Pos), f.Offset(e.End), string(e.NewText)})
	}
	slices.SortStableFunc(edits, byPlace)
	return edits
}

func byPlace(x, y Edit) int {
	return cmp.Or(cmp.Compare(x.Start, y.Start), cmp.Compare(x.End, y.End))
}

// Merge merges the edits of a file's fixes as the drivers of x/tools do: one
// fix after the other into what the fixes before it gave, the same edits once.
// A fix that overlaps those before it is left out; it says whether any was.
func Merge(fixes ...[]Edit) (all []Edit, whole bool) {
	whole = true
	for _, fix := range fixes {
		if merged, ok := merge(all, fix); ok {
			all = merged
		} else {
			whole = false
		}
	}
	return all, whole
}

func merge(x, y []Edit) (merged []Edit, ok bool) {
	x, y = slices.Clone(x), slices.Clone(y)
	for len(x) > 0 && len(y) > 0 {
		switch a, b := &x[0], &y[0]; {
		case *a == *b:
			merged = append(merged, *a)
			x, y = x[1:], y[1:]
		case a.End <= b.Start:
			merged = append(merged, *a)
			x = x[1:]
		case b.End <= a.Start:
			merged = append(merged, *b)
			y = y[1:]
		case a.Start < b.Start: // what is before b is deleted in any case
			merged = append(merged, Edit{a.Start, b.Start, ""})
			a.Start = b.Start
		case b.Start < a.Start:
			merged = append(merged, Edit{b.Start, a.Start, ""})
			b.Start = a.Start
		default:
			return nil, false
		}
	}
	return append(append(merged, x...), y...), true
}

// Collect collects the edits of a file's fixes as golangci-lint does: all of
// them, sorted by place, neighbours that are the same once. Edits that overlap
// are an error: all fixes of the file are lost.
func Collect(fixes ...[]Edit) ([]Edit, error) {
	all := slices.Concat(fixes...)
	slices.SortStableFunc(all, byPlace)
	all = slices.Compact(all)
	for i := 1; i < len(all); i++ {
		if all[i-1].End > all[i].Start {
			return nil, fmt.Errorf("%+v overlaps %+v", all[i-1], all[i])
		}
	}
	return all, nil
}

// Apply applies merged edits to the text of a file.
func Apply(text string, edits []Edit) string {
	var out strings.Builder
	at := 0
	for _, e := range edits {
		out.WriteString(text[at:e.Start])
		out.WriteString(e.New)
		at = e.End
	}
	out.WriteString(text[at:])
	return out.String()
}
