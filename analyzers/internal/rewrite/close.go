package rewrite

import (
	"go/token"
	"go/types"
	"time"

	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// Close returns statements that close conn, a connection of lib of type t, in the
// library's own way: with a close frame before where it can send one and frame asks
// for it, within wait. They are "" where the package cannot do it.
func (b *Builder) Close(x *wslib.Index, lib *wslib.Library, t types.Type, conn string, frame bool, wait time.Duration, pos token.Pos) string {
	if lib == nil {
		return ""
	}
	args := map[string]string{"conn": conn}
	supports := func(i wslib.Idiom) bool { return x.Supports(b.pass.Pkg, lib, i, t) }
	ways := lib.Idioms
	switch {
	case frame && supports(ways.CloseNormally):
		return "_ = " + b.Idiom(lib, ways.CloseNormally, pos, args)
	case !supports(ways.Abort):
		return ""
	case frame && supports(ways.SendClose):
		args["wait"] = DurationText(wait, b.Import("time", pos))
		text := b.Idiom(lib, ways.SendClose, pos, args) + "\n" + b.Idiom(lib, ways.Abort, pos, args)
		if !ways.Bounded() {
			return b.Idiom(lib, ways.BoundWrite, pos, args) + "\n" + text
		}
		return text
	}
	return b.Idiom(lib, ways.Abort, pos, args)
}
