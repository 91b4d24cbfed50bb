//go:build ignore

// Mutate switches mechanisms of the checks off, one at a time, and prints which
// test notices:
//
//	go run .ci/mutate.go [-n 20] [-seed 1] [packages]
//
// A mechanism is a function with one result, a bool. It is made to return true,
// and then false, whatever it is given. What no test notices is not needed, or
// lacks a test. The files stay as they are. The packages are those of the checks
// and engines, if none are named.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"log"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
)

// A mutation makes one function return a constant.
type mutation struct {
	pkg, file string
	name      string
	line      int
	at        int // offset of the start of the body
	result    bool
}

func main() {
	log.SetFlags(0)
	n := flag.Int("n", 20, "how many mutations to try, of those chosen at random")
	seed := flag.Uint64("seed", 1, "of the choice")
	flag.Parse()
	patterns := flag.Args()
	if len(patterns) == 0 {
		patterns = []string{"./analyzers/ws...", "./analyzers/internal/..."}
	}
	all := mutations(patterns)
	rand.New(rand.NewPCG(*seed, 0)).Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	unnoticed := 0
	for _, m := range all[:min(*n, len(all))] {
		test := m.noticedBy()
		if test == "" {
			test = "NO TEST NOTICES"
			unnoticed++
		}
		fmt.Printf("%s:%d: %s returns %t: %s\n", m.file, m.line, m.name, m.result, test)
	}
	fmt.Printf("%d of %d mutations are noticed by no test\n", unnoticed, min(*n, len(all)))
}

// mutations returns all that there are in the packages that match.
func mutations(patterns []string) []mutation {
	list := exec.Command("go", append([]string{"list", "-f", `{{$p := .}}{{range .GoFiles}}{{$p.ImportPath}} {{$p.Dir}}/{{.}}{{"\n"}}{{end}}`}, patterns...)...)
	list.Stderr = os.Stderr
	out, err := list.Output()
	if err != nil {
		log.Fatal(err)
	}
	wd, err := os.Getwd()
	if err != nil {
		log.Fatal(err)
	}
	var all []mutation
	for line := range strings.Lines(string(out)) {
		pkg, name, ok := strings.Cut(strings.TrimSpace(line), " ")
		if !ok {
			continue
		}
		fset := token.NewFileSet()
		file, err := parser.ParseFile(fset, name, nil, parser.SkipObjectResolution)
		if err != nil {
			log.Fatal(err)
		}
		rel, _ := filepath.Rel(wd, name)
		for _, decl := range file.Decls {
			f, ok := decl.(*ast.FuncDecl)
			if !ok || f.Body == nil || !returnsBool(f.Type) {
				continue
			}
			start := fset.Position(f.Body.Lbrace)
			for _, result := range []bool{true, false} {
				all = append(all, mutation{pkg, rel, f.Name.Name, start.Line, start.Offset + 1, result})
			}
		}
	}
	return all
}

func returnsBool(t *ast.FuncType) bool {
	if t.Results == nil || len(t.Results.List) != 1 || len(t.Results.List[0].Names) > 1 {
		return false
	}
	id, ok := t.Results.List[0].Type.(*ast.Ident)
	return ok && id.Name == "bool"
}

var failed = regexp.MustCompile(`(?m)^\s*--- FAIL: (\S+)`)

// noticedBy returns the first test that fails with the mutation, "" if none does:
// of the package, of the checks, of all checks together.
func (m mutation) noticedBy() string {
	text, err := os.ReadFile(m.file)
	if err != nil {
		log.Fatal(err)
	}
	dir, err := os.MkdirTemp("", "mutate")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)
	mutated := filepath.Join(dir, "mutated.go")
	// The condition keeps the rest of the function in use.
	inserted := fmt.Sprintf(" if mutated := true; mutated { return %t };", m.result)
	check(os.WriteFile(mutated, []byte(string(text[:m.at])+inserted+string(text[m.at:])), 0o666))
	original, err := filepath.Abs(m.file)
	check(err)
	overlay, err := json.Marshal(map[string]map[string]string{"Replace": {original: mutated}})
	check(err)
	name := filepath.Join(dir, "overlay.json")
	check(os.WriteFile(name, overlay, 0o666))
	for _, tests := range []string{m.pkg, "./analyzers/ws...", "./analyzers/internal/...", "./analyzers", "."} {
		out, err := exec.Command("go", "test", "-failfast", "-timeout=10m", "-vet=off", "-overlay="+name, tests).CombinedOutput()
		if err == nil {
			continue
		}
		if match := failed.FindSubmatch(out); match != nil {
			return string(match[1]) + " in " + tests
		}
		return "go test " + tests + " fails"
	}
	return ""
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
