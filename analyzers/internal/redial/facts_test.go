package redial

import (
	"bytes"
	"encoding/gob"
	"reflect"
	"testing"

	"golang.org/x/tools/go/analysis"

	"github.com/wsvet/wsvet/analyzers/internal/paths"
	"github.com/wsvet/wsvet/analyzers/internal/timing"
	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// maxFact is how many bytes a fact may take in the files that go vet hands from
// package to package, the description of its type left out.
const maxFact = 512

// TestFactsAreSmall wants the largest facts to survive gob and to stay small.
func TestFactsAreSmall(t *testing.T) {
	all := []wslib.Slot{wslib.Arg0, wslib.Arg1, wslib.Arg2, wslib.Arg3, wslib.Arg4}
	large := &effects{
		Wait:     &wslib.Wait{Name: "AFunctionOfAnotherPackage", Role: wslib.Retries, Callback: wslib.Arg0, Attempts: wslib.Arg1, Of: all, Pace: wslib.Jittered, Bound: 10},
		Before:   length{Pace: timing.Growing, Of: all},
		BacksOff: true,
		Sends:    []sends{{Chan: wslib.Arg0, Wait: length{Dur: wslib.Arg1}, Service: Served}},
	}
	for i := range maxWays {
		large.Ways = append(large.Ways, way{
			Outcome: Outcome(i % 4), Service: Service(i % 4), Wait: length{Pace: timing.Growing, Dur: wslib.Arg4, Of: all}, Results: []paths.Fact{paths.IsZero, paths.NonZero, paths.NonZero},
		})
	}
	for _, fact := range []struct{ full, empty, back analysis.Fact }{
		{large, &effects{}, &effects{}},
		{&policyFact{wslib.PolicyType{Name: "AnExponentialBackoff", Pace: wslib.Growing, Jitter: "RandomizationFactor"}}, &policyFact{}, &policyFact{}},
	} {
		var buf bytes.Buffer
		enc, dec := gob.NewEncoder(&buf), gob.NewDecoder(&buf)
		if err := enc.Encode(fact.empty); err != nil { // the type's description goes first
			t.Fatal(err)
		}
		if err := dec.Decode(fact.empty); err != nil {
			t.Fatal(err)
		}
		if err := enc.Encode(fact.full); err != nil {
			t.Fatal(err)
		}
		if buf.Len() > maxFact {
			t.Errorf("%T takes %d bytes, more than %d", fact.full, buf.Len(), maxFact)
		}
		if err := dec.Decode(fact.back); err != nil || !reflect.DeepEqual(fact.full, fact.back) {
			t.Errorf("%v comes back as %v (%v)", fact.full, fact.back, err)
		}
	}
}
