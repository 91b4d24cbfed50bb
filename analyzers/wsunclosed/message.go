package wsunclosed

import (
	"fmt"
	"go/ast"

	"github.com/wsvet/wsvet/analyzers/internal/lifetime"
)

func (c *checker) message(life *lifetime.Life, end lifetime.End) string {
	place := c.Place(end.At.Pos(), life.Call.Pos())
	how := "the return at " + place
	switch body, ok := end.At.(*ast.BlockStmt); {
	case end.Replaced && end.At == ast.Node(life.Call):
		how = "the next dial"
	case end.Replaced:
		how = "the assignment at " + place
	case ok:
		how = "the end of the function at " + c.Place(body.Rbrace, life.Call.Pos())
	}
	return dropsBy(how)
}

func dropsBy(how string) string {
	return fmt.Sprintf("connection dialed here is dropped by %s without being closed: its socket leaks, and the server waits for a client that is gone", how)
}

// advice says what to do where there is no fix, and in a few words why.
func advice(life *lifetime.Life, dropped []lifetime.End) string {
	switch {
	case dropped[0].Shared:
		return "a goroutine still uses it: close it where that ends"
	case dropped[0].Replaced:
		return "close it before"
	}
	return "close it there"
}
