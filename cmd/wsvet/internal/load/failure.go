package load

import (
	"cmp"
	"errors"
	"go/scanner"
	"go/types"
	"maps"
	"slices"
	"strings"

	"golang.org/x/tools/go/packages"
)

// A Failure is why packages could not be loaded.
type Failure struct {
	Position string // file:line:column, or ""
	Message  string // one line
	Packages []string
}

// failures returns what is wrong with the units, each cause once.
func failures(units []*unit) []Failure {
	var all []Failure
	for _, u := range units {
		if len(u.errors) > 0 {
			all = append(all, u.failure())
		}
	}
	return merge(all)
}

// merge makes one failure of those with the same cause, and sorts them.
func merge(all []Failure) []Failure {
	slices.SortFunc(all, func(a, b Failure) int {
		return cmp.Or(cmp.Compare(a.Position, b.Position), cmp.Compare(a.Message, b.Message), slices.Compare(a.Packages, b.Packages))
	})
	var merged []Failure
	for _, f := range all {
		if n := len(merged); n > 0 && merged[n-1].Position == f.Position && merged[n-1].Message == f.Message {
			merged[n-1].Packages = slices.Compact(append(merged[n-1].Packages, f.Packages...))
		} else {
			merged = append(merged, f)
		}
	}
	return merged
}

// failure returns why a unit has errors: a package that it imports and that is
// not there, or else its first error.
func (u *unit) failure() Failure {
	for _, path := range slices.Sorted(maps.Keys(u.imports)) {
		if dep := u.imports[path].listed; isAbsent(dep) {
			f := listFailure(dep)
			f.Packages = []string{u.listed.ID}
			return f
		}
	}
	f := Failure{Message: u.errors[0].Error(), Packages: []string{u.listed.ID}}
	if e := (types.Error{}); errors.As(u.errors[0], &e) {
		f.Position, f.Message = e.Fset.Position(e.Pos).String(), e.Msg
	} else if e := (*scanner.Error)(nil); errors.As(u.errors[0], &e) {
		f.Position, f.Message = e.Pos.String(), e.Msg
	}
	f.Message = oneLine(f.Message)
	return f
}

// isAbsent reports whether a package that is named or imported is not there.
func isAbsent(p *packages.Package) bool {
	return len(p.Errors) > 0 && len(p.GoFiles) == 0
}

// listFailure returns why a package is not there.
func listFailure(p *packages.Package) Failure {
	f := Failure{Message: oneLine(p.Errors[0].Msg), Packages: []string{p.PkgPath}}
	if pos := p.Errors[0].Pos; pos != "-" {
		f.Position = pos
	}
	return f
}

func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }
