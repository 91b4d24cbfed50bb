// Package wsignore defines an analyzer that reports //wsvet:ignore directives
// that do not work.
package wsignore

const doc = `report a //wsvet:ignore directive that does not work

A finding of wsvet is silenced by a directive on its line, or on the line above
it or above the statement that it is in. It names the checks, and says why:

	//wsvet:ignore check[,check…] reason

Categories:

  reason     no reason is given; such a directive silences nothing, because who
             reads the code next could not know why a dead connection, say, is
             acceptable in this place
  unknown    a check is named that there is not: a typo, or a check with its
             category (a directive silences the whole check)
  malformed  a comment that is meant as a directive and is none, or names no
             check

Bad:

	// wsvet:ignore wskeepalive/none, wsclosecode the peer is this process

Good:

	//wsvet:ignore wskeepalive,wsclosecode the peer is this process

The fix writes what was meant, where that is beyond doubt.

Flags: -wsignore.tests reports in test files, too; -wsignore.skip=unknown leaves
that category out, in a module that names the checks of another version, say. To
silence one finding, put //wsvet:ignore wsignore and the reason on the line
above.`
