package rewrite_test

import (
	"go/ast"
	"math/rand/v2"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"

	"github.com/wsvet/wsvet/analyzers/internal/rewrite"
)

var wanted = []string{
	"context", "errors", "fmt", "io", "log", "log/slog", "math/rand", "math/rand/v2", "net", "sync", "time",
	"github.com/gobwas/ws", "github.com/gobwas/ws/wsutil",
}

// body has places with and without names that hide packages.
const body = `
func plain() {
	here()
}

func here() {}

func hides(time, log int) {
	there()
	net := 0
	_ = net
}

func there() {}
`

var files = map[string]string{
	"none":                   "package p\n",
	"none, short":            "package p\n",
	"comment":                "package p // a comment\n",
	"comment of the body":    "package p\n\n// A comment for the first function.",
	"single":                 "package p\n\nimport \"fmt\"\n\nvar _ = fmt.X\n",
	"single, comment":        "package p\n\nimport \"fmt\" // for printing\n\nvar _ = fmt.X\n",
	"single, first":          "package p\n\nimport \"archive/tar\"\n\nvar _ = tar.X\n",
	"single, last":           "package p\n\nimport \"unsafe\"\n\nvar _ unsafe.Pointer\n",
	"single, other":          "package p\n\nimport \"github.com/x/y\"\n\nvar _ = y.X\n",
	"single, renamed":        "package p\n\nimport f \"fmt\"\n\nvar _ = f.X\n",
	"single, parentheses":    "package p\n\nimport (\n\t\"io\"\n)\n\nvar _ = io.X\n",
	"two single":             "package p\n\nimport \"fmt\"\nimport \"os\"\n\nvar _, _ = fmt.X, os.X\n",
	"block":                  "package p\n\nimport (\n\t\"fmt\"\n\t\"os\"\n)\n\nvar _, _ = fmt.X, os.X\n",
	"block, comments":        "package p\n\nimport (\n\t// fmt comes first\n\t\"fmt\"\n\t\"os\" // files\n\n\t// the rest\n\t\"net\"\n)\n\nvar _, _, _ = fmt.X, os.X, net.X\n",
	"block, end comment":     "package p\n\nimport (\n\t\"fmt\"\n\t// nothing else\n)\n\nvar _ = fmt.X\n",
	"block, start comment":   "package p\n\nimport (\n\t// nothing else\n\n\t\"github.com/x/y\"\n)\n\nvar _ = y.X\n",
	"groups":                 "package p\n\nimport (\n\t\"fmt\"\n\t\"net/http\"\n\n\t\"github.com/gorilla/websocket\"\n\n\t\"example.com/own/log\"\n)\n\nvar _, _, _, _ = fmt.X, http.X, websocket.X, log.X\n",
	"groups, others first":   "package p\n\nimport (\n\t\"github.com/gorilla/websocket\"\n\n\t\"net/http\"\n)\n\nvar _, _ = http.X, websocket.X\n",
	"mixed":                  "package p\n\nimport (\n\t\"github.com/gorilla/websocket\"\n\t\"net/http\"\n)\n\nvar _, _ = http.X, websocket.X\n",
	"others":                 "package p\n\nimport (\n\t\"github.com/gorilla/websocket\"\n)\n\nvar _ = websocket.X\n",
	"others, comment":        "package p\n\nimport (\n\t// sockets\n\t\"github.com/gorilla/websocket\" // one of many\n)\n\nvar _ = websocket.X\n",
	"several blocks":         "package p\n\nimport (\n\t\"github.com/gorilla/websocket\"\n)\n\nimport (\n\t\"net\"\n)\n\nvar _, _ = net.X, websocket.X\n",
	"block and single":       "package p\n\nimport \"os\"\n\nimport (\n\t\"net\"\n)\n\nvar _, _ = net.X, os.X\n",
	"cgo":                    "package p\n\n// #include <math.h>\nimport \"C\"\n\nvar _ = C.sin\n",
	"cgo and single":         "package p\n\n// #include <math.h>\nimport \"C\"\n\nimport \"os\"\n\nvar _, _ = C.sin, os.X\n",
	"cgo and block":          "package p\n\nimport (\n\t\"fmt\"\n\t\"time\"\n)\n\n/*\n#include <math.h>\n*/\nimport \"C\"\n\nvar _, _, _ = C.sin, fmt.X, time.X\n",
	"cgo in the block":       "package p\n\nimport (\n\t\"C\"\n\t\"net\"\n)\n\nvar _, _ = C.sin, net.X\n",
	"renamed":                "package p\n\nimport (\n\tstdlog \"log\"\n\tclock \"time\"\n)\n\nvar _, _ = stdlog.X, clock.X\n",
	"dot and blank":          "package p\n\nimport (\n\t_ \"net\"\n\t. \"time\"\n)\n\nvar _ = X\n",
	"name of another":        "package p\n\nimport (\n\ttime \"example.com/x/clock\"\n\tnet \"os\"\n)\n\nvar _, _ = time.X, net.X\n",
	"name in the package":    "package p\n\nimport (\n\t\"os\"\n)\n\nvar time, errors = os.X, 1\n",
	"alias taken":            "package p\n\nvar stdtime, stdlog2 = 1, 2\n",
	"not ASCII":              "package p\n\nimport (\n\t\"fmt\"\n\t\"os\" // größer\n)\n\nvar _, _ = fmt.X, os.X\n",
	"most there":             "package p\n\nimport (\n\t\"context\"\n\t\"errors\"\n\t\"fmt\"\n\t\"log\"\n\t\"time\"\n)\n\nvar _, _, _, _, _ = context.X, errors.X, fmt.X, log.X, time.X\n",
	"one-letter path, alone": "package p\n\nimport (\n\t\"m\"\n)\n\nvar _ = m.X\n",
}

