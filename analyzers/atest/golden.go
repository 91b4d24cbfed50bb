package atest

import (
	"bytes"
	"flag"
	"fmt"
	"go/format"
	"maps"
	"os"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis/checker"
)

var update = flag.Bool("update", false, "write the goldens")

// Fixes returns the edits of the fixes of an action, by the file's name.
func Fixes(act *checker.Action) map[string][][]Edit {
	fset := act.Package.Fset
	fixes := make(map[string][][]Edit)
	for _, d := range act.Diagnostics {
		for _, fix := range d.SuggestedFixes {
			if len(fix.TextEdits) > 0 {
				name := fset.File(fix.TextEdits[0].Pos).Name()
				fixes[name] = append(fixes[name], Edits(fset, fix))
			}
		}
	}
	return fixes
}

// compareFixes returns in what the files of an action's package, with all fixes
// applied, differ from the goldens beside them. A file without fixes has none.
func compareFixes(act *checker.Action) (differences []error) {
	fixes := Fixes(act)
	names := slices.Collect(maps.Keys(fixes))
	for _, name := range act.Package.CompiledGoFiles {
		if _, err := os.Stat(name + ".golden"); err == nil && fixes[name] == nil {
			differences = append(differences, fmt.Errorf("%s.golden: nothing is fixed in the file", name))
		}
	}
	slices.Sort(names)
	for _, name := range names {
		if err := compareFixed(name, fixes[name]); err != nil {
			differences = append(differences, err)
		}
	}
	return differences
}

func compareFixed(name string, fixes [][]Edit) error {
	original, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	golden, err := os.ReadFile(name + ".golden")
	if err != nil && !*update {
		return err
	}
	merged, whole := Merge(fixes...)
	if !whole {
		return fmt.Errorf("%s: fixes overlap", name)
	}
	fixed := Apply(string(original), merged)
	formatted, err := format.Source([]byte(fixed))
	if err != nil {
		return fmt.Errorf("%s: the fixed file: %v\n%s", name, err, fixed)
	}
	if *update && !bytes.Equal(formatted, golden) {
		return os.WriteFile(name+".golden", formatted, 0o666)
	}
	want, err := format.Source(golden)
	if err != nil {
		return fmt.Errorf("%s.golden: %v", name, err)
	}
	if diff := difference(string(formatted), string(want)); diff != "" {
		return fmt.Errorf("%s: fixed, and the golden (- and +):\n%s", name, diff)
	}
	return nil
}

// difference returns the lines from the first to the last in which two texts
// differ, "" if they are the same but for blank lines at their ends.
func difference(got, want string) string {
	x := strings.Split(strings.TrimSpace(got), "\n")
	y := strings.Split(strings.TrimSpace(want), "\n")
	start := 0
	for len(x) > 0 && len(y) > 0 && x[0] == y[0] {
		x, y, start = x[1:], y[1:], start+1
	}
	for len(x) > 0 && len(y) > 0 && x[len(x)-1] == y[len(y)-1] {
		x, y = x[:len(x)-1], y[:len(y)-1]
	}
	if len(x) == 0 && len(y) == 0 {
		return ""
	}
	var diff strings.Builder
	fmt.Fprintf(&diff, "@@ line %d @@\n", start+1)
	for _, line := range x {
		fmt.Fprintf(&diff, "-%s\n", line)
	}
	for _, line := range y {
		fmt.Fprintf(&diff, "+%s\n", line)
	}
	return diff.String()
}
