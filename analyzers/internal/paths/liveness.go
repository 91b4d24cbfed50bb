package paths

import (
	"go/ast"
	"go/types"

	"golang.org/x/tools/go/cfg"
)

// maxBlocks bounds the functions whose variables are looked at one by one.
const maxBlocks = 1000

// mentionedFrom reports whether some path leads from b on to a mention of v.
func (g *Graph) mentionedFrom(v *types.Var, b *cfg.Block) bool {
	if len(g.Blocks) > maxBlocks {
		return true
	}
	v = v.Origin()
	blocks, ok := g.uses[v]
	if !ok {
		if g.mentions == nil {
			g.findMentions()
		}
		blocks = g.leadTo(g.mentions[v])
		g.uses[v] = blocks
	}
	return blocks[b]
}

// findMentions finds the blocks that mention each variable: a named result is
// mentioned by every return.
func (g *Graph) findMentions() {
	g.mentions = map[*types.Var][]*cfg.Block{}
	for _, b := range g.Blocks {
		for _, n := range b.Nodes {
			if clause := g.comms[n]; clause != nil {
				g.mention(g.body(clause), n) // taken where its case begins
			}
			g.mention(b, n)
		}
		if g.typ.Results != nil && b.Return() != nil {
			g.mention(b, g.typ.Results)
		}
	}
}

// mention notes that b mentions the variables in n.
func (g *Graph) mention(b *cfg.Block, n ast.Node) {
	ast.Inspect(n, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok {
			if v, ok := g.info.ObjectOf(id).(*types.Var); ok {
				g.mentions[v.Origin()] = append(g.mentions[v.Origin()], b)
			}
		}
		return true
	})
}

// leadTo returns the blocks from which some path leads to one of these.
func (g *Graph) leadTo(queue []*cfg.Block) map[*cfg.Block]bool {
	preds := map[*cfg.Block][]*cfg.Block{}
	for _, b := range g.Blocks {
		for _, next := range b.Succs {
			preds[next] = append(preds[next], b)
		}
	}
	lead := map[*cfg.Block]bool{}
	for len(queue) > 0 {
		b := queue[0]
		queue = queue[1:]
		if !lead[b] {
			lead[b] = true
			queue = append(queue, preds[b]...)
		}
	}
	return lead
}
