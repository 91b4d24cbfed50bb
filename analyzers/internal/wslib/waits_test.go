package wslib

import (
	"go/types"
	"strings"
	"sync"
	"testing"
)

// waiting are the packages that the tables of waits name, as testdata has them.
var waiting = sync.OnceValues(func() (map[string]*types.Package, error) {
	var paths []string
	for path := range waitTables {
		paths = append(paths, path)
	}
	return load(testdata, paths)
})

// Every function that the tables of waits name exists, with the signature that
// they assume, and so does every type and field.
func TestWaits(t *testing.T) {
	pkgs, err := waiting()
	if err != nil {
		t.Fatal(err)
	}
	for path, table := range waitTables {
		pkg := pkgs[path]
		if pkg == nil {
			t.Errorf("%s: not in testdata", path)
			continue
		}
		index := NewIndex()
		for _, w := range table.Funcs {
			fn := lookupFunc(pkg, w.Name)
			if fn == nil {
				t.Errorf("%s.%s does not exist", path, w.Name)
				continue
			}
			if got := index.Wait(fn); got == nil || got.Role != w.Role {
				t.Errorf("%s.%s is %s, the table has %s", path, w.Name, typeString(fn.Signature(), pkg), w.Type)
			}
			checkSlots(t, path, &w, fn)
		}
		for _, p := range table.Types {
			obj, ok := pkg.Scope().Lookup(p.Name).(*types.TypeName)
			if !ok {
				t.Errorf("%s.%s does not exist", path, p.Name)
				continue
			}
			for _, field := range []string{p.Jitter, p.Grow, p.Steps} {
				if field == "" {
					continue
				}
				if v, _, _ := types.LookupFieldOrMethod(obj.Type(), true, pkg, field); v == nil {
					t.Errorf("%s.%s has no field %s", path, p.Name, field)
				}
			}
			if NewIndex().PolicyType(types.NewPointer(obj.Type())) == nil {
				t.Errorf("%s.%s is not found", path, p.Name)
			}
		}
	}
}

// lookupFunc returns the function, or the method of a type or interface, that
// is called name in a table.
func lookupFunc(pkg *types.Package, name string) *types.Func {
	recv, method, ok := strings.Cut(name, ".")
	if !ok {
		fn, _ := pkg.Scope().Lookup(name).(*types.Func)
		return fn
	}
	obj := pkg.Scope().Lookup(recv)
	if obj == nil {
		return nil
	}
	m, _, _ := types.LookupFieldOrMethod(obj.Type(), true, pkg, method)
	fn, _ := m.(*types.Func)
	return fn
}

// checkSlots checks that what is said to be a duration or a function is one.
func checkSlots(t *testing.T, path string, w *Wait, fn *types.Func) {
	t.Helper()
	param := func(s Slot) types.Type {
		if i := s.Arg(); i >= 0 && i < fn.Signature().Params().Len() {
			return fn.Signature().Params().At(i).Type()
		}
		return nil
	}
	if w.Dur != None {
		if d := param(w.Dur); d == nil || d.String() != "time.Duration" {
			t.Errorf("%s.%s: %v is no duration", path, w.Name, d)
		}
	}
	if w.Callback != None {
		if f := param(w.Callback); f == nil {
			t.Errorf("%s.%s has no such parameter", path, w.Name)
		} else if _, ok := f.Underlying().(*types.Signature); !ok {
			t.Errorf("%s.%s: %v is no function", path, w.Name, f)
		}
	}
	for _, s := range []Slot{w.Policy, w.Factor, w.Attempts} {
		if s != None && s != Recv && param(s) == nil {
			t.Errorf("%s.%s has no such parameter", path, w.Name)
		}
	}
}
