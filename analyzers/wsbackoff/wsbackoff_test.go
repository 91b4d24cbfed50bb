package wsbackoff_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/wsvet/wsvet/analyzers/atest"
	"github.com/wsvet/wsvet/analyzers/wsbackoff"
)

func Test(t *testing.T) {
	atest.Run(t, wsbackoff.Analyzer, "./wsbackoff/...")
}

// places are what a message says in parentheses.
var places = regexp.MustCompile(` \([^()]*\)`)

// TestMessages wants messages of at most 200 characters beside their places, with
// what to do only where no fix ships, and fixes that name the texts that still speak
// of the wait that was there.
func TestMessages(t *testing.T) {
	stale := 0
	for _, act := range atest.Analyze(t, wsbackoff.Analyzer, "./wsbackoff/...") {
		for _, d := range act.Diagnostics {
			place := act.Package.Fset.Position(d.Pos)
			if text := places.ReplaceAllString(d.Message, ""); len(text) > 200 {
				t.Errorf("%s: %d characters: %s", place, len(text), text)
			}
			if advises := strings.Contains(d.Message, "; "); advises == (len(d.SuggestedFixes) > 0) {
				t.Errorf("%s: %d fixes: %s", place, len(d.SuggestedFixes), d.Message)
			}
			for _, fix := range d.SuggestedFixes {
				if strings.Contains(fix.Message, "names the old wait") {
					stale++
				}
			}
		}
	}
	if stale != 1 {
		t.Errorf("%d fixes name a text that speaks of the old wait, want the one in texts", stale)
	}
}
