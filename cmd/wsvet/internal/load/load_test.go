package load

import (
	"encoding/json"
	"fmt"
	"go/types"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/go/packages"
	"golang.org/x/tools/txtar"
)

// shop is a module of packages that use one another.
const shop = `
-- go.mod --
module example.com/shop

go 1.25
-- order/order.go --
package order

import (
	"fmt"

	"example.com/shop/item"
)

type Order struct{ Items []item.Item }

func (o *Order) Print() { fmt.Println(o.total()) }

func (o *Order) total() (sum int) {
	for _, i := range o.Items {
		sum += i.Price()
	}
	return sum
}
-- order/order_test.go --
package order

func Twice(o *Order) int { return 2 * o.total() }
-- item/item.go --
package item

import (
	"example.com/shop/price"
	"example.com/shop/tax"
	"regexp"
)

var name = regexp.MustCompile("^[a-z]+$")

type Item struct{ price.Tag }

func (i Item) Price() int {
	if !name.MatchString(i.Name) {
		return 0
	}
	return tax.Add(i.Cents)
}
-- price/price.go --
package price

type Tag struct {
	Name  string
	Cents int
}
-- tax/tax.go --
package tax

func Add(cents int) int { return cents * 119 / 100 }
`

func TestLoad(t *testing.T) {
	l := NewLoader(list(t, extract(t, shop), Query{Patterns: []string{"./..."}}))
	var progress []int
	l.Progress = func(n int) { progress = append(progress, n) }

	pkgs, failures := l.Load(pick(l.listing, "example.com/shop/order"))
	if len(failures) > 0 || len(pkgs) != 1 {
		t.Fatalf("%d packages, failures %v", len(pkgs), failures)
	}
	order := pkgs[0]
	if len(order.Syntax) != 1 || len(order.TypesInfo.Uses) == 0 || !order.Types.Complete() {
		t.Errorf("order is not loaded whole: %+v", order)
	}
	// Only bodies of item need tax and regexp.
	if got, want := loaded(l, "example.com/"), []string{"item", "order whole", "price"}; !slices.Equal(got, want) {
		t.Errorf("loads %q, want %q", got, want)
	}
	if got := loaded(l, "regexp"); len(got) > 0 {
		t.Errorf("loads %q", got)
	}
	if n := len(l.units); len(progress) != n || progress[n-1] != n {
		t.Errorf("progress of %d packages: %v", n, progress)
	}

	// What is wanted whole now is loaded anew, and what uses it; all else stays.
	before := make(map[string]*types.Package)
	for p, u := range l.units {
		before[p.PkgPath] = u.pkg.Types
	}
	pkgs, failures = l.Load(pick(l.listing, "example.com/shop/order", "example.com/shop/item"))
	if len(failures) > 0 || len(pkgs) != 2 {
		t.Fatalf("%d packages, failures %v", len(pkgs), failures)
	}
	if got, want := loaded(l, "example.com/"), []string{"item whole", "order whole", "price", "tax"}; !slices.Equal(got, want) {
		t.Errorf("loads %q, want %q", got, want)
	}
	for p, u := range l.units {
		old := before[p.PkgPath]
		anew := p.PkgPath == "example.com/shop/order" || p.PkgPath == "example.com/shop/item"
		if old != nil && anew == (old == u.pkg.Types) {
			t.Errorf("%s: loaded anew: %t", p.PkgPath, !anew)
		}
	}
	if i := slices.IndexFunc(pkgs, func(p *packages.Package) bool { return p.Name == "order" }); pkgs[i].Types.Imports()[1] != pkgs[1-i].Types {
		t.Error("order uses another item than the one that is loaded")
	}
}

// TestWhole has the loader ask which packages to load whole.
func TestWhole(t *testing.T) {
	l := NewLoader(list(t, extract(t, shop), Query{Patterns: []string{"./order"}}))
	l.Whole = func(p *packages.Package) bool {
		item := p.Types.Scope().Lookup("Item")
		return item != nil && types.NewMethodSet(item.Type()).Lookup(nil, "Price") != nil
	}
	pkgs, _ := l.Load(l.listing.Named)
	if got, want := loaded(l, "example.com/"), []string{"item whole", "order whole", "price", "tax"}; !slices.Equal(got, want) {
		t.Errorf("loads %q, want %q", got, want)
	}
	if len(pkgs) != 1 || pkgs[0].Imports["example.com/shop/item"].Syntax == nil {
		t.Errorf("returns %v, without the syntax of item", pkgs)
	}
}

