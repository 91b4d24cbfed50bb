package atest

import (
	"regexp"
	"testing"

	"golang.org/x/tools/go/analysis/checker"
)

// MaxMessage is the longest that the message of a finding may be, beside the
// places that it names.
const MaxMessage = 200

// places are the places in a message, with the words that lead to them.
var places = regexp.MustCompile(`(; it is (sent|received) at |at )?(line \d+|\w+\.go:\d+)`)

// ShortMessages fails where a finding has a longer message than MaxMessage.
func ShortMessages(t *testing.T, actions []*checker.Action) {
	t.Helper()
	for _, act := range actions {
		for _, d := range act.Diagnostics {
			if text := places.ReplaceAllString(d.Message, ""); len(text) > MaxMessage {
				t.Errorf("%s: a message of %d bytes: %s", act.Package.Fset.Position(d.Pos), len(text), d.Message)
			}
		}
	}
}
