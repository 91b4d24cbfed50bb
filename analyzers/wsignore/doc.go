// Package wsignore reports //wsvet:ignore directives that do not work.
//
// A finding of wsvet is silenced by a directive on its line, on the line above
// it, or above the statement that it is in. It names the checks and gives a
// reason, for without one who reads the code next cannot know why a dead
// connection, for example, is acceptable there:
//
//	//wsvet:ignore check[,check…] reason
//
// # Categories
//
//   - reason: an ignore directive without a reason, which silences nothing
//   - unknown: an ignore directive for a check that does not exist
//   - malformed: a comment that is meant as an ignore directive and is none, or
//     names no check
//
// # Bad
//
//	// wsvet:ignore wskeepalive/none, wsclosecode the peer is this process
//
// # Good
//
//	//wsvet:ignore wskeepalive,wsclosecode the peer is this process
//
// A directive silences a whole check: it names no category.
//
// # Fix
//
// The fix writes what was meant, where that is beyond doubt.
//
// # Flags
//
// -wsignore.tests reports in test files, too, and -wsignore.skip=unknown leaves
// that category out, in a module that names the checks of another version.
// To silence one finding, put //wsvet:ignore wsignore and the reason on the line
// above.
package wsignore

import _ "embed" // of this file, whose package comment is the check's text

//go:embed doc.go
var source string
