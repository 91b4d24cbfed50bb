package wsbackoff

import (
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"

	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// An Asked is the result of the check at a package: the import paths of others
// of whose functions it wanted to be told. A driver that does not analyse all
// that a package depends on learns from it what else to analyse.
type Asked struct {
	// Judging: to judge the package's own cycles.
	Judging map[string]bool
	// Telling: to tell other packages of the functions of this one.
	Telling map[string]bool
}

// asks notes that p is asked.
func (g *graph) asks(p *types.Package) { g.asked[p.Path()] = true }

// answers returns who was asked since it was called last.
func (g *graph) answers() map[string]bool {
	asked := g.asked
	g.asked = map[string]bool{}
	return asked
}

// Tells reports whether the check may have something to tell of a package with
// these files though no WebSocket is in its reach.
func Tells(path string, files []string) bool {
	if wslib.IsStdPath(path) {
		return false
	}
	fset := token.NewFileSet()
	var parsed []*ast.File
	for _, name := range files {
		file, err := parser.ParseFile(fset, name, nil, parser.SkipObjectResolution)
		if err == nil {
			parsed = append(parsed, file)
		}
	}
	return helpsToWait(fset, parsed, true)
}
