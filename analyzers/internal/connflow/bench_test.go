package connflow

import (
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/passes/inspect"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// BenchmarkFlow measures packages of growing size: ns/op and B/op should grow
// as the lines do.
func BenchmarkFlow(b *testing.B) {
	for _, dials := range []int{10, 100, 1000} {
		for _, lines := range []int{1_000, 10_000, 100_000} {
			if lines < dials*dialLines {
				continue
			}
			pass := passOf(b, generated(dials, lines))
			b.Run(fmt.Sprintf("dials=%d/lines=%d", dials, lines), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					fl := newFlow(pass, wslib.NewIndex(), false)
					if len(fl.Conns) != dials {
						b.Fatalf("%d connections, want %d", len(fl.Conns), dials)
					}
					fl.export(pass, false)
				}
			})
		}
	}
}

const (
	dialLines = 30 // lines of a client in generated
	workLines = 10 // lines of a function in generated
)

// generated is a package with so many clients, filled up with other code.
// The library is a stand-in: the benchmark needs no download.
func generated(dials, lines int) string {
	var s strings.Builder
	s.WriteString("package p\n\nimport (\n\t\"time\"\n\n\tws \"golang.org/x/net/websocket\"\n)\n")
	for i := range dials {
		fmt.Fprintf(&s, `
type client%[1]d struct {
	conn *ws.Conn
	done chan struct{}
}

func (c *client%[1]d) dial(addr string) error {
	conn, err := ws.Dial(addr, "", addr)
	if err != nil {
		return err
	}
	c.conn = conn
	go c.read(func(p []byte) { Work0(len(p), string(p)) })
	return nil
}

func (c *client%[1]d) read(handle func([]byte)) {
	defer close(c.done)
	for {
		p := make([]byte, 1024)
		if _, err := c.conn.Read(p); err != nil {
			return
		}
		handle(p)
	}
}

func (c *client%[1]d) Close() { c.conn.SetReadDeadline(time.Now()) }
`, i)
	}
	for i := range max(1, (lines-dials*dialLines)/workLines) {
		fmt.Fprintf(&s, `
func Work%[1]d(n int, name string) (string, error) {
	values := map[string]int{name: n}
	for key, v := range values {
		if v > n {
			return Work%[2]d(v, key)
		}
	}
	return name, nil
}
`, i, max(0, i-1))
	}
	return s.String()
}

const library = `package websocket

import "time"

type Conn struct{}

func Dial(url_, protocol, origin string) (*Conn, error) { return nil, nil }
func (*Conn) Read(p []byte) (int, error)                { return 0, nil }
func (*Conn) SetReadDeadline(t time.Time) error         { return nil }
`

// passOf type-checks src and returns the pass that the flow asks for.
func passOf(b testing.TB, src string) *analysis.Pass {
	b.Helper()
	fset := token.NewFileSet()
	std := importer.ForCompiler(fset, "source", nil)
	check := func(path, src string, imports importerFunc) (*types.Package, *types.Info, *ast.File) {
		file, err := parser.ParseFile(fset, path+".go", src, parser.SkipObjectResolution)
		if err != nil {
			b.Fatal(err)
		}
		info := &types.Info{
			Types: map[ast.Expr]types.TypeAndValue{}, Defs: map[*ast.Ident]types.Object{}, Uses: map[*ast.Ident]types.Object{},
			Implicits: map[ast.Node]types.Object{}, Selections: map[*ast.SelectorExpr]*types.Selection{}, Instances: map[*ast.Ident]types.Instance{},
		}
		pkg, err := (&types.Config{Importer: imports}).Check(path, fset, []*ast.File{file}, info)
		if err != nil {
			b.Fatal(err)
		}
		return pkg, info, file
	}
	ws, _, _ := check("golang.org/x/net/websocket", library, std.Import)
	pkg, info, file := check("p", src, func(path string) (*types.Package, error) {
		if path == ws.Path() {
			return ws, nil
		}
		return std.Import(path)
	})
	files := []*ast.File{file}
	return &analysis.Pass{
		Fset: fset, Files: files, Pkg: pkg, TypesInfo: info,
		ResultOf:          map[*analysis.Analyzer]any{inspect.Analyzer: inspector.New(files)},
		ImportObjectFact:  func(types.Object, analysis.Fact) bool { return false },
		ExportObjectFact:  func(types.Object, analysis.Fact) {},
		ExportPackageFact: func(analysis.Fact) {},
	}
}

type importerFunc func(string) (*types.Package, error)

func (f importerFunc) Import(path string) (*types.Package, error) { return f(path) }
