package deadpeer

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"slices"
	"strings"
	"unicode"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/lang"
	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// findPings gathers the writes of ping frames on the connection.
func (j *Peer) findPings() {
	for _, e := range j.Conn.Events {
		if e.Func.Role == wslib.Write && e.Sends(wslib.OpPing) {
			j.Pings = append(j.Pings, e)
		}
	}
}

// Ping returns the write of a ping frame, or else that of a message which the
// application sends as one, nil if there is none.
func (j *Peer) Ping() ast.Node {
	if len(j.Pings) > 0 {
		return j.Pings[0].Node
	}
	for _, e := range j.Conn.Events {
		if e.Func.Role == wslib.Write && e.In != nil && IsMessage(e) && j.heartbeats.heartbeat(e) {
			return e.Node
		}
	}
	return nil
}

// IsMessage reports whether the write e sends a message of the application, not a control
// frame.
func IsMessage(e *connflow.Event) bool {
	switch e.Op {
	case wslib.OpPing, wslib.OpPong, wslib.OpConnClose:
		return false
	}
	return !e.Func.Answers
}

// heartbeats finds what an application sends as a ping of its own.
type heartbeats struct{ *Peer }

// heartbeat reports whether the write e is repeated in time and calls itself a
// ping, heartbeat or keepalive. It is the one place where a spelling counts.
func (h *heartbeats) heartbeat(e *connflow.Event) bool {
	for _, p := range h.Places(e.In, e.Node) {
		named := false
		for q := p; q != nil; q = q.From {
			named = named || beats(q.In.Name()) || h.namedBeat(q.Node)
		}
		if named && h.startsAgain(p.In) {
			return true
		}
		loop := h.flow.Loop(p.Node)
		if loop == nil || !h.periods.periodic(loop) || h.polls.redials(loop, nil) {
			continue // the wait between two dials is no period
		}
		if named || h.clauseBeats(p.Node, loop) {
			return true
		}
	}
	return h.queuedBeat(e)
}

// startsAgain reports whether f, or what it runs, starts a timer that runs f, and dials
// nothing.
func (h *heartbeats) startsAgain(f *connflow.Func) bool {
	runs := h.flow.Reach(f.Body)
	return !h.Dials(f.Body) && slices.ContainsFunc(h.landmarks().waits, func(s spot) bool {
		call, ok := s.node.(*ast.CallExpr)
		if !ok || s.in != f && !runs[s.in] {
			return false
		}
		callback := h.callback(call)
		return callback != nil && slices.Contains(h.flow.FuncsOf(callback), f)
	})
}

// queuedBeat reports whether what the write e sends is a heartbeat that another
// loop makes, again and again in time, and hands to the writer.
func (h *heartbeats) queuedBeat(e *connflow.Event) bool {
	if e.Expr == nil {
		return false // a function value
	}
	for _, arg := range e.Expr.Args {
		for _, s := range h.flow.Sources(arg) {
			if s.Expr == nil || !h.payloadBeats(s.Expr) {
				continue
			}
			for _, p := range h.Places(s.In, s.Expr) {
				if loop := h.flow.Loop(p.Node); loop != nil && h.periods.periodic(loop) && !h.polls.redials(loop, nil) {
					return true
				}
			}
		}
	}
	return false
}

// namedBeat reports whether the call n names a heartbeat: in an argument's
// type, constant or variable, or, where a variable holds the payload, in what
// that was made of.
func (h *heartbeats) namedBeat(n ast.Node) bool {
	call, ok := n.(*ast.CallExpr)
	if !ok {
		return false
	}
	for _, arg := range call.Args {
		if h.payloadBeats(arg) {
			return true
		}
		for _, s := range h.flow.Sources(arg) {
			if s.Expr != nil && h.payloadBeats(s.Expr) {
				return true
			}
		}
	}
	return false
}

func (h *heartbeats) payloadBeats(e ast.Expr) bool {
	found := false
	ast.Inspect(e, func(n ast.Node) bool {
		e, ok := n.(ast.Expr)
		if !ok || found {
			return !found
		}
		tv := h.flow.Info.Types[e]
		if named := namedTypeOrNil(tv.Type); named != nil && beats(named.Obj().Name()) {
			found = true
		}
		if tv.Value != nil && tv.Value.Kind() == constant.String && beats(constant.StringVal(tv.Value)) {
			found = true
		}
		if id, ok := e.(*ast.Ident); ok && beats(id.Name) {
			found = true
		}
		return !found
	})
	return found
}

func namedTypeOrNil(t types.Type) *types.Named {
	if t == nil {
		return nil
	}
	return lang.Named(t)
}

// clauseBeats reports whether what wakes the loop for n is named a heartbeat:
// the channel of the select clause around n, or the ticker that is ranged over.
func (h *heartbeats) clauseBeats(n ast.Node, loop ast.Stmt) bool {
	for _, p := range h.flow.Path(n) {
		switch p := p.(type) {
		case *ast.CommClause:
			if p.Comm != nil && identBeats(p.Comm) {
				return true
			}
		case *ast.RangeStmt:
			if identBeats(p.X) {
				return true
			}
		}
		if p == loop {
			break
		}
	}
	found := false
	lang.Walk(loop, func(n ast.Node) {
		if u, ok := n.(*ast.UnaryExpr); ok && u.Op == token.ARROW && h.periods.ticks(u.X) {
			if _, inSelect := h.flow.Parent(h.flow.Parent(u)).(*ast.CommClause); !inSelect || len(h.periods.selectOf(u).Body.List) == 1 {
				found = found || identBeats(u.X)
			}
		}
		if call, ok := n.(*ast.CallExpr); ok && h.periods.sleeps(call) {
			found = found || identBeats(call)
		}
	})
	return found
}

func identBeats(n ast.Node) bool {
	found := false
	ast.Inspect(n, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok && beats(id.Name) {
			found = true
		}
		return !found
	})
	return found
}

// beats reports whether one of the words of text is ping, heartbeat or
// keepalive: "sendPing" and `{"op":"ping"}`, but not "mapping".
func beats(text string) bool {
	words := split(text)
	for i, w := range words {
		switch w {
		case "ping", "pings", "pinger", "heartbeat", "heartbeats", "keepalive", "keepalives":
			return true
		case "beat", "beats", "alive":
			if i > 0 && (words[i-1] == "heart" || words[i-1] == "keep") {
				return true
			}
		}
	}
	return false
}

// split splits text into its words, lower case: at everything that is no
// letter, and where camel case begins a new one.
func split(text string) []string {
	var words []string
	var word strings.Builder
	flush := func() {
		if word.Len() > 0 {
			words = append(words, strings.ToLower(word.String()))
			word.Reset()
		}
	}
	runes := []rune(text)
	for i, r := range runes {
		if !unicode.IsLetter(r) {
			flush()
			continue
		}
		if unicode.IsUpper(r) && i > 0 {
			beforeLower := i+1 < len(runes) && unicode.IsLower(runes[i+1])
			if unicode.IsLower(runes[i-1]) || unicode.IsUpper(runes[i-1]) && beforeLower {
				flush()
			}
		}
		word.WriteRune(r)
	}
	flush()
	return words
}
