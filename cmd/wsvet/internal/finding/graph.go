package finding

import (
	"cmp"

	"golang.org/x/tools/go/analysis/checker"
)

// FromGraph returns what the roots of graph found, and which of its actions
// failed.
func FromGraph(graph *checker.Graph) ([]Finding, []Failure) {
	var findings []Finding
	var failures []Failure
	for act := range graph.All() {
		switch {
		case act.Err != nil:
			failures = append(failures, Failure{act.Package.ID, act.Analyzer.Name, act.Err.Error()})
		case act.IsRoot:
			findings = append(findings, ofAction(act)...)
		}
	}
	return Sort(findings), failures
}

func ofAction(act *checker.Action) []Finding {
	var findings []Finding
	position := act.Package.Fset.Position
	for _, d := range act.Diagnostics {
		f := Finding{
			Package:  act.Package.ID,
			Check:    act.Analyzer.Name,
			Category: d.Category,
			Message:  d.Message,
			Start:    position(d.Pos),
			End:      position(cmp.Or(d.End, d.Pos)),
		}
		for _, fix := range d.SuggestedFixes {
			var edits []Edit
			for _, e := range fix.TextEdits {
				start, end := position(e.Pos), position(e.End)
				edits = append(edits, Edit{start.Filename, start.Offset, end.Offset, string(e.NewText)})
			}
			f.Fixes = append(f.Fixes, Fix{fix.Message, edits})
		}
		findings = append(findings, f)
	}
	return findings
}
