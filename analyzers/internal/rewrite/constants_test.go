package rewrite_test

import (
	"testing"
	"time"

	"github.com/wsvet/wsvet/analyzers/internal/rewrite"
)

// A constant that the package has is used, where its value will do and its name is
// not taken for something else.
func TestConstants(t *testing.T) {
	s := load(t, "go1.25", `package p

func plain() {
	here()
}

func here() {}

func hides(wait int, nil string) {
	there()
}

func there() {}
`)
	at := func(place string) *rewrite.Constants { return builder(s).Constants(s.stmt(place).Pos()) }
	any := func(time.Duration) bool { return true }
	c := at("here()")
	if got := c.String(); got != "" {
		t.Errorf("nothing is declared, got %q", got)
	}
	if name, v := c.Duration("wait", "3 * time.Second", 3*time.Second, any); name != "wait" || v != 3*time.Second {
		t.Errorf("got %s, %v", name, v)
	}
	if got, want := c.String(), "const wait = 3 * time.Second\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	c.Duration("period", "wait / 2", 0, any)
	if got, want := c.String(), "const (\nwait = 3 * time.Second\nperiod = wait / 2\n)\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if name, _ := at("there()").Duration("wait", "3", 3, any); name != "wsWait" {
		t.Errorf("got %s where wait is a parameter", name)
	}
}

func TestPredeclared(t *testing.T) {
	s := load(t, "go1.25", "package p\n\nfunc f(nil int) {\n\there()\n}\n\nfunc here() {}\n")
	b, pos := builder(s), s.stmt("here()").Pos()
	if !b.Predeclared(pos, "close", "make") || b.Predeclared(pos, "close", "nil") {
		t.Error("close and make are predeclared, nil is a parameter")
	}
}
