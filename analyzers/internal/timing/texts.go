package timing

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"regexp"
	"strconv"
	"time"

	"github.com/wsvet/wsvet/analyzers/internal/lang"
	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// Seconds says how long d is: "60s", not "1m0s".
func Seconds(d time.Duration) string {
	return strconv.FormatFloat(d.Seconds(), 'f', -1, 64) + "s"
}

// Equal reports whether two durations are as long as each other: the same constant, or
// the same expression.
func (l *lookups) Equal(x, y ast.Expr) bool {
	if a, b := l.flow.Info.Types[x], l.flow.Info.Types[y]; a.Value != nil {
		return b.Value != nil && a.Value.ExactString() == b.Value.ExactString()
	}
	return types.ExprString(x) == types.ExprString(y)
}

// Sleeps reports whether e waits for the duration dur and does nothing else:
// time.Sleep(dur), <-time.After(dur).
func (l *lookups) Sleeps(e, dur ast.Expr) bool {
	role := wslib.Sleeps
	if receive, ok := ast.Unparen(e).(*ast.UnaryExpr); ok && receive.Op == token.ARROW {
		e, role = receive.X, wslib.Fires
	}
	call, ok := ast.Unparen(e).(*ast.CallExpr)
	if !ok || len(call.Args) != 1 || call.Args[0] != dur {
		return false
	}
	fn := lang.Callee(l.flow.Info, call)
	w := l.flow.Index.Wait(fn)
	return w != nil && w.Role == role && wslib.IsStd(fn.Pkg())
}

// Names reports whether a text names the duration e: "5s", "five seconds".
func (l *lookups) Names(text string, e ast.Expr) bool {
	d, ok := l.Int(e)
	if !ok {
		return false
	}
	for _, u := range []struct {
		unit time.Duration
		name string
	}{{time.Hour, "h(ours?)?"}, {time.Minute, "m(in(ute)?s?)?"}, {time.Second, "s(ec(ond)?s?)?"}, {time.Millisecond, "(ms|msecs?|milliseconds?)"}} {
		if d < int64(u.unit) || d%int64(u.unit) != 0 {
			continue
		}
		n := d / int64(u.unit)
		number := fmt.Sprint(n)
		if n < int64(len(numbers)) {
			number = fmt.Sprintf("(%d|%s)", n, numbers[n])
		}
		if regexp.MustCompile(`(?i)\b` + number + `[ -]?` + u.name + `\b`).MatchString(text) {
			return true
		}
	}
	return false
}

// numbers are how small numbers are spelled.
var numbers = []string{"no", "an?|one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"}
