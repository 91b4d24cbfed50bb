// Package finding is what wsvet reports: apart from how it was found, by our
// own driver or by go vet, and from how it is written down.
package finding

import (
	"cmp"
	"go/token"
	"slices"
)

// A Finding is one diagnostic of a check.
type Finding struct {
	Package  string // its ID: the import path, and its test variant
	Check    string
	Category string // "" where the check has none
	Message  string
	// Start and End are as //line comments name them. Columns count bytes from
	// 1, and are 0 where there is no telling.
	Start, End token.Position
	Fixes      []Fix
}

// A Fix is a change that mends a finding.
type Fix struct {
	Message string
	Edits   []Edit
}

// An Edit replaces the bytes of a file from Start up to End.
type Edit struct {
	Filename   string
	Start, End int
	New        string
}

// A Failure is a check that did not get to the end of a package.
type Failure struct {
	Package, Check, Message string
}

// Rule names what f breaks: the check and, where there is one, its category.
func (f Finding) Rule() string {
	if f.Category == "" {
		return f.Check
	}
	return f.Check + "/" + f.Category
}

// Sort sorts findings by position, and drops those that are equal in position,
// check and message to one before: a file may be in several packages.
func Sort(findings []Finding) []Finding {
	slices.SortStableFunc(findings, compare)
	return slices.CompactFunc(findings, func(a, b Finding) bool { return compare(a, b) == 0 })
}

func compare(a, b Finding) int {
	return cmp.Or(
		cmp.Compare(a.Start.Filename, b.Start.Filename),
		cmp.Compare(a.Start.Line, b.Start.Line),
		cmp.Compare(a.Start.Column, b.Start.Column),
		cmp.Compare(a.Message, b.Message),
		cmp.Compare(a.Check, b.Check),
	)
}
