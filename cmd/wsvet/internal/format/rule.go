package format

import (
	"regexp"
	"strings"

	"golang.org/x/tools/go/analysis"
)

// A Rule is what findings of one check and category have in common.
type Rule struct {
	ID    string // the check and, where it has categories, the category
	Short string // one sentence
	Help  string // the check's text
	URL   string
}

// Rules returns the rules of the checks. The categories of a check are those
// that its text lists.
func Rules(checks []*analysis.Analyzer) []Rule {
	var rules []Rule
	for _, a := range checks {
		title, _, _ := strings.Cut(a.Doc, "\n")
		listed := Categories(a.Doc)
		for _, c := range listed {
			rules = append(rules, Rule{a.Name + "/" + c.Name, title + ": " + c.Text, a.Doc, a.URL})
		}
		if len(listed) == 0 {
			rules = append(rules, Rule{a.Name, title, a.Doc, a.URL})
		}
	}
	return rules
}

// A Category is one line, and those that go on with it, of the list below
// "Categories" in a check's text.
type Category struct{ Name, Text string }

var (
	categoryList = regexp.MustCompile(`(?m)^Categories.*:\n\n((?: .*\n)+)`)
	categoryLine = regexp.MustCompile(`^  (\w+) +(.*)$`)
)

// Categories returns the categories that a check's text lists.
func Categories(doc string) []Category {
	var listed []Category
	m := categoryList.FindStringSubmatch(doc)
	if m == nil {
		return nil
	}
	for line := range strings.Lines(m[1]) {
		line = strings.TrimSuffix(line, "\n")
		if c := categoryLine.FindStringSubmatch(line); c != nil {
			listed = append(listed, Category{c[1], c[2]})
		} else if n := len(listed); n > 0 {
			listed[n-1].Text += " " + strings.TrimSpace(line)
		}
	}
	return listed
}
