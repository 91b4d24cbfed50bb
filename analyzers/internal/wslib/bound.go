package wslib

// A Bound is what ends a read, or a ping that waits, at which nothing comes.
type Bound uint8

const (
	// Unbounded: nothing does.
	Unbounded Bound = iota
	// Once: it may have an end, as a context that somebody else made; but that is
	// the end of the whole session where it is read in a loop.
	Once
	// Always: it has an end.
	Always
)

// Holds reports whether the bound is one for a read, repeated in a loop or not.
func (b Bound) Holds(loop bool) bool { return b == Always || b == Once && !loop }
