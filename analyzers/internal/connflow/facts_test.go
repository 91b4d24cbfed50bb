package connflow

import (
	"bytes"
	"encoding/gob"
	"errors"
	"reflect"
	"testing"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/wsvet/wsvet/analyzers/internal/atest"
)

// maxFact is how many bytes a function's or a type's fact may take in the files that go
// vet hands from package to package, the description of its type left out.
const maxFact = 512

// TestFactsAreSmall wants facts that survive gob and stay small.
func TestFactsAreSmall(t *testing.T) {
	found, methods := map[reflect.Type]int{}, 0
	for _, r := range analysistest.Run(silent{t}, atest.Dir(t), Analyzer, "./connflow/facts/conn") {
		for obj, facts := range r.Facts {
			for _, fact := range facts {
				if m, ok := fact.(*meaning); ok && len(m.Methods) > 0 {
					methods++
				}
				found[reflect.TypeOf(fact)]++
				back, size := roundTrip(t, fact)
				if size > maxFact {
					t.Errorf("the fact of %v takes %d bytes, more than %d", obj, size, maxFact)
				}
				if !reflect.DeepEqual(fact, back) {
					t.Errorf("the fact of %v comes back as %v, want %v", obj, back, fact)
				}
			}
		}
	}
	functions, types := found[reflect.TypeFor[*meaning]()], found[reflect.TypeFor[*holds]()]
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

// silent leaves the facts' want comments out.
type silent struct{ *testing.T }

func (silent) Errorf(string, ...any) {}
