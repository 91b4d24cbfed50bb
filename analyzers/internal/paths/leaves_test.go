package paths_test

import (
	"testing"

	"github.com/wsvet/wsvet/analyzers/internal/paths"
)

func TestLeaves(t *testing.T) {
	for body, want := range map[string]bool{
		"return":                                         true,
		"if o() { return }":                              false,
		"if o() { return } else { return }":              true,
		"select { case <-ch: return }":                   true,
		"select { case <-ch: }":                          false,
		"select { case <-ch: if o() { break }; return }": false,
		"{ return }":                                     true,
		"for { a() }":                                    true,
		"for { if o() { break } }":                       false,
		"panic(1)":                                       true,
		"a()":                                            false,
	} {
		f := parse(t, "()", body)
		if got := paths.Leaves(f.info, f.decl.Body.List); got != want {
			t.Errorf("%s: %v", body, got)
		}
	}
}

func TestReached(t *testing.T) {
	for body, want := range map[string]int{
		"":                          0,
		"a(); b()":                  2,
		"a(); return; b()":          2,
		"if o() { return }; a()":    2,
		"{ panic(1) }; a(); return": 1,
	} {
		f := parse(t, "()", body)
		if got := len(paths.Reached(f.info, f.decl.Body.List)); got != want {
			t.Errorf("%s: %d statements", body, got)
		}
	}
}
