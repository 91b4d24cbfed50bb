package wsignore

import (
	"fmt"
	"go/ast"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/wsvet/wsvet/analyzers/internal/report"
)

// Analyzer is the check. It looks at comments alone.
var Analyzer = newAnalyzer()

// The categories.
const (
	reason    = "reason"
	unknown   = "unknown"
	malformed = "malformed"
)

func newAnalyzer() *analysis.Analyzer {
	a, options := report.PackageDoc(source).Analyzer()
	a.Run = func(pass *analysis.Pass) (any, error) {
		reporter := report.New(pass, options)
		for _, f := range pass.Files {
			for _, group := range f.Comments {
				for _, c := range group.List {
					if strings.Contains(c.Text, "wsvet:") {
						check(reporter, c)
					}
				}
			}
		}
		return nil, nil
	}
	return a
}

// A fault is what is wrong with a comment.
type fault struct {
	category, message string
	// better is the comment without the fault, "" where that is in doubt.
	better string
}

// check reports what is wrong with c, if it is or is meant to be a directive.
func check(reporter *report.Reporter, c *ast.Comment) {
	var f *fault
	if d := report.ParseDirective(c); d != nil {
		f = ofDirective(d)
	} else {
		f = ofComment(c)
	}
	if f == nil {
		return
	}
	reporter.Report(c.Pos(), c.End(), f.category, f.message, func() analysis.SuggestedFix {
		if f.better == "" || f.better == c.Text {
			return analysis.SuggestedFix{}
		}
		return analysis.SuggestedFix{
			Message:   fmt.Sprintf("Write %s", f.better),
			TextEdits: []analysis.TextEdit{{Pos: c.Pos(), End: c.End(), NewText: []byte(f.better)}},
		}
	})
}

// ofComment returns the fault of a comment that is no directive, nil if it is not
// meant to be one.
func ofComment(c *ast.Comment) *fault {
	if d := meant(c); d != nil {
		return &fault{malformed, fmt.Sprintf("this comment is not a directive: one starts with %s, without a space", report.Prefix), repair(d)}
	}
	if text, ok := strings.CutPrefix(c.Text, "//wsvet:"); ok {
		name, _, _ := strings.Cut(text, " ")
		return &fault{malformed, fmt.Sprintf("there is no directive //wsvet:%s, only %s", name, report.Prefix), ""}
	}
	return nil
}

// ofDirective returns the fault of a directive, nil if it has none.
func ofDirective(d *report.Directive) *fault {
	var strange []string
	for _, name := range d.Checks {
		if !slices.Contains(report.Names, name) {
			strange = append(strange, name)
		}
	}
	switch {
	case len(d.Checks) == 0:
		return &fault{malformed, "this directive names no check: write " + report.Prefix + " check[,check…] reason", ""}
	case slices.Contains(strange, ""):
		return &fault{malformed, "the checks of a directive stand with commas and no spaces between them", repair(d)}
	case len(strange) > 0:
		return &fault{unknown, fmt.Sprintf("there is no check %s, so this silences nothing of it; wsvet has %s",
			strings.Join(strange, ", "), strings.Join(report.Names, ", ")), repair(d)}
	case d.Reason == "":
		return &fault{reason, "this directive silences nothing: it gives no reason, which stands behind the checks", ""}
	}
	return nil
}

// meant returns the directive that a comment such as "// wsvet:ignore" is
// without its spaces, if the checks that it names leave no doubt of it.
func meant(c *ast.Comment) *report.Directive {
	text, ok := strings.CutPrefix(c.Text, "//")
	if !ok {
		return nil
	}
	d := report.ParseDirective(&ast.Comment{Slash: c.Slash, Text: "//" + strings.TrimSpace(text)})
	if d == nil || repair(d) == "" {
		return nil
	}
	return d
}

// repair returns the text of d with checks that there are, "" where what was
// meant is in doubt.
func repair(d *report.Directive) string {
	words := strings.Fields(strings.TrimPrefix(d.Comment.Text, report.Prefix))
	// The list of checks goes on as long as there is a comma.
	n := 1
	for n < len(words) && (strings.HasSuffix(words[n-1], ",") || strings.HasPrefix(words[n], ",")) {
		n++
	}
	if len(words) == 0 {
		return ""
	}
	var checks []string
	for name := range strings.SplitSeq(strings.Join(words[:n], ""), ",") {
		name, _, _ = strings.Cut(name, "/") // the category, as messages have it
		if name == "" || slices.Contains(checks, name) {
			continue
		}
		if !slices.Contains(report.Names, name) {
			return ""
		}
		checks = append(checks, name)
	}
	if len(checks) == 0 {
		return ""
	}
	text := report.Prefix + " " + strings.Join(checks, ",")
	if rest := strings.Join(words[n:], " "); rest != "" {
		text += " " + rest
	}
	return text
}
