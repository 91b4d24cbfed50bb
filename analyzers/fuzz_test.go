package analyzers_test

import (
	"math/rand/v2"
	"testing"
)

// seeds is the number of inputs that the fuzzing starts from, and that are
// tested without it.
const seeds = 20

// FuzzSuite runs the suite over programs that are made of pieces of testdata,
// put together and changed as the input says: bytes that change at random
// would hardly ever be Go that compiles.
func FuzzSuite(f *testing.F) {
	c := load(f)
	r := rand.New(rand.NewPCG(1, 2))
	for range seeds {
		input := make([]byte, 8+r.IntN(64))
		for i := range input {
			input[i] = byte(r.Uint32())
		}
		f.Add(input)
	}
	f.Fuzz(func(t *testing.T, input []byte) {
		if p := c.mutate(t, input); p != nil {
			p.vet(t)
		}
	})
}
