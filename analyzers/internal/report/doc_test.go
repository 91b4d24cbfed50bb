package report_test

import (
	"reflect"
	"testing"

	"github.com/wsvet/wsvet/analyzers/internal/report"
)

func TestPackageDoc(t *testing.T) {
	const source = `// Package wsx reports connections
// that are lost.
//
// This is why.
//
// # Categories
//
//   - one: a first kind,
//     in two lines
//   - two: a second kind: the last
//
// # Bad
//
//	bad()
//
//   - three: no category
package wsx
`
	const text = "This is why.\n\n# Categories\n\n  - one: a first kind,\n    in two lines\n  - two: a second kind: the last\n\n# Bad\n\n\tbad()\n\n  - three: no category"
	want := &report.Doc{
		Name:       "wsx",
		Title:      "report connections that are lost",
		Text:       text,
		Categories: []report.Category{{Name: "one", Text: "a first kind, in two lines"}, {Name: "two", Text: "a second kind: the last"}},
	}
	doc := report.PackageDoc(source)
	if !reflect.DeepEqual(doc, want) {
		t.Errorf("got %+v\nwant %+v", doc, want)
	}
	a, options := doc.Analyzer()
	if again := report.DocOf(a); !reflect.DeepEqual(again, want) {
		t.Errorf("the analyzer's text has %+v\nwant %+v", again, want)
	}
	if err := a.Flags.Set("skip", "two"); err != nil || options.Skip != "two" {
		t.Errorf("-skip=two: %v, %q", err, options.Skip)
	}
	if err := a.Flags.Set("skip", "three"); err == nil {
		t.Error("-skip=three is no error")
	}
}

func TestPackageDocOfNothing(t *testing.T) {
	for _, source := range []string{"", "package wsx", "// Package wsx reports\npackage"} {
		if doc := report.PackageDoc(source); len(doc.Categories) > 0 {
			t.Errorf("%q has the categories %v", source, doc.Categories)
		}
	}
}
