package load

import (
	"errors"
	"testing"
)

func TestGoError(t *testing.T) {
	for text, want := range map[string]string{
		"err: exit status 1: stderr: go: downloading example.com/a v1.0.0\ngo: example.com/a@v1.0.0: not found\n\tby anybody\n": "go: example.com/a@v1.0.0: not found\n\tby anybody",
		"no go command": "no go command",
	} {
		if got := goError(errors.New(text)).Error(); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
