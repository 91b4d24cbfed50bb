package rewrite

import (
	"go/constant"
	"go/token"
	"go/types"
	"strings"
	"time"
)

// Constants are the durations that a fix declares as constants in one function.
type Constants struct {
	b     *Builder
	pos   token.Pos
	lines []string
}

// Constants returns none yet, for the function around pos.
func (b *Builder) Constants(pos token.Pos) *Constants { return &Constants{b: b, pos: pos} }

// Duration returns the name of a constant called want, and its value. Where the
// function sees a constant duration of that name already that will do, it is that
// one; else text is the source of a new one with that value.
func (c *Constants) Duration(want, text string, value time.Duration, do func(time.Duration) bool) (string, time.Duration) {
	if known, ok := c.b.visible(want, c.pos).(*types.Const); ok && types.TypeString(known.Type(), nil) == "time.Duration" {
		if v, exact := constant.Int64Val(constant.ToInt(known.Val())); exact && do(time.Duration(v)) {
			return want, time.Duration(v)
		}
	}
	name := c.b.FreeName(c.pos, want, "ws"+strings.ToUpper(want[:1])+want[1:])
	c.lines = append(c.lines, name+" = "+text)
	return name, value
}

// String returns the declaration, "" if nothing has to be declared.
func (c *Constants) String() string {
	switch len(c.lines) {
	case 0:
		return ""
	case 1:
		return "const " + c.lines[0] + "\n"
	}
	return "const (\n" + strings.Join(c.lines, "\n") + "\n)\n"
}

// FreeName returns the first of the names that can be declared in the function
// around pos, the first one with a number where none can.
func (b *naming) FreeName(pos token.Pos, names ...string) string {
	for _, want := range names {
		if name := b.Name(want, pos); name == want {
			return name
		}
	}
	return b.Name(names[0], pos)
}

// Predeclared reports whether the names mean at pos what the language says.
func (b *naming) Predeclared(pos token.Pos, names ...string) bool {
	for _, name := range names {
		if obj := b.visible(name, pos); obj != types.Universe.Lookup(name) {
			return false
		}
	}
	return true
}
