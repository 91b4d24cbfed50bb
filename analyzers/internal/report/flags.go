package report

import (
	"fmt"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"
)

// Options are the flags that every check has.
type Options struct {
	// Tests turns findings in test files on (-CHECK.tests).
	Tests bool
	// Skip names the categories to leave out, with commas between (-CHECK.skip).
	Skip string

	categories []string
}

// Flags adds the flags of every check to a, which reports findings of those
// categories, and returns their values.
func Flags(a *analysis.Analyzer, categories ...string) *Options {
	o := &Options{categories: categories}
	a.Flags.BoolVar(&o.Tests, "tests", false, "report findings in test files, too")
	usage := "comma-separated categories not to report"
	if len(categories) > 0 {
		usage += " (of " + strings.Join(categories, ", ") + ")"
	}
	a.Flags.Var((*skip)(o), "skip", usage)
	return o
}

// skips reports whether findings of that category are left out.
func (o *Options) skips(category string) bool {
	return o.Skip != "" && slices.Contains(strings.Split(o.Skip, ","), category)
}

// skip is the skip flag of Options, a flag.Value.
type skip Options

func (s *skip) String() string { return s.Skip }

func (s *skip) Set(list string) error {
	var skipped []string
	for name := range strings.SplitSeq(list, ",") {
		name = strings.TrimSpace(name)
		switch {
		case name == "":
		case slices.Contains(s.categories, name):
			skipped = append(skipped, name)
		case len(s.categories) == 0:
			return fmt.Errorf("unknown category %q: the check has no categories", name)
		default:
			return fmt.Errorf("unknown category %q: the check has %s", name, strings.Join(s.categories, ", "))
		}
	}
	s.Skip = strings.Join(skipped, ",")
	return nil
}
