package wsdialtimeout

import (
	"fmt"
	"go/ast"
	"strings"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/handshake"
	"github.com/wsvet/wsvet/analyzers/internal/lang"

	"golang.org/x/tools/go/analysis"
)

func (c *checker) report(dial *connflow.Call) {
	if c.Silent(dial.Expr.Pos(), "") {
		return
	}
	fix := c.fix(dial)
	why, mend := c.why(dial)
	message := fmt.Sprintf("nothing bounds the handshake of this dial: %s; a server that accepts TCP and stays mute blocks it forever", why)
	if len(fix.TextEdits) == 0 {
		message += "; " + mend
	}
	c.Report(dial.Expr.Pos(), dial.Expr.End(), "", message, func() analysis.SuggestedFix { return fix })
}

// why returns what is missing, and what a person does about it.
func (c *checker) why(dial *connflow.Call) (why, mend string) {
	limit := dial.Func.Limit
	switch {
	case handshake.Stream(dial) != nil:
		return "the connection below it has no deadline", "set one before, and lift it behind"
	case dial.Slot(dial.Func.Ctx) != nil:
		return "its context has no deadline", "give it a context with a timeout"
	case len(limit.Fields) > 0:
		return c.without(dial, limit.Fields[0]), "set it"
	}
	return dial.Lib.Name + " has no bound of its own here", "dial with a context that has a timeout"
}

// without returns which options lack the field, in words.
func (c *checker) without(dial *connflow.Call, field string) string {
	if strings.Contains(field, ".") {
		return "its options set no " + field
	}
	for _, s := range c.limits.Open(dial) {
		if lit, ok := s.Expr.(*ast.CompositeLit); ok && !lang.Within(lit, dial.Expr) {
			return fmt.Sprintf("its dialer (%s) sets no %s", c.Place(lit.Pos(), dial.Expr.Pos()), field)
		}
	}
	return "its dialer sets no " + field
}
