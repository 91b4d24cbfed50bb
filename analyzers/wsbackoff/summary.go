package wsbackoff

import (
	"go/ast"
	"go/types"
	"slices"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/lang"
)

// An exit is a way out of a function.
type exit struct {
	state
	results []fact
}

// A summary is what a call of a function amounts to.
type summary struct {
	// arrivals are the paths from the function's start to its first dial.
	arrivals []state
	// exits are the paths out of it, those after a dial with what was since.
	exits []exit
	// cut: there are more than these.
	cut bool
}

// A subject is a function with what is known of its arguments.
type subject struct {
	f *connflow.Func
	facts
}

// summarise returns the summary of f, called with what is known of its
// parameters. Functions that call each other are gone through several times,
// each time with what the time before has found.
func (c *checker) summarise(f *connflow.Func, known facts) *summary {
	key := subject{f, known}
	if s := c.summaries[key]; s != nil {
		return s
	}
	if c.working[key] || len(c.working) > maxWorking {
		c.cut = true
		if s := c.before[key]; s != nil {
			return s
		}
		return &summary{}
	}
	if len(c.working) > 0 {
		return c.compute(key)
	}
	var s *summary
	for range maxRounds {
		c.cut, c.round = false, nil
		s = c.compute(key)
		if !c.cut {
			return s
		}
		for _, k := range c.round {
			c.before[k] = c.summaries[k]
			delete(c.summaries, k)
		}
	}
	for _, k := range c.round {
		c.summaries[k] = c.before[k]
	}
	return s
}

const (
	// maxRounds bounds how often functions that call each other are gone through.
	maxRounds = 3
	// maxWorking bounds how deep calls are followed.
	maxWorking = 40
)

func (c *checker) compute(key subject) *summary {
	c.working[key] = true
	defer delete(c.working, key)
	s := &summary{}
	w := &walk{checker: c, f: key.f}
	w.onDial = func(at state) {
		if at.outcome == undialed {
			s.arrivals = add(s.arrivals, at)
		}
	}
	w.onExit = func(e exit) {
		if len(s.exits) < maxExits && !slices.ContainsFunc(s.exits, func(o exit) bool { return o.state == e.state && slices.Equal(o.results, e.results) }) {
			s.exits = append(s.exits, e)
		}
	}
	w.start(state{facts: key.facts})
	s.cut = w.cut || len(s.exits) == maxExits
	c.summaries[key] = s
	c.round = append(c.round, key)
	return s
}

// handsOver returns what is known, at a call of f, of its parameters: switches
// that are true or false.
func (w *walk) handsOver(f *connflow.Func, call *ast.CallExpr, fs facts) facts {
	var known facts
	i := 0
	for _, param := range f.Type.Params.List {
		for _, name := range param.Names {
			if b, ok := lang.TypeOf(w.flow.Info, name).Underlying().(*types.Basic); ok && b.Info()&types.IsBoolean != 0 && i < len(call.Args) {
				if id, ok := w.know.of(name); ok {
					known = known.set(id, w.know.eval(call.Args[i], fs))
				}
			}
			i++
		}
		if len(param.Names) == 0 {
			i++
		}
	}
	return known
}

// maxExits bounds how many ways out of a function are told apart.
const maxExits = 64

func add(list []state, s state) []state {
	s.facts, s.left = "", false
	if !slices.Contains(list, s) {
		list = append(list, s)
	}
	return list
}
