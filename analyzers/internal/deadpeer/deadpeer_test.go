package deadpeer_test

import (
	"go/ast"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"

	"github.com/wsvet/wsvet/analyzers/atest"
	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/deadpeer"
	"github.com/wsvet/wsvet/analyzers/internal/lang"
	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// Test runs over testdata/deadpeer. In peers, each call that makes a connection says
// in its `// want` comment where it is read, and what would notice that the peer is
// gone. In contexts, each call of bounds says whether its context ends by itself. In
// watches, the functions say which facts other packages get of them, and imports is
// one that uses these.
func Test(t *testing.T) {
	a := &analysis.Analyzer{
		Name:      "deadpeer",
		Doc:       "say what would notice a dead peer",
		Requires:  []*analysis.Analyzer{connflow.Analyzer},
		FactTypes: deadpeer.Facts(),
		Run: func(pass *analysis.Pass) (any, error) {
			return connflow.CheckBeyond(pass, false, connflow.IsHelper, func(flow *connflow.Flow) {
				finder := deadpeer.New(pass, flow)
				for _, conn := range flow.Conns {
					if conn.Dialed {
						p := finder.Of(conn)
						pass.ReportRangef(p.Dial().Node, "%s", describe(flow, p))
					}
				}
				for _, file := range flow.Files {
					ast.Inspect(file, func(n ast.Node) bool {
						if call, ok := n.(*ast.CallExpr); ok {
							if fn := lang.Callee(flow.Info, call); fn != nil && fn.Name() == "bounds" {
								pass.ReportRangef(call, "one read %v, a loop %v", finder.Bounding(call.Args[0], false), finder.Bounding(call.Args[0], true))
							}
						}
						return true
					})
				}
				finder.Export()
			})
		},
	}
	if actions := atest.Run(t, a, "./deadpeer/..."); len(actions) != 4 {
		t.Errorf("%d packages, want 4", len(actions))
	}
}

// describe says how a connection is read, and what would notice a dead peer.
func describe(flow *connflow.Flow, p *deadpeer.Peer) string {
	parts := []string{reads(p)}
	add := func(holds bool, text string) {
		if holds {
			parts = append(parts, text)
		}
	}
	in := func(events []*connflow.Event) string {
		var names []string
		for _, e := range events {
			names = append(names, e.In.Name())
		}
		slices.Sort(names)
		return strings.Join(slices.Compact(names), " and ")
	}
	if homes := p.Homes(); len(homes) > 0 {
		var names []string
		for v := range homes {
			names = append(names, v.Name())
		}
		slices.Sort(names)
		parts = append(parts, "held in "+strings.Join(slices.Compact(names), " and "))
	}
	add(len(p.Sets) > 0, "deadline set in "+in(p.Sets))
	add(len(p.Clears) > 0, "cleared in "+in(p.Clears))
	add(p.Bounded(), "bounded")
	if p.Push != nil {
		parts = append(parts, "pushed on in "+p.Push.In.Name())
	}
	add(p.Resumed, "resumed after a timeout")
	add(slices.ContainsFunc(p.Reads, func(r *deadpeer.Read) bool { return r.Again != nil && p.ReadsOn(r) }), "read again after a timeout")
	add(p.BoundedByTransport(), "bounded by its net.Conn")
	add(p.Watched(), "watched")
	add(len(p.ReadNodes()) > 1, "several reads")
	add(p.Escapes(), "handed to code out of sight")
	add(p.Answered, "answered for elsewhere")
	add(len(p.Pings) > 0, "pinged in "+in(p.Pings))
	if ping := p.Ping(); ping != nil && len(p.Pings) == 0 {
		parts = append(parts, "heartbeat in "+flow.Func(ping).Name())
	}
	add(slices.ContainsFunc(p.Conn.Events, func(e *connflow.Event) bool { return e.Func.Role == wslib.Write && deadpeer.IsMessage(e) }), "sends messages")
	return strings.Join(parts, "; ")
}

// reads says where a connection is read: once, or in a loop.
func reads(p *deadpeer.Peer) string {
	var all []string
	for _, r := range p.Reads {
		text := "once in " + r.In.Name()
		switch {
		case r.Loop != nil:
			text = "loop in " + r.Again.In.Name()
			if p.Loop(r.Again) != r.Loop || p.Dials(r.Loop) {
				text += " that dials"
			}
		case r.Again != nil:
			text = "until the end in " + r.In.Name()
		}
		way := []string{text}
		for _, at := range p.Places(r.In, r.Node)[1:] {
			name := at.In.Name()
			if at.Async {
				name += " (goroutine)"
			}
			way = append(way, name)
		}
		all = append(all, strings.Join(slices.Compact(way), " < "))
	}
	if all == nil {
		return "never read"
	}
	slices.Sort(all)
	return "read " + strings.Join(slices.Compact(all), ", ")
}

// TestIntersect wants two sets to meet where they share an element.
func TestIntersect(t *testing.T) {
	one, both, other := map[int]bool{1: true}, map[int]bool{1: true, 2: true}, map[int]bool{2: true}
	if !deadpeer.Intersect(one, both) || !deadpeer.Intersect(both, other) || deadpeer.Intersect(one, other) {
		t.Error("Intersect finds no common element, or one that is none")
	}
}
