package gclplugin

import (
	"flag"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/golangci/plugin-module-register/register"
	"golang.org/x/tools/go/analysis"

	"github.com/wsvet/wsvet/analyzers"
)

// object is what golangci-lint makes of a mapping in its configuration.
type object = map[string]any

// A toy is a check with a flag of every kind.
type toy struct {
	*analysis.Analyzer
	on    bool
	count int
	wait  time.Duration
	list  string
}

func newToy(name string) *toy {
	t := &toy{Analyzer: &analysis.Analyzer{Name: name}}
	t.Flags.BoolVar(&t.on, "on", false, "")
	t.Flags.IntVar(&t.count, "count", 10, "")
	t.Flags.DurationVar(&t.wait, "wait", time.Minute, "")
	t.Flags.StringVar(&t.list, "list", "", "")
	return t
}

func (t *toy) values() [4]any { return [...]any{t.on, t.count, t.wait, t.list} }

var defaults = [...]any{false, 10, time.Minute, ""}

func TestChecks(t *testing.T) {
	suite := []*analysis.Analyzer{newToy("one").Analyzer, newToy("two").Analyzer, newToy("three").Analyzer}
	for _, test := range []struct {
		name string
		conf any
		want string
	}{
		{"no settings", nil, "one two three"},
		{"empty settings", object{}, "one two three"},
		{"empty lists", object{"enable": []any{}, "disable": []any{}, "flags": object{"one": nil}}, "one two three"},
		{"enable", object{"enable": []any{"three", "one"}}, "one three"},
		{"disable", object{"disable": []any{"two"}}, "one three"},
		{"both", object{"enable": []any{"one", "two"}, "disable": []any{"two", "three"}}, "one"},
	} {
		t.Run(test.name, func(t *testing.T) {
			p, err := newPlugin(suite, test.conf)
			if err != nil {
				t.Fatal(err)
			}
			built, err := p.BuildAnalyzers()
			if err != nil {
				t.Fatal(err)
			}
			var names []string
			for _, a := range built {
				names = append(names, a.Name)
			}
			if got := strings.Join(names, " "); got != test.want {
				t.Errorf("got %s, want %s", got, test.want)
			}
		})
	}
}

func TestFlags(t *testing.T) {
	one, two := newToy("one"), newToy("two")
	suite := []*analysis.Analyzer{one.Analyzer, two.Analyzer}
	for _, test := range []struct {
		name  string
		flags object
		want  [4]any
	}{
		{"plain", object{"on": true, "count": 10000000, "wait": "1m30s", "list": "a"}, [...]any{true, 10000000, 90 * time.Second, "a"}},
		{"the ones before are gone", object{"list": "b"}, [...]any{false, 10, time.Minute, "b"}},
		{"texts", object{"on": "true", "count": "3"}, [...]any{true, 3, time.Minute, ""}},
		{"a list", object{"list": []any{"a", "b"}}, [...]any{false, 10, time.Minute, "a,b"}},
		{"an empty list", object{"list": []any{}}, defaults},
	} {
		t.Run(test.name, func(t *testing.T) {
			if _, err := newPlugin(suite, object{"flags": object{"one": test.flags}}); err != nil {
				t.Fatal(err)
			}
			if got := one.values(); got != test.want {
				t.Errorf("got %v, want %v", got, test.want)
			}
			if got := two.values(); got != defaults {
				t.Errorf("the other check has %v", got)
			}
		})
	}
}

func TestErrors(t *testing.T) {
	suite := []*analysis.Analyzer{newToy("one").Analyzer, newToy("two").Analyzer}
	flags := func(flags object) object { return object{"flags": object{"two": flags}} }
	for _, test := range []struct {
		name string
		conf any
		want string
	}{
		{"unknown setting", object{"checks": []any{"one"}}, `decoding settings: json: unknown field "checks" (the settings are enable, disable and flags)`},
		{"wrong type", object{"enable": "one"}, `decoding settings: json: cannot unmarshal string into Go struct field settings.enable of type []string (the settings are enable, disable and flags)`},
		{"unknown check to run", object{"enable": []any{"three"}}, `unknown check "three"; the checks are one, two`},
		{"unknown check to leave out", object{"disable": []any{"three"}}, `unknown check "three"; the checks are one, two`},
		{"flags of an unknown check", object{"flags": object{"three": nil}}, `unknown check "three"; the checks are one, two`},
		{"nothing to run", object{"disable": []any{"two", "one"}}, `no check is left to run`},
		{"unknown flag", flags(object{"of": true}), `unknown flag "of" of two; its flags are count, list, on, wait`},
		{"no bool", flags(object{"on": 3}), `flag on of two: invalid value 3: parse error (the default is "false")`},
		{"no duration", flags(object{"wait": 60}), `flag wait of two: invalid value 60: parse error (the default is "1m0s")`},
		{"no number", flags(object{"count": "many"}), `flag count of two: invalid value "many": parse error (the default is "10")`},
		{"nothing", flags(object{"count": nil}), `flag count of two: invalid value null: want one value, or a list (the default is "10")`},
		{"a mapping", flags(object{"list": object{"a": 1}}), `flag list of two: invalid value {"a":1}: want one value, or a list (the default is "")`},
		{"two at once", flags(object{"count": 0.5, "on": []any{}}), `flag count of two: invalid value 0.5: parse error (the default is "10")
flag on of two: invalid value []: parse error (the default is "false")`},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := newPlugin(suite, test.conf)
			if err == nil || err.Error() != test.want {
				t.Errorf("got  %v\nwant %s", err, test.want)
			}
		})
	}
}

// golangci-lint gets the suite by the name of wsvet.
func TestRegistered(t *testing.T) {
	newWsvet, err := register.GetPlugin("wsvet")
	if err != nil {
		t.Fatal(err)
	}
	p, err := newWsvet(nil)
	if err != nil {
		t.Fatal(err)
	}
	built, err := p.BuildAnalyzers()
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(built, analyzers.Suite()) {
		t.Errorf("got %v", built)
	}
	if mode := p.GetLoadMode(); mode != register.LoadModeTypesInfo {
		t.Errorf("the load mode is %q", mode)
	}
}

// What a configuration can say of the suite: golangci-lint makes its keys
// lower-case, and a flag must take its default back.
func TestSuite(t *testing.T) {
	for _, a := range analyzers.Suite() {
		if a.Name != strings.ToLower(a.Name) {
			t.Errorf("%s is not lower-case", a.Name)
		}
		a.Flags.VisitAll(func(f *flag.Flag) {
			if f.Name != strings.ToLower(f.Name) {
				t.Errorf("flag %s of %s is not lower-case", f.Name, a.Name)
			}
			if err := f.Value.Set(f.DefValue); err != nil || f.Value.String() != f.DefValue {
				t.Errorf("flag %s of %s, set to its default %q, is %q, %v", f.Name, a.Name, f.DefValue, f.Value, err)
			}
		})
	}
}
