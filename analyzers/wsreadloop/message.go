package wsreadloop

import (
	"fmt"
	"go/ast"

	"github.com/wsvet/wsvet/analyzers/internal/errfate"
	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

func (c *checker) message(r *errfate.Read, loop ast.Stmt) string {
	at := c.Place(loop.Pos(), r.Call.Pos())
	then := map[wslib.Again]string{
		wslib.Spins:  "every further read fails at once, and the loop spins",
		wslib.Panics: "every further read fails at once, and " + r.Root().Lib.Name + " panics at the 1000th",
		wslib.Blocks: "after a close frame the next read blocks until TCP ends",
	}[r.Root().Lib.ReadAgain]
	return fmt.Sprintf("the loop at %s reads the connection again after this read failed: %s", at, then)
}
