package connflow

import (
	"bytes"
	"encoding/gob"
	"reflect"
	"testing"

	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/wsvet/wsvet/analyzers/internal/atest"
)

// maxFact is how many bytes a function's fact may take in the files that go
// vet hands from package to package, the description of its type left out.
const maxFact = 512

// TestFactsAreSmall wants facts that survive gob and stay small.
func TestFactsAreSmall(t *testing.T) {
	found := 0
	for _, r := range analysistest.Run(silent{t}, atest.Dir(t), Analyzer, "./connflow/facts/conn") {
		for obj, facts := range r.Facts {
			for _, fact := range facts {
				m, ok := fact.(*meaning)
				if !ok {
					continue
				}
				found++
				var buf bytes.Buffer
				enc := gob.NewEncoder(&buf)
				if err := enc.Encode(&meaning{}); err != nil { // the type's description goes first
					t.Fatal(err)
				}
				typ := buf.Len()
				if err := enc.Encode(m); err != nil {
					t.Fatal(err)
				}
				if size := buf.Len() - typ; size > maxFact {
					t.Errorf("the fact of %v takes %d bytes, more than %d", obj, size, maxFact)
				}
				var back meaning
				dec := gob.NewDecoder(&buf)
				if err := dec.Decode(&meaning{}); err != nil {
					t.Fatal(err)
				}
				if err := dec.Decode(&back); err != nil || !reflect.DeepEqual(m, &back) {
					t.Errorf("the fact of %v comes back as %v (%v), want %v", obj, back, err, m)
				}
			}
		}
	}
	if found < 9 {
		t.Errorf("%d functions have facts, want 9 at least", found)
	}
}

// silent leaves the facts' want comments out.
type silent struct{ *testing.T }

func (silent) Errorf(string, ...any) {}