// TestFiles looks at which files the packages are made of.
func TestFiles(t *testing.T) {
	const tagged = `
-- go.mod --
module example.com/m

go 1.25

require example.com/dep v1.0.0

replace example.com/dep => ./dep
-- m.go --
package m

import "example.com/dep"

var Dep = dep.Name
-- m_special.go --
//go:build special

package m

const Special = 1
-- m_windows.go --
package m

const Windows = 1
-- m_386.go --
package m

const Size = 4
-- m_test.go --
package m

const Test = 1
-- x_test.go --
package m_test

import "example.com/m"

const External = m.Test
-- generated.json --
{"Replace": {"generated.go": "elsewhere.txt", "m.go": "other.txt"}}
-- elsewhere.txt --
package m

const Generated = 1
-- other.txt --
package m

const Other = 1
-- dep/go.mod --
module example.com/dep

go 1.25
-- dep/dep.go --
package dep

const Name = "replaced"
-- vendor/modules.txt --
# example.com/dep v1.0.0 => ./dep
## explicit; go 1.25
example.com/dep
# example.com/dep => ./dep
-- vendor/example.com/dep/dep.go --
package dep

var Name = "vendored"
-- work/go.work --
go 1.25

use ../dep
use ./user
-- work/user/go.mod --
module example.com/user

go 1.25
-- work/user/user.go --
package user

import "example.com/dep"

var Dep = dep.Name
`
	dir := extract(t, tagged)
	for _, test := range []struct {
		name, in string
		query    Query
		env      string
		want     string // the objects by package
	}{
		{"tags", "", Query{Patterns: []string{"."}, BuildFlags: []string{"-tags=special"}}, "", "example.com/m: Dep Special"},
		{"GOOS", "", Query{Patterns: []string{"."}}, "GOOS=windows GOARCH=amd64", "example.com/m: Dep Windows"},
		{"GOARCH", "", Query{Patterns: []string{"."}}, "GOARCH=386", "example.com/m: Dep Size"},
		{"tests", "", Query{Patterns: []string{"."}, Tests: true}, "", "example.com/m [example.com/m.test]: Dep Test; example.com/m: Dep; example.com/m_test [example.com/m.test]: External"},
		{"overlay", "", Query{Patterns: []string{"."}, BuildFlags: []string{"-overlay=generated.json"}}, "", "example.com/m: Generated Other"},
		{"overlay in GOFLAGS", "", Query{Patterns: []string{"."}}, "GOFLAGS=-overlay=generated.json", "example.com/m: Generated Other"},
		{"files", "", Query{Patterns: []string{"m.go", "m_special.go"}}, "", "command-line-arguments: Dep Special"},
		{"workspace", "work", Query{Patterns: []string{"./user"}}, "GOWORK=" + filepath.Join(dir, "work", "go.work"), "example.com/user: Dep"},
	} {
		t.Run(test.name, func(t *testing.T) {
			for setting := range strings.FieldsSeq(test.env) {
				name, value, _ := strings.Cut(setting, "=")
				t.Setenv(name, value)
			}
			listing := list(t, filepath.Join(dir, test.in), test.query)
			pkgs, failures := NewLoader(listing).Load(listing.Named)
			if got := objects(pkgs); got != test.want || len(failures) > 0 {
				t.Errorf("got %s, want %s; failures %v", got, test.want, failures)
			}
			if want := strings.HasPrefix(test.name, "overlay"); listing.Overlay != want {
				t.Errorf("Overlay is %t", listing.Overlay)
			}
		})
	}

	// With -mod=vendor, Name is a variable.
	for mod, constant := range map[string]bool{"vendor": false, "mod": true} {
		t.Setenv("GOFLAGS", "-mod="+mod)
		listing := list(t, dir, Query{Patterns: []string{"."}})
		pkgs, failures := NewLoader(listing).Load(listing.Named)
		if len(pkgs) != 1 {
			t.Fatalf("-mod=%s: failures %v", mod, failures)
		}
		if _, ok := pkgs[0].Types.Imports()[0].Scope().Lookup("Name").(*types.Const); ok != constant {
			t.Errorf("-mod=%s: Name is constant: %t", mod, ok)
		}
	}
}

