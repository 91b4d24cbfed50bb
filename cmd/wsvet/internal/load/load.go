package load

import (
	"go/ast"
	"go/token"
	"runtime"
	"sync"

	"golang.org/x/tools/go/packages"
)

// A Loader loads packages of a listing.
type Loader struct {
	// Whole reports whether a package whose declarations are loaded is to be loaded
	// whole, too.
	Whole func(p *packages.Package) bool
	// Progress, if it is not nil, is called with the number of packages loaded so far.
	Progress func(loaded int)

	listing *Listing
	fset    *token.FileSet
	workers chan struct{} // one less than there may be at a time

	mu     sync.Mutex
	units  map[*packages.Package]*unit
	loaded int
}

// A unit is a package of the listing that is loaded, or being loaded.
type unit struct {
	listed *packages.Package
	once   sync.Once

	whole   bool
	files   []*ast.File
	imports map[string]*unit
	errors  []error
	pkg     *packages.Package
}

// NewLoader returns a loader of the packages of a listing.
func NewLoader(l *Listing) *Loader {
	return &Loader{
		Whole:   func(*packages.Package) bool { return false },
		listing: l,
		fset:    token.NewFileSet(),
		workers: make(chan struct{}, runtime.GOMAXPROCS(0)-1),
		units:   make(map[*packages.Package]*unit),
	}
}

// Load loads packages of the listing whole, and what these need of others. What
// it loaded before it does not load again. Packages with errors are not among
// those that it returns.
func (l *Loader) Load(listed []*packages.Package) ([]*packages.Package, []Failure) {
	l.forget(listed)
	var units []*unit
	for _, p := range listed {
		u := l.unit(p)
		u.whole = true
		units = append(units, u)
	}
	l.loadAll(units)
	var pkgs []*packages.Package
	for _, u := range units {
		if len(u.errors) == 0 {
			pkgs = append(pkgs, u.pkg)
		}
	}
	return pkgs, failures(units)
}

// forget drops the units that are now wanted whole and were not before, and with
// them all that use their declarations.
func (l *Loader) forget(listed []*packages.Package) {
	stale := make(map[*unit]bool)
	for _, p := range listed {
		if u := l.units[p]; u != nil && !u.whole {
			stale[u] = true
		}
	}
	visited := make(map[*unit]bool)
	var visit func(u *unit)
	visit = func(u *unit) {
		if visited[u] {
			return
		}
		visited[u] = true
		for _, dep := range u.imports {
			visit(dep)
			stale[u] = stale[u] || stale[dep]
		}
	}
	for p, u := range l.units {
		visit(u)
		if stale[u] {
			delete(l.units, p)
		}
	}
}

// unit returns the unit of a package, a new one if there is none.
func (l *Loader) unit(p *packages.Package) *unit {
	l.mu.Lock()
	defer l.mu.Unlock()
	u := l.units[p]
	if u == nil {
		u = &unit{listed: p}
		l.units[p] = u
	}
	return u
}

// loadAll loads units, each by a worker of its own as long as there are workers.
// It does not begin with more: a package's syntax is held until all that it
// imports is loaded.
func (l *Loader) loadAll(units []*unit) {
	var wg sync.WaitGroup
	for _, u := range units {
		select {
		case l.workers <- struct{}{}:
			wg.Go(func() {
				u.once.Do(func() { l.load(u) })
				<-l.workers
			})
		default:
			u.once.Do(func() { l.load(u) })
		}
	}
	wg.Wait()
}

func (l *Loader) load(u *unit) {
	l.read(u)
	if !u.whole && l.Whole(u.pkg) {
		u.whole = true
		l.read(u)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.loaded++
	if l.Progress != nil {
		l.Progress(l.loaded)
	}
}

// read makes the package of a unit, when all that it imports is loaded.
func (l *Loader) read(u *unit) {
	l.parse(u)
	u.imports = make(map[string]*unit)
	var imports []*unit
	for _, f := range u.files {
		for _, spec := range f.Imports {
			path := importPath(spec)
			if p := u.listed.Imports[path]; p != nil && u.imports[path] == nil {
				u.imports[path] = l.unit(p)
				imports = append(imports, u.imports[path])
			}
		}
	}
	l.loadAll(imports)
	l.check(u)
}
