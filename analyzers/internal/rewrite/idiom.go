package rewrite

import (
	"go/token"

	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// Idiom returns the source of i, one of lib's idioms, for the place pos, and
// adds the imports that it needs. args has what its words stand for.
func (b *Builder) Idiom(lib *wslib.Library, i wslib.Idiom, pos token.Pos, args map[string]string) string {
	return lib.Expand(i, args, func(path string) string { return b.Import(path, pos) })
}
