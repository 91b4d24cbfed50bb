package connflow

import (
	"bytes"
	"encoding/gob"
	"errors"
	"reflect"
	"testing"

	"golang.org/x/tools/go/analysis"

	"github.com/wsvet/wsvet/analyzers/atest"
)

// maxFact is how many bytes a function's or a type's fact may take in the files that go
// vet hands from package to package, the description of its type left out.
const maxFact = 512

// TestFactsAreSmall wants facts that survive gob and stay small.
func TestFactsAreSmall(t *testing.T) {
	found, methods := map[reflect.Type]int{}, 0
	for _, act := range atest.Analyze(t, Analyzer, "./connflow/facts/conn") {
		for _, f := range act.AllObjectFacts() {
			if f.Object.Pkg() != act.Package.Types {
				continue
			}
			if m, ok := f.Fact.(*effects); ok && len(m.Methods) > 0 {
				methods++
			}
			found[reflect.TypeOf(f.Fact)]++
			back, size := roundTrip(t, f.Fact)
			if size > maxFact {
				t.Errorf("the fact of %v takes %d bytes, more than %d", f.Object, size, maxFact)
			}
			if !reflect.DeepEqual(f.Fact, back) {
				t.Errorf("the fact of %v comes back as %v, want %v", f.Object, back, f.Fact)
			}
		}
	}
	functions, types := found[reflect.TypeFor[*effects]()], found[reflect.TypeFor[*holder]()]
	if functions < 20 || types < 4 || methods == 0 {
		t.Errorf("%d functions have facts, %d of them of an interface, and %d types; want 20, 1 and 4 at least", functions, methods, types)
	}
}

// roundTrip returns what comes back of fact, and its size without the
// description of its type, which goes first.
func roundTrip(t *testing.T, fact analysis.Fact) (back analysis.Fact, size int) {
	t.Helper()
	empty := func() analysis.Fact { return reflect.New(reflect.TypeOf(fact).Elem()).Interface().(analysis.Fact) }
	var buf bytes.Buffer
	enc, dec := gob.NewEncoder(&buf), gob.NewDecoder(&buf)
	if err := errors.Join(enc.Encode(empty()), dec.Decode(empty())); err != nil {
		t.Fatal(err)
	}
	if err := enc.Encode(fact); err != nil {
		t.Fatal(err)
	}
	back, size = empty(), buf.Len()
	if err := dec.Decode(back); err != nil {
		t.Fatal(err)
	}
	return back, size
}
