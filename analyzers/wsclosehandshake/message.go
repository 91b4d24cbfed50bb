package wsclosehandshake

import (
	"fmt"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/lifetime"
)

func (c *checker) report(conn *lifetime.Connection, e *connflow.Event) {
	dial := conn.Call().Node
	message := fmt.Sprintf("connection dialed at %s is closed here without a close frame: the peer is told 1006, as of a lost connection", c.Place(dial.Pos(), e.Node.Pos()))
	if conn.Late(e.In) {
		message = fmt.Sprintf("connection dialed at %s is closed here before its close frame is written, which is never sent: the peer is told 1006", c.Place(dial.Pos(), e.Node.Pos()))
	}
	c.ReportOrAdvise(e.Node.Pos(), e.Node.End(), "", message, "send one before", c.fix(conn, e))
}
