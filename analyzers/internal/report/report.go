// Package report gives every check the same flags, silences and message form.
package report

import (
	"fmt"
	"go/ast"
	"go/token"
	"path/filepath"

	"golang.org/x/tools/go/analysis"

	"github.com/wsvet/wsvet/analyzers/internal/rescue"
)

// Names lists the checks of the suite: what an ignore directive may name.
// It is here, below the checks, because no check imports another.
var Names = []string{"wskeepalive", "wsbackoff", "wsclosecode", "wscloseerr", "wsclosehandshake", "wsdialtimeout", "wsreadloop", "wsunclosed", "wsignore"}

// A Reporter reports the findings of one check in one package.
type Reporter struct {
	pass    *analysis.Pass
	options *Options
	files   map[*ast.File]*file
}

// New returns a reporter for pass.
func New(pass *analysis.Pass, options *Options) *Reporter {
	return &Reporter{pass: pass, options: options, files: make(map[*ast.File]*file)}
}

// Report reports a finding at node's position, with the check's name and the
// category (which may be "") put behind the message: "… (wsbackoff/constant)".
// It is silent where the rules of the suite say so: generated and test files,
// ignore directives, categories that are skipped. fix is called only where a
// fix can be shipped (the physical file is the one that the position names);
// it may be nil, or return a fix without edits, for a finding without a fix.
func (r *Reporter) Report(pos, end token.Pos, category, message string, fix func() analysis.SuggestedFix) {
	r.ReportOrAdvise(pos, end, category, message, "", fix)
}

// ReportOrAdvise is Report for a finding that may ship no fix: advice, what to do,
// stands behind its message then: "…; shorten it (wsclosecode/reason)".
func (r *Reporter) ReportOrAdvise(pos, end token.Pos, category, message, advice string, fix func() analysis.SuggestedFix) {
	if r.Silent(pos, category) {
		return
	}
	id := r.pass.Analyzer.Name
	if category != "" {
		id += "/" + category
	}
	d := analysis.Diagnostic{
		Pos:      pos,
		End:      end,
		Category: category,
		URL:      r.pass.Analyzer.URL,
	}
	if fix != nil && r.physical(pos) {
		var f analysis.SuggestedFix
		// A finding is worth more than its fix: it goes out without one that fails.
		if err := rescue.Run(func() { f = fix() }); err == nil && r.applies(f, pos) {
			d.SuggestedFixes = []analysis.SuggestedFix{f}
		}
	}
	if len(d.SuggestedFixes) == 0 && advice != "" {
		message += "; " + advice
	}
	d.Message = fmt.Sprintf("%s (%s)", message, id)
	r.pass.Report(d)
}

// applies reports whether f changes something, all of it in the file of pos: go vet
// and gopls apply a fix of several files, but golangci-lint takes each edit for one of
// the finding's file, and drops it there or writes it to the wrong place.
// What cgo rewrites has no fix, whether the driver runs cgo or not.
func (r *Reporter) applies(f analysis.SuggestedFix, pos token.Pos) bool {
	if file := r.file(pos); file != nil && file.importsC() {
		return false
	}
	home := r.pass.Fset.File(pos)
	for _, e := range f.TextEdits {
		if r.pass.Fset.File(e.Pos) != home || !r.physical(e.Pos) {
			return false
		}
	}
	return len(f.TextEdits) > 0
}

// physical reports whether the file that pos names is the one that was parsed:
// it is not behind a //line comment, and in what cgo made of a file.
func (r *Reporter) physical(pos token.Pos) bool {
	return r.pass.Fset.Position(pos).Filename == r.pass.Fset.PositionFor(pos, false).Filename
}

// Silent reports whether no finding at pos would be seen, so that a check can
// spare itself the work.
func (r *Reporter) Silent(pos token.Pos, category string) bool {
	if r.options.skips(category) {
		return true
	}
	f := r.file(pos)
	return f == nil || f.test && !r.options.Tests || f.generated(r.pass.Fset, pos) ||
		f.ignores(r.pass.Fset, pos, r.pass.Analyzer.Name)
}

// file returns what is known of the file around pos, nil if there is none.
func (r *Reporter) file(pos token.Pos) *file {
	for _, syntax := range r.pass.Files {
		if syntax.FileStart <= pos && pos <= syntax.FileEnd {
			f := r.files[syntax]
			if f == nil {
				f = newFile(r.pass.Fset, syntax)
				r.files[syntax] = f
			}
			return f
		}
	}
	return nil
}

// Place says where pos is, for a message about another place: "line 57" in
// the file of from, else "client.go:57".
func (r *Reporter) Place(pos, from token.Pos) string {
	there, here := r.pass.Fset.Position(pos), r.pass.Fset.Position(from)
	if there.Filename == here.Filename {
		return fmt.Sprintf("line %d", there.Line)
	}
	return fmt.Sprintf("%s:%d", filepath.Base(there.Filename), there.Line)
}
