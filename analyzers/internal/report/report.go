// Package report gives every check the same flags, silences and message form.
package report

import (
	"go/token"

	"golang.org/x/tools/go/analysis"
)

// Options are the flags that every check has.
type Options struct {
	// Tests turns findings in test files on (-CHECK.tests).
	Tests bool
	// Skip names the categories to leave out, with commas between (-CHECK.skip).
	Skip string
}

// Flags adds the flags of every check to a, and returns their values.
func Flags(a *analysis.Analyzer) *Options { panic("later") }

// A Reporter reports the findings of one check in one package.
type Reporter struct{}

// New returns a reporter for pass.
func New(pass *analysis.Pass, options *Options) *Reporter { panic("later") }

// Report reports a finding at node's position, with the check's name and the
// category (which may be "") put behind the message: "… (wsbackoff/constant)".
// It is silent where the rules of the suite say so: generated and test files,
// ignore directives, categories that are skipped. fix is called only where a
// fix can be shipped (the physical file is the one that the position names);
// it may be nil, or return a fix without edits, for a finding without a fix.
func (r *Reporter) Report(pos, end token.Pos, category, message string, fix func() analysis.SuggestedFix) {
	panic("later")
}

// Silent reports whether no finding at pos would be seen, so that a check can
// spare itself the work.
func (r *Reporter) Silent(pos token.Pos, category string) bool { panic("later") }

// Place says where pos is, for a message about another place: "line 57" in
// the file of from, else "client.go:57".
func (r *Reporter) Place(pos, from token.Pos) string { panic("later") }
