package format

import (
	"golang.org/x/tools/go/analysis"

	"github.com/wsvet/wsvet/analyzers"
)

// A Rule is what findings of one check and category have in common.
type Rule struct {
	ID    string // the check and, where it has categories, the category
	Short string // one sentence
	Help  string // the check's text
	URL   string
}

// Rules returns the rules of the checks.
func Rules(checks []*analysis.Analyzer) []Rule {
	var rules []Rule
	for _, a := range checks {
		doc := analyzers.DocOf(a)
		for _, c := range doc.Categories {
			rules = append(rules, Rule{a.Name + "/" + c.Name, doc.Title + ": " + c.Text, a.Doc, a.URL})
		}
		if len(doc.Categories) == 0 {
			rules = append(rules, Rule{a.Name, doc.Title, a.Doc, a.URL})
		}
	}
	return rules
}