// TestFailures wants each cause once, and all packages loaded that can be.
func TestFailures(t *testing.T) {
	const broken = `
-- go.mod --
module example.com/m

go 1.25
-- wrong/wrong.go --
package wrong

func F() int { return undefined }
func G() int { return undefined }

var V int = ""
-- above/above.go --
package above

import "example.com/m/wrong"

var W = wrong.V + wrong.F()
-- syntax/syntax.go --
package syntax

func F( {
-- missing/missing.go --
package missing

import _ "example.org/nowhere"
-- also/also.go --
package also

import "example.org/nowhere"

var _ nowhere.T
-- tested/tested.go --
package tested
-- tested/tested_test.go --
package tested

var _ = undefined
-- embeds/embeds.go --
package embeds

import _ "embed"

//go:embed dist
var Dist string
-- cgo/cgo.go --
package cgo

// #include <no/such/header.h>
import "C"

func Twice(n int) int { return int(C.twice(C.int(n))) + undeclared(n) }

func undeclared(n int) int { return n }
`
	dir := extract(t, broken)
	t.Setenv("CGO_ENABLED", "1")
	listing := list(t, dir, Query{Patterns: []string{"./...", "./nosuch"}, Tests: true})
	pkgs, failures := NewLoader(listing).Load(listing.Named)
	if got, want := objects(pkgs), "example.com/m/above: W; example.com/m/cgo: Twice undeclared; example.com/m/embeds: Dist; example.com/m/tested: "; got != want {
		t.Errorf("loads %s, want %s", got, want)
	}
	var got []string
	for _, f := range append(listing.Failures, failures...) {
		got = append(got, fmt.Sprintf("%s: %s: %s", strings.TrimPrefix(f.Position, dir+"/"), f.Message, strings.Join(f.Packages, ", ")))
	}
	want := []string{
		": stat " + dir + "/nosuch: directory not found: ./nosuch",
		"also/also.go:3:8: no required module provides package example.org/nowhere; to add it: go get example.org/nowhere: example.com/m/also, example.com/m/missing",
		"syntax/syntax.go:3:9: expected ')', found '{': example.com/m/syntax",
		"tested/tested_test.go:3:9: undefined: undefined: example.com/m/tested [example.com/m/tested.test]",
		"wrong/wrong.go:6:13: cannot use \"\" (untyped string constant) as int value in variable declaration: example.com/m/wrong",
	}
	slices.Sort(got)
	if !slices.Equal(got, want) {
		t.Errorf("failures:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// TestNewerGo has a module that needs a newer Go than this program was built
// with: only a newer go command lists it.
func TestNewerGo(t *testing.T) {
	listing := list(t, extract(t, shop), Query{Patterns: []string{"./order"}})
	for _, p := range listing.All {
		if p.PkgPath == "example.com/shop/order" {
			p.Module.GoVersion = "1.99"
		}
	}
	pkgs, failures := NewLoader(listing).Load(listing.Named)
	if len(pkgs) > 0 || len(failures) != 1 || !strings.HasPrefix(failures[0].Message, "module example.com/shop needs Go 1.99, and this wsvet was built with go") {
		t.Errorf("loads %s, failures %v", objects(pkgs), failures)
	}
}

func TestListErrors(t *testing.T) {
	t.Chdir(extract(t, "-- go.mod --\nmodule example.com/m\n\ngo 1.99\n-- m.go --\npackage m\n"))
	t.Setenv("GOTOOLCHAIN", "local")
	if _, err := List(Query{Patterns: []string{"."}}); err == nil || !strings.HasPrefix(err.Error(), "go: go.mod requires go >= 1.99 ") {
		t.Errorf("a go command that is too old: %v", err)
	}
	t.Chdir(extract(t, "-- go.mod --\nmodule example.com/m\n-- none/README --\n"))
	if _, err := List(Query{Patterns: []string{"./none/..."}}); err == nil || err.Error() != "no packages match ./none/..." {
		t.Errorf("no packages: %v", err)
	}
	if _, err := List(Query{Patterns: []string{"./none/..."}, BuildFlags: []string{"-overlay=nosuch.json"}}); err == nil || !strings.Contains(err.Error(), "nosuch.json") {
		t.Errorf("no overlay: %v", err)
	}
}

// list lists packages of the module in dir.
func list(t *testing.T, dir string, q Query) *Listing {
	t.Helper()
	t.Chdir(dir)
	if os.Getenv("GOWORK") == "" {
		t.Setenv("GOWORK", "off")
	}
	l, err := List(q)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// pick returns the packages of a listing with these import paths.
func pick(l *Listing, paths ...string) []*packages.Package {
	return slices.DeleteFunc(slices.Clone(l.All), func(p *packages.Package) bool { return !slices.Contains(paths, p.PkgPath) })
}

// loaded returns the last elements of the paths that begin with prefix, of the
// packages that are loaded, and says which are whole.
func loaded(l *Loader, prefix string) []string {
	var names []string
	for p, u := range l.units {
		if strings.HasPrefix(p.PkgPath, prefix) {
			name := p.PkgPath[strings.LastIndex(p.PkgPath, "/")+1:]
			if u.whole {
				name += " whole"
			}
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// objects says what packages declare.
func objects(pkgs []*packages.Package) string {
	var all []string
	for _, p := range pkgs {
		all = append(all, p.ID+": "+strings.Join(p.Types.Scope().Names(), " "))
	}
	slices.Sort(all)
	return strings.Join(all, "; ")
}

// extract writes the files of an archive to a new directory. Names in an overlay
// file are made absolute, as the go command wants them.
func extract(t *testing.T, archive string) string {
	t.Helper()
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range txtar.Parse([]byte(archive)).Files {
		name := filepath.Join(dir, file.Name)
		data := file.Data
		if filepath.Ext(name) == ".json" {
			var overlay struct{ Replace map[string]string }
			if err := json.Unmarshal(data, &overlay); err != nil {
				t.Fatal(err)
			}
			absolute := make(map[string]string)
			for from, to := range overlay.Replace {
				absolute[filepath.Join(dir, from)] = filepath.Join(dir, to)
			}
			data, _ = json.Marshal(map[string]any{"Replace": absolute})
		}
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, data, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}
