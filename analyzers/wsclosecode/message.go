package wsclosecode

import (
	"fmt"
	"go/ast"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/wsvet/wsvet/analyzers/internal/codeflow"
	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/lang"
	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// finding reports once for each place. sent is where the frame is made, which
// the message names unless at is in it. advice is what to do where there is no fix.
func (c *checker) finding(at ast.Expr, sent *connflow.Call, category, message, advice string, fix func() analysis.SuggestedFix) {
	if c.reported[at.Pos()] {
		return
	}
	c.reported[at.Pos()] = true
	if !lang.Within(at, sent.Node) {
		message += fmt.Sprintf("; it is sent at %s", c.Place(sent.Node.Pos(), at.Pos()))
	}
	c.ReportOrAdvise(at.Pos(), at.End(), category, message, advice, fix)
}

// reportReserved reports a constant where it is spelled out.
func (c *checker) reportReserved(f frame, s *connflow.Source, code int64) {
	c.finding(s.Expr, f.call, reserved, unsendable(code)+": "+c.outcome(f, code), advice(code), func() analysis.SuggestedFix {
		if code == 1005 {
			return (&fixer{c}).withoutCode(f, s)
		}
		return (&fixer{c}).otherConstant(f, s, code)
	})
}

// reportBytes reports a code that is spelled out as bytes.
func (c *checker) reportBytes(f frame, bytes ast.Expr, s *connflow.Source, code int64) {
	what := unsendable(code)
	if _, isLit := bytes.(*ast.CompositeLit); !isLit {
		what = fmt.Sprintf("the first two bytes of a close frame's payload are its code, here %d, which must not be sent", code)
	}
	c.finding(s.Expr, f.call, reserved, what+": "+c.outcome(f, code), advice(code), func() analysis.SuggestedFix {
		return (&fixer{c}).otherBytes(bytes, s, code)
	})
}

// reportFrame reports the use of a ready-made frame.
func (c *checker) reportFrame(call *connflow.Call, s *connflow.Source, made *wslib.Frame, lib *wslib.Library) {
	message := fmt.Sprintf("%s is a ready-made close frame, but its %s: peers may fail the connection", made.Name, unsendable(made.Code))
	c.finding(codeflow.Start(s), call, reserved, message, advice(made.Code), func() analysis.SuggestedFix {
		return (&fixer{c}).otherFrame(codeflow.Start(s), lib)
	})
}

// reportEcho reports the code of a frame that passes on what was received.
func (c *checker) reportEcho(f frame, s *connflow.Source, at ast.Expr, e echoed) {
	message := fmt.Sprintf("a received close code is sent on unchecked: %s; %s", e.origins(), c.outcome(f, e.bad[len(e.bad)-1]))
	if from := c.Place(s.Expr.Pos(), at.Pos()); from != c.Place(at.Pos(), at.Pos()) {
		message += "; it is received at " + from
	}
	c.finding(at, f.call, echo, message, "send 1011", func() analysis.SuggestedFix { return (&fixer{c}).guard(f, at, e.mapped) })
}

// reportReason reports a constant reason.
func (c *checker) reportReason(call *connflow.Call, s *connflow.Source, n int) {
	message := fmt.Sprintf("close reason of %d bytes, where a close frame has room for %d: %s",
		n, maxReason, tooLong(call.Lib))
	c.finding(s.Expr, call, reason, message, "shorten it", nil)
}

// reportPayload reports a payload that is spelled out.
func (c *checker) reportPayload(call *connflow.Call, s *connflow.Source, n int) {
	message := fmt.Sprintf("close frame payload of %d bytes, where a control frame has room for %d: %s",
		n, maxPayload, tooLong(call.Lib))
	c.finding(s.Expr, call, reason, message, "shorten it", nil)
}

// unsendable returns why the code must not be sent.
func unsendable(code int64) string {
	switch code {
	case 1004, 1005, 1006, 1015:
		return fmt.Sprintf("close code %d is reserved and must not be sent", code)
	}
	return fmt.Sprintf("close code %d is outside of what may be sent", code)
}

// advice returns what to send in the place of the code.
func advice(code int64) string {
	switch code {
	case 1004, 1006, 1015:
		return "send 1011, or 1000 to close normally"
	case 1005:
		return "send a frame without a code"
	}
	return "codes of your own lie in 3000 to 4999"
}

// origins returns where the codes come from.
func (e echoed) origins() string {
	var s strings.Builder
	for i, code := range e.bad {
		next := ""
		if i+1 < len(e.bad) {
			next = e.origin(e.bad[i+1])
		}
		switch means := e.origin(code); next {
		case means:
			fmt.Fprintf(&s, "%d or ", code)
		case "":
			fmt.Fprintf(&s, "%d where %s", code, means)
		default:
			fmt.Fprintf(&s, "%d where %s and ", code, means)
		}
	}
	return s.String()
}

// origin returns when a library hands out a code.
func (e echoed) origin(code int64) string {
	switch {
	case e.asCame && code != 0:
		return "the other side sent it"
	case code == 0 || code == 1005:
		return "the other side's close frame was empty"
	}
	return "the other side vanished"
}

// outcome returns what the library does with a frame of that code.
func (c *checker) outcome(f frame, code int64) string {
	if f.raw {
		return "peers may fail the connection"
	}
	lib := f.call.Lib.Name
	switch f.sends(code) {
	case wslib.Drops:
		return fmt.Sprintf("%s refuses it and sends no close frame, so the peer sees 1006", lib)
	case wslib.Refuses:
		return fmt.Sprintf("%s returns an error and does not send it", lib)
	}
	if wire := int64(uint16(code)); wire != code {
		return fmt.Sprintf("%s puts it on the wire, as %d", lib, wire)
	}
	return fmt.Sprintf("%s puts it on the wire, and peers may fail the connection", lib)
}

// tooLong returns what the library does with a frame of too long a reason.
func tooLong(lib *wslib.Library) string {
	if lib.LongReason == wslib.Refuses {
		return lib.Name + " returns an error and does not send it"
	}
	return lib.Name + " sends no close frame"
}