// Fixes that import anything, in any company, leave a file that is formatted
// and compiles.
func TestImports(t *testing.T) {
	for name, head := range files {
		for _, crlf := range []bool{false, true} {
			for _, version := range []string{"go1.21", "go1.22"} {
				if crlf && version == "go1.21" {
					continue
				}
				text := head + body
				if strings.HasPrefix(name, "none") {
					text = strings.Replace(text, "package p", "package impl", 1)
				}
				label := name + ", " + version
				if crlf {
					text = strings.ReplaceAll(text, "\n", "\r\n")
					label += ", CRLF"
				}
				t.Run(label, func(t *testing.T) {
					t.Parallel()
					testImports(t, version, text)
				})
			}
		}
	}
}

func testImports(t *testing.T, version, text string) {
	s := load(t, version, text)
	var fixes []analysis.SuggestedFix
	for _, place := range []string{"here()", "there()"} {
		stmt := s.stmt(place)
		for _, path := range wanted {
			if path == "math/rand" && version == "go1.22" || path == "math/rand/v2" && version == "go1.21" {
				continue
			}
			if f := importing(s, stmt, path); len(f.TextEdits) > 0 {
				fixes = append(fixes, f)
			} else {
				t.Errorf("no import of %s at %s", path, place)
			}
		}
	}
	for _, f := range fixes {
		s.apply(f)
	}
	s.applyAnyOrder(fixes...)
	r := rand.New(rand.NewPCG(1, 2))
	for range 40 {
		var some []analysis.SuggestedFix
		for _, i := range r.Perm(len(fixes))[:2+r.IntN(len(fixes)-1)] {
			some = append(some, fixes[i])
		}
		s.applyAnyOrder(some...)
	}
}

func importing(s *source, stmt ast.Stmt, paths ...string) analysis.SuggestedFix {
	b := rewrite.New(s.pass, s.file)
	var text strings.Builder
	for _, path := range paths {
		text.WriteString("_ = " + b.Import(path, stmt.Pos()) + ".X\n")
	}
	b.Before(stmt, text.String())
	return b.Fix("import " + strings.Join(paths, ", "))
}

// Only the fixes of files that import a library count atomically.
func TestImportOfAtomic(t *testing.T) {
	for path, want := range map[string]bool{"github.com/gobwas/ws": true, "github.com/x/y": false} {
		s := load(t, "go1.22", "package p\n\nimport x \""+path+"\"\n\nvar _ = x.X\n"+body)
		if got := len(importing(s, s.stmt("here()"), "sync/atomic").TextEdits) > 0; got != want {
			t.Errorf("%s: %v", path, got)
		}
	}
}
