package rewrite_test

import (
	"testing"

	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// An idiom is written with the names that its file has for packages.
func TestIdiom(t *testing.T) {
	s := load(t, "go1.25", `package p

import sock "github.com/gobwas/ws"

func f() {
	g()
}

func g() { _ = sock.X }
`)
	lib := wslib.LibraryOf("github.com/gobwas/ws")
	b := builder(s)
	stmt := s.stmt("g()")
	b.Before(stmt, b.Idiom(lib, "_ = $sum + $ws.X + $wsutil.X + $time.X", stmt.Pos(), map[string]string{"sum": "1 + 2"}))
	want := `package p

import (
	"time"

	sock "github.com/gobwas/ws"
	"github.com/gobwas/ws/wsutil"
)

func f() {
	_ = 1 + 2 + sock.X + wsutil.X + time.X
	g()
}

func g() { _ = sock.X }
`
	if got := s.apply(b.Fix("")); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}
