package main

import (
	"go/ast"
	"strings"

	"golang.org/x/tools/go/analysis"
)

// toySuite returns two checks that rename functions: the driver is tested
// with them apart from what the real checks find.
func toySuite() []*analysis.Analyzer {
	return []*analysis.Analyzer{
		renamer("alpha", "Bad", "Fine"),
		renamer("beta", "Twice", "Once"),
	}
}

// renamer returns a check that reports the functions with old in their names,
// and puts new in its place. Two renamers whose words are in one name have
// fixes that overlap.
func renamer(name, old, new string) *analysis.Analyzer {
	a := &analysis.Analyzer{
		Name: name,
		Doc:  "report functions called " + old + "\n\nThey should be called " + new + ".",
	}
	except := a.Flags.String("except", "", "leave the function of this `name` alone")
	a.Run = func(pass *analysis.Pass) (any, error) {
		for _, file := range pass.Files {
			for _, decl := range file.Decls {
				decl, ok := decl.(*ast.FuncDecl)
				if !ok || !strings.Contains(decl.Name.Name, old) || decl.Name.Name == *except {
					continue
				}
				pass.Report(analysis.Diagnostic{
					Pos:     decl.Name.Pos(),
					End:     decl.Name.End(),
					Message: decl.Name.Name + " is called " + old + " (" + name + ")",
					SuggestedFixes: []analysis.SuggestedFix{{
						Message: "call it " + new,
						TextEdits: []analysis.TextEdit{{
							Pos:     decl.Name.Pos(),
							End:     decl.Name.End(),
							NewText: []byte(strings.Replace(decl.Name.Name, old, new, 1)),
						}},
					}},
				})
			}
		}
		return nil, nil
	}
	return a
}
