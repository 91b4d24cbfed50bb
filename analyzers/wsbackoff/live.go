package wsbackoff

import (
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/cfg"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
)

// A use is a variable in a function.
type use struct {
	f *connflow.Func
	v *types.Var
}

// needed returns the facts of the variables that are still used from b on: paths
// that differ in nothing else are one.
func (w *walk) needed(fs facts, b *cfg.Block) facts {
	for i := 0; i < len(fs); {
		var v *types.Var
		switch key := w.know.keys[uint16(fs[i])<<8|uint16(fs[i+1])].(type) {
		case *types.Var:
			v = key
		case fieldOf:
			v = key.field
		}
		if v != nil && !w.usedFrom(v, b) {
			fs = fs[:i] + fs[i+3:]
		} else {
			i += 3
		}
	}
	return fs
}

// maxBlocks bounds the functions whose variables are looked at one by one.
const maxBlocks = 1000

// usedFrom reports whether the function may come from b to a mention of v.
func (w *walk) usedFrom(v *types.Var, b *cfg.Block) bool {
	if len(w.f.CFG().Blocks) > maxBlocks {
		return true
	}
	k := use{w.f, v}
	blocks, ok := w.uses[k]
	if !ok {
		blocks = w.leadTo(w.mentionsOf(v))
		w.uses[k] = blocks
	}
	return blocks[b]
}

// leadTo returns the blocks from which the function may come to one of these.
func (w *walk) leadTo(queue []*cfg.Block) map[*cfg.Block]bool {
	above := map[*cfg.Block][]*cfg.Block{}
	for _, b := range w.f.CFG().Blocks {
		for _, next := range b.Succs {
			above[next] = append(above[next], b)
		}
	}
	lead := map[*cfg.Block]bool{}
	for len(queue) > 0 {
		b := queue[0]
		queue = queue[1:]
		if !lead[b] {
			lead[b] = true
			queue = append(queue, above[b]...)
		}
	}
	return lead
}

// mentionsOf returns the blocks that mention v, the result that it is by a
// return that names none.
func (w *walk) mentionsOf(v *types.Var) []*cfg.Block {
	mentions, ok := w.mentions[w.f]
	if !ok {
		mentions = map[*types.Var][]*cfg.Block{}
		w.mentions[w.f] = mentions
		for _, b := range w.f.CFG().Blocks {
			mention := func(n ast.Node) bool {
				if id, ok := n.(*ast.Ident); ok {
					if v, ok := w.flow.Info.ObjectOf(id).(*types.Var); ok {
						mentions[v.Origin()] = append(mentions[v.Origin()], b)
					}
				}
				return true
			}
			for _, n := range b.Nodes {
				ast.Inspect(n, mention)
			}
			if w.f.Type.Results != nil && b.Return() != nil {
				ast.Inspect(w.f.Type.Results, mention)
			}
		}
	}
	return mentions[v]
}
