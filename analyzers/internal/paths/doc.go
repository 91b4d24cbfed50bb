// Package paths follows the control flow of one function: which statement runs
// before which ([Graph]), every path with a state of the caller's choosing
// ([Walk]), and what is known of variables on a path ([Knowledge]). Values that
// depend on each other, such as the summaries of functions that call each other,
// are computed by [Memo].
//
// It knows nothing of connections, and nothing of other functions than the one
// that it walks: a caller that follows calls does so in [Walk.Step].
package paths
