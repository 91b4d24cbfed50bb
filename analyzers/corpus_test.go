package analyzers_test

import (
	"cmp"
	"fmt"
	"go/types"
	"slices"
	"sync"
	"testing"

	"golang.org/x/tools/go/packages"

	"github.com/wsvet/wsvet/analyzers/atest"
)

// A corpus is the packages of testdata, type-checked, without their tests.
type corpus struct {
	pkgs []*packages.Package
	// known are the types of these packages and of all that they import, by path.
	known map[string]*types.Package
}

// Import returns the package of the corpus with that path.
func (c *corpus) Import(path string) (*types.Package, error) {
	if path == "unsafe" {
		return types.Unsafe, nil
	}
	if p := c.known[path]; p != nil {
		return p, nil
	}
	return nil, fmt.Errorf("no package %s", path)
}

// load returns the corpus, which is made once.
func load(t testing.TB) *corpus {
	t.Helper()
	all := atest.Packages(t, "./...")
	once.Do(func() {
		shared.known = make(map[string]*types.Package)
		for _, p := range all {
			if p.ID != p.PkgPath {
				continue // a test variant
			}
			shared.pkgs = append(shared.pkgs, p)
			packages.Visit([]*packages.Package{p}, nil, func(p *packages.Package) {
				if p.Types != nil {
					shared.known[p.PkgPath] = p.Types
				}
			})
		}
		slices.SortFunc(shared.pkgs, func(a, b *packages.Package) int { return cmp.Compare(a.PkgPath, b.PkgPath) })
	})
	return &shared
}

var (
	once   sync.Once
	shared corpus
)
