package codeflow

import (
	"fmt"
	"go/constant"
	"go/token"
	"go/types"
	"maps"
	"slices"
	"strings"
)

// A value is what is known of an expression on a path.
type value struct {
	// known is nil where it is not.
	known constant.Value
	// nilness of an error or a pointer.
	nilness
	// self: it is the code that is followed.
	self bool
	// filter: it was made of that code, in a way that cannot be seen.
	filter bool
	// without: it is a struct that was made without that code, or points to one.
	without bool
}

// A nilness is what is known of a value that may be nil.
type nilness uint8

const (
	anyValue nilness = iota
	isNil
	notNil
)

// depends reports whether v depends on the code that is followed.
func (v value) depends() bool { return v.self || v.filter }

func (v value) same(w value) bool {
	if v.self != w.self || v.filter != w.filter || v.without != w.without || v.nilness != w.nilness || (v.known == nil) != (w.known == nil) {
		return false
	}
	return v.known == nil || equal(v.known, w.known)
}

// is reports whether v is w, the code that is followed, or is as good as it.
func (v value) is(w value) bool {
	return v.self || v.known != nil && w.known != nil && equal(v.known, w.known)
}

// truth returns whether a condition holds, where that is known.
func (v value) truth() (holds, known bool) {
	if v.known == nil || v.known.Kind() != constant.Bool {
		return false, false
	}
	return constant.BoolVal(v.known), true
}

func boolean(b bool) value { return value{known: constant.MakeBool(b)} }

// compare returns what is known of x op y.
func compare(op token.Token, x, y value) value {
	if x.known != nil && y.known != nil && comparable(x.known, y.known) {
		return boolean(constant.Compare(x.known, op, y.known))
	}
	if x.nilness != anyValue && y.nilness != anyValue && (x.nilness == isNil || y.nilness == isNil) {
		return boolean((x.nilness == y.nilness) == (op == token.EQL))
	}
	return value{filter: x.depends() || y.depends()}
}

func comparable(x, y constant.Value) bool {
	return x.Kind() == y.Kind() && x.Kind() != constant.Unknown
}

func equal(x, y constant.Value) bool { return comparable(x, y) && constant.Compare(x, token.EQL, y) }

// A place is a variable, or a field of one: "e.Code".
type place struct {
	root *types.Var
	path string
}

// An env holds what the places of a function hold at one point.
type env map[place]value

func (e env) with(p place, v value) env {
	if p.root == nil {
		return e
	}
	next := maps.Clone(e)
	// Whoever assigns a variable assigns its fields.
	maps.DeleteFunc(next, func(q place, _ value) bool {
		return q.root == p.root && strings.HasPrefix(q.path, p.path+".")
	})
	next[p] = v
	return next
}

func (e env) String() string {
	var parts []string
	for p, v := range e {
		parts = append(parts, fmt.Sprint(p.root.Pos(), p.path, v.known, v.nilness, v.self, v.filter, v.without))
	}
	slices.Sort(parts)
	return strings.Join(parts, ";")
}

// convert returns v as a value of type t: what is followed stays itself.
func convert(v value, t types.Type) value {
	b, ok := t.Underlying().(*types.Basic)
	if !ok || v.known == nil || v.known.Kind() != constant.Int || b.Info()&types.IsInteger == 0 {
		return v
	}
	n, exact := constant.Int64Val(v.known)
	if !exact {
		return value{filter: v.depends()}
	}
	switch b.Kind() {
	case types.Uint8:
		n = int64(uint8(n))
	case types.Int8:
		n = int64(int8(n))
	case types.Uint16:
		n = int64(uint16(n))
	case types.Int16:
		n = int64(int16(n))
	case types.Uint32:
		n = int64(uint32(n))
	case types.Int32:
		n = int64(int32(n))
	}
	v.known = constant.MakeInt64(n)
	return v
}

// zero returns the zero value of a basic type, that of numbers for a type
// parameter: it is a code's that is followed.
func zero(t types.Type) constant.Value {
	if _, ok := t.(*types.TypeParam); ok {
		return constant.MakeInt64(0)
	}
	b, ok := t.Underlying().(*types.Basic)
	if !ok {
		return nil
	}
	switch {
	case b.Info()&types.IsInteger != 0:
		return constant.MakeInt64(0)
	case b.Info()&types.IsBoolean != 0:
		return constant.MakeBool(false)
	case b.Info()&types.IsString != 0:
		return constant.MakeString("")
	}
	return nil
}
