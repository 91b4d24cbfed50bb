// Command sarif holds the SARIF log on its standard input against the official
// schema. It takes the schema out of the source of go-sarif: that library's own
// validation is for reports that it has built itself.
//
// This is a module of its own, because go-sarif as a requirement of wsvet would
// raise the versions of testify and uuid in the modules that have wsvet for a
// tool.
package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"

	_ "github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif"
	"github.com/xeipuuv/gojsonschema"
)

// library is the package with the schema of SARIF 2.1.0.
const library = "github.com/owenrumney/go-sarif/v3/pkg/report/v210/sarif"

func main() {
	log.SetFlags(0)
	text, err := io.ReadAll(os.Stdin)
	if err != nil {
		log.Fatal(err)
	}
	result, err := gojsonschema.Validate(gojsonschema.NewStringLoader(schema()), gojsonschema.NewBytesLoader(text))
	if err != nil {
		log.Fatal(err)
	}
	for _, e := range result.Errors() {
		log.Print(e)
	}
	if !result.Valid() {
		os.Exit(1)
	}
}

// schema returns the constant of that name in the library.
func schema() string {
	dir, err := exec.Command("go", "list", "-f", "{{.Dir}}", library).Output()
	if err != nil {
		log.Fatal(err)
	}
	name := filepath.Join(strings.TrimSpace(string(dir)), "schema.go")
	file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
	if err != nil {
		log.Fatal(err)
	}
	for _, decl := range file.Decls {
		for _, spec := range decl.(*ast.GenDecl).Specs {
			if v, ok := spec.(*ast.ValueSpec); ok && v.Names[0].Name == "schema" {
				text, err := strconv.Unquote(v.Values[0].(*ast.BasicLit).Value)
				if err != nil {
					log.Fatal(err)
				}
				return text
			}
		}
	}
	log.Fatalf("%s has no constant schema", name)
	return ""
}
