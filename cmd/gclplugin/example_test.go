package gclplugin

import (
	"flag"
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/wsvet/wsvet/analyzers"
)

var update = flag.Bool("update", false, "write the flags of the checks into .golangci.example.yml")

// flagLines are the flags of all checks in the example.
var flagLines = regexp.MustCompile(`(?m)^ {10}flags:\n(?: {12}.*\n)+`)

// TestExample wants the example to have every check with its title, and every
// flag with its text and its default.
func TestExample(t *testing.T) {
	const name = "../../.golangci.example.yml"
	example, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	const indent = "          " // of the settings
	var want strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&want, indent+format+"\n", args...) }
	line("flags:")
	for _, a := range analyzers.Suite() {
		line("  # %s", analyzers.DocOf(a).Title)
		line("  %s:", a.Name)
		a.Flags.VisitAll(func(f *flag.Flag) {
			value := f.DefValue
			if value == "" {
				value = `""`
			}
			line("    %s: %s # %s", f.Name, value, f.Usage)
		})
	}
	if flags := flagLines.FindString(string(example)); flags != want.String() {
		if *update {
			fixed := strings.Replace(string(example), flags, want.String(), 1)
			if err := os.WriteFile(name, []byte(fixed), 0o666); err != nil {
				t.Fatal(err)
			}
		}
		t.Errorf(".golangci.example.yml has the lines (-update writes them)\n%s\nwant\n%s", flags, want.String())
	}
}
