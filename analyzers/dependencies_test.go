package analyzers_test

import (
	"testing"

	"golang.org/x/tools/go/packages"

	"github.com/wsvet/wsvet/analyzers"
	"github.com/wsvet/wsvet/analyzers/atest"
)

// TestDependencies runs the suite over all of the standard library and all that
// testdata needs, the WebSocket libraries among it: nothing panics, and in the
// standard library, which has no WebSocket, nothing is found.
func TestDependencies(t *testing.T) {
	loaded, err := packages.Load(&packages.Config{Mode: packages.LoadAllSyntax | packages.NeedModule, Dir: atest.Dir(t)}, "./...", "std")
	if err != nil {
		t.Fatal(err)
	}
	var std, modules []*packages.Package
	packages.Visit(loaded, nil, func(p *packages.Package) {
		switch {
		case p.Module == nil:
			std = append(std, p)
		case !p.Module.Main:
			modules = append(modules, p)
		}
	})
	if len(std) < 200 || len(modules) < 50 {
		t.Errorf("only %d packages of the standard library, and %d others", len(std), len(modules))
	}
	findings(t, analyzers.Suite(), modules, true)
	for f := range findings(t, analyzers.Suite(), std, true) {
		t.Errorf("found in the standard library: %s", f)
	}
}
