package deadpeer

import (
	"go/ast"
	"go/types"

	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/lang"
)

// Dial returns the dial, or, where helpers of the package only return the connection, the
// call of the outermost helper whose result is what is read.
func (j *Peer) Dial() *connflow.Call { return j.Conn.Calls[j.depth()] }

func (j *Peer) depth() int {
	depth := len(j.Conn.Calls) - 1
	for _, r := range j.Reads {
		depth = min(depth, r.Depth)
	}
	return depth
}

// ReadNodes returns the nodes of the reads.
func (j *Peer) ReadNodes() map[ast.Node]bool {
	nodes := map[ast.Node]bool{}
	for _, r := range j.Reads {
		nodes[r.Node] = true
	}
	return nodes
}

// Homes returns the variables that hold the connection: those that the result of the
// dial, or of the helper that returns it here, is assigned to, and those that these are
// assigned to. A variable of a helper holds another connection at each call.
func (j *Peer) Homes() map[*types.Var]bool {
	homes := map[*types.Var]bool{}
	for _, call := range j.Conn.Calls[j.depth():] {
		if call.In == nil {
			continue
		}
		for _, lhs := range j.flow.AssignedTo(call.Node) {
			v := lang.VarOrField(j.flow.Info, lhs)
			if v == nil || j.flow.Access(v.Type()) == 0 {
				continue
			}
			homes[v] = true
			j.storedIn(homes, call.In, v, 0)
		}
	}
	return homes
}

// storedIn adds the variables and fields that the code of f stores v in, or the
// functions that it gives v to.
func (j *Peer) storedIn(homes map[*types.Var]bool, f *connflow.Func, v *types.Var, depth int) {
	lang.Walk(f.Body, func(n ast.Node) {
		for _, pair := range assignments(n) {
			if lang.VarOrField(j.flow.Info, pair.from) == v {
				if to := lang.VarOrField(j.flow.Info, pair.to); to != nil {
					homes[to] = true
				}
			}
		}
		call, ok := n.(*ast.CallExpr)
		if !ok || depth >= maxLook {
			return
		}
		for i, arg := range call.Args {
			if lang.VarOrField(j.flow.Info, arg) != v {
				continue
			}
			for _, g := range j.flow.Callees(call) {
				if params := g.Signature().Params(); i < params.Len() {
					j.storedIn(homes, g, params.At(i), depth+1)
				}
			}
		}
	})
}

// Intersect reports whether two sets have something in common.
func Intersect[K comparable](a, b map[K]bool) bool {
	for k := range a {
		if b[k] {
			return true
		}
	}
	return false
}
