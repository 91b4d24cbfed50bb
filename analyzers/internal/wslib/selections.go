package wslib

import "go/types"

// A Selection is which of its arguments a function returns.
type Selection uint8

const (
	// NoSelection: it does not return one of its arguments, as far as is known.
	NoSelection Selection = iota
	// FirstNonZero: the first that is not its type's zero value.
	FirstNonZero
	// ByCondition: the second argument if the first one holds, else the third.
	ByCondition
	// SomeArgument: one of them, it is not known which.
	SomeArgument
)

// SelectionOf returns which of its arguments fn returns as its first result. A
// generic function that returns a value of a type parameter has nothing else to
// return but an argument, or the zero value.
func SelectionOf(fn *types.Func) Selection {
	if fn == nil || len(SelectedFrom(fn, 0)) == 0 {
		return NoSelection
	}
	switch fn.FullName() {
	case "cmp.Or", "github.com/samber/lo.CoalesceOrEmpty":
		return FirstNonZero
	}
	sig := fn.Origin().Signature()
	if p := sig.Params(); p.Len() == 3 && !sig.Variadic() && types.Identical(p.At(0).Type(), types.Typ[types.Bool]) && p.At(1).Type() == p.At(2).Type() {
		return ByCondition
	}
	return SomeArgument
}

// SelectedFrom returns the indexes of the parameters one of which the i-th result
// of fn is, because it is a value of a type parameter; a variadic one stands for
// all of its arguments. There are none where fn may make such a value itself.
func SelectedFrom(fn *types.Func, i int) []int {
	sig := fn.Origin().Signature()
	if i >= sig.Results().Len() {
		return nil
	}
	t, ok := sig.Results().At(i).Type().(*types.TypeParam)
	if !ok || sig.Recv() != nil {
		return nil
	}
	var from []int
	for j := range sig.Params().Len() {
		p := sig.Params().At(j).Type()
		if s, ok := p.(*types.Slice); ok && sig.Variadic() && j == sig.Params().Len()-1 {
			p = s.Elem()
		}
		if p == t {
			from = append(from, j)
		}
	}
	return from
}
