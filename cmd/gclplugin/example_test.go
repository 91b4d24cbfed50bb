package gclplugin

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/wsvet/wsvet/analyzers"
)

// The example has every check with its title, and every flag with its text and
// its default.
func TestExample(t *testing.T) {
	example, err := os.ReadFile("../../.golangci.example.yml")
	if err != nil {
		t.Fatal(err)
	}
	const indent = "          " // of the settings
	var want strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&want, indent+format+"\n", args...) }
	line("flags:")
	for _, a := range analyzers.Suite() {
		title, _, _ := strings.Cut(a.Doc, "\n")
		line("  # %s", title)
		line("  %s:", a.Name)
		a.Flags.VisitAll(func(f *flag.Flag) {
			value := f.DefValue
			if value == "" {
				value = `""`
			}
			line("    %s: %s # %s", f.Name, value, f.Usage)
		})
	}
	if !strings.Contains(string(example), want.String()+"\n") {
		t.Errorf(".golangci.example.yml lacks the lines\n%s", want.String())
	}
}
