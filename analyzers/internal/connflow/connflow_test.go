package connflow_test

import (
	"fmt"
	"go/types"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/go/analysis"

	"github.com/wsvet/wsvet/analyzers/atest"
	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// TestFlow runs over testdata/connflow, whose `// want` comments say in words
// where each connection goes: "client: bounded in setup, read in (pump)".
// Brackets around a function stand for a literal within it.
func TestFlow(t *testing.T) {
	atest.Run(t, describer, flowPackages...)
}

var describer = &analysis.Analyzer{
	Name:     "describe",
	Doc:      "say where connections go",
	Requires: []*analysis.Analyzer{connflow.Analyzer},
	Run: func(pass *analysis.Pass) (any, error) {
		return connflow.Check(pass, false, func(flow *connflow.Flow) {
			for _, c := range flow.Conns {
				pass.ReportRangef(c.Call().Node, "%s", describe(flow, c))
			}
		})
	},
}

func describe(flow *connflow.Flow, c *connflow.Conn) string {
	var parts []string
	add := func(format string, args ...any) {
		if part := fmt.Sprintf(format, args...); !slices.Contains(parts, part) {
			parts = append(parts, part)
		}
	}
	for _, e := range c.Events {
		for _, v := range verbs(e) {
			add("%s in %s", v, name(e.In))
		}
	}
	for _, a := range c.Away {
		verb := "handed away"
		if a.Returned {
			verb = "returned"
		}
		add("%s as %s", verb, types.TypeString(a.Type, (*types.Package).Name))
	}
	if len(parts) == 0 {
		add("nothing")
	}
	slices.Sort(parts)
	side := "server"
	if c.Dialed {
		side = "client"
	}
	return side + ": " + strings.Join(parts, ", ")
}

func verbs(e *connflow.Event) []string {
	switch e.Func.Role {
	case wslib.Read:
		switch {
		case e.Tabled():
		case e.Func.Endless:
			return []string{"read to the end"}
		case e.Func.Background:
			return []string{"read in the background"}
		}
		return []string{"read"}
	case wslib.ReadDeadline:
		if e.Func.Lifts {
			return []string{"bound lifted"}
		}
		return []string{"bounded"}
	case wslib.Close:
		return []string{"closed"}
	case wslib.OnPong:
		return []string{"pong handler set"}
	case wslib.Write:
		var all []string
		if e.Sends(wslib.OpPing) {
			all = append(all, "pinged")
		}
		if e.Sends(wslib.OpConnClose) {
			all = append(all, "close frame sent")
		}
		if all == nil {
			all = append(all, "written")
		}
		return all
	}
	return nil
}

func name(f *connflow.Func) string {
	if f == nil {
		return "package"
	}
	if f.Obj == nil {
		return "(" + f.Name() + ")"
	}
	return f.Name()
}

var flowPackages = []string{
	"./connflow/away", "./connflow/facts/app", "./connflow/closures", "./connflow/dialvalues", "./connflow/streams/app", "./connflow/containers", "./connflow/fields",
	"./connflow/frames", "./connflow/generics", "./connflow/helpers", "./connflow/interfaces", "./connflow/local",
}
