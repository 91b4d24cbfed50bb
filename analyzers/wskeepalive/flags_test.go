package wskeepalive_test

import (
	"strings"
	"testing"

	"github.com/wsvet/wsvet/analyzers/atest"
	"github.com/wsvet/wsvet/analyzers/wskeepalive"
)

// The fix writes the durations that the flags give.
func TestFlags(t *testing.T) {
	flags := &wskeepalive.Analyzer.Flags
	for name, value := range map[string]string{"pongwait": "1500ms", "writewait": "3s"} {
		before := flags.Lookup(name).Value.String()
		if err := flags.Set(name, value); err != nil {
			t.Fatal(err)
		}
		defer flags.Set(name, before)
	}
	texts, messages := "", ""
	for _, act := range atest.Analyze(t, wskeepalive.Analyzer, "./wskeepalive/forks") {
		for _, d := range act.Diagnostics {
			for _, f := range d.SuggestedFixes {
				messages += f.Message
				for _, e := range f.TextEdits {
					texts += string(e.NewText)
				}
			}
		}
	}
	for _, want := range []string{"pongWait   = 1500 * time.Millisecond", "writeWait  = 3 * time.Second"} {
		if !strings.Contains(texts, want) {
			t.Errorf("no %q in the fixes:\n%s", want, texts)
		}
	}
	if want := "read deadline of 1.5s"; !strings.Contains(messages, want) {
		t.Errorf("no %q in the fixes' messages: %s", want, messages)
	}
}
