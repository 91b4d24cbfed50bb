package paths

import (
	goconstant "go/constant"
)

// A Fact is what is known of a value on one path: enough to separate the path of an
// error from that without one, and the first attempt from the later ones.
type Fact byte

const (
	Unknown Fact = iota
	// IsZero is the zero value of its type: nil, false, 0, "", the zero time.
	IsZero
	// NonZero is any other value.
	NonZero
	// Fresh is an error that was just made: none of those that are made once.
	Fresh
	// From here on, a fact is one constant other than zero: that of
	// evaluator.constants.
	constants
)

// Known reports whether anything is known.
func (f Fact) Known() bool { return f != Unknown }

// Holds reports whether f is another value than zero: of a condition, that it is true.
func (f Fact) Holds() bool { return f >= NonZero }

// Not returns the fact of the negation of a value of which f is known.
func (f Fact) Not() Fact {
	switch {
	case f == IsZero:
		return NonZero
	case f.Holds():
		return IsZero
	}
	return Unknown
}

// some returns f without which constant it is.
func (f Fact) some() Fact { return f.Not().Not() }

// Bool returns the fact of a boolean.
func Bool(b bool) Fact {
	if b {
		return NonZero
	}
	return IsZero
}

// equal decides whether two values are the same, where facts can.
func equal(x, y Fact) Fact {
	switch {
	case x == Unknown || y == Unknown:
		return Unknown
	case x == IsZero && y == IsZero:
		return NonZero
	case x == IsZero || y == IsZero, x == Fresh || y == Fresh:
		return IsZero
	case x >= constants && y >= constants:
		return Bool(x == y)
	}
	return Unknown
}

// and returns the fact of x && y.
func and(x, y Fact) Fact {
	switch {
	case x == IsZero || y == IsZero:
		return IsZero
	case x.Holds() && y.Holds():
		return NonZero
	}
	return Unknown
}

func constantFact(v goconstant.Value) Fact {
	switch v.Kind() {
	case goconstant.Bool:
		return Bool(goconstant.BoolVal(v))
	case goconstant.Int, goconstant.Float:
		return Bool(goconstant.Sign(v) != 0)
	case goconstant.String:
		return Bool(goconstant.StringVal(v) != "")
	}
	return Unknown
}

// Facts are the facts of one path, comparable so that equal paths are one. The
// zero Facts know nothing. They are a string of three bytes for each fact,
// sorted: two for the subject's number, one for the fact.
type Facts string

// With returns the facts of both, those of others where they differ.
func (fs Facts) With(others Facts) Facts {
	for i := 0; i < len(others); i += 3 {
		fs = fs.set(others.subject(i), Fact(others[i+2]))
	}
	return fs
}

func (fs Facts) subject(i int) uint16 { return uint16(fs[i])<<8 | uint16(fs[i+1]) }

func (fs Facts) find(id uint16) int {
	i := 0
	for i < len(fs) && fs.subject(i) < id {
		i += 3
	}
	return i
}

func (fs Facts) get(id uint16) Fact {
	if i := fs.find(id); i < len(fs) && fs.subject(i) == id {
		return Fact(fs[i+2])
	}
	return Unknown
}

func (fs Facts) set(id uint16, f Fact) Facts {
	i := fs.find(id)
	rest := fs[i:]
	if len(rest) > 0 && rest.subject(0) == id {
		rest = rest[3:]
	}
	if f == Unknown {
		return fs[:i] + rest
	}
	return fs[:i] + Facts([]byte{byte(id >> 8), byte(id), byte(f)}) + rest
}

// without returns fs without the facts of the subjects for which drop holds.
func (fs Facts) without(drop func(id uint16) bool) Facts {
	for i := 0; i < len(fs); {
		if drop(fs.subject(i)) {
			fs = fs[:i] + fs[i+3:]
		} else {
			i += 3
		}
	}
	return fs
}
