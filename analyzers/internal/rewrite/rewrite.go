// Package rewrite builds suggested fixes: imports, free names, statements.
package rewrite

import (
	"go/ast"
	"go/token"

	"golang.org/x/tools/go/analysis"
)

// A Builder gathers the edits of one fix, all in one file.
type Builder struct{}

// New returns a builder for a fix in file.
func New(pass *analysis.Pass, file *ast.File) *Builder { panic("later") }

// Import returns the name under which the package with that import path can be
// used at pos, and adds the import if the file has none. It picks a name that
// nothing at pos, nor anything in the file or package, hides or declares.
func (b *Builder) Import(path string, pos token.Pos) string { panic("later") }

// Name returns want, or want with a number behind it, such that it is declared
// nowhere in the function around pos nor used there for something outside of
// it, and was not handed out by this builder before.
func (b *Builder) Name(want string, pos token.Pos) string { panic("later") }

// GoVersion reports whether the file may use features of that Go version ("go1.22").
func (b *Builder) GoVersion(atLeast string) bool { panic("later") }

// Text returns the source text of n.
func (b *Builder) Text(n ast.Node) string { panic("later") }

// Before inserts statements, gofmt-formatted by the builder at the right
// indentation, on lines of their own before stmt (before its comment if it has one
// directly above).
func (b *Builder) Before(stmt ast.Stmt, text string) { panic("later") }

// After does so behind stmt.
func (b *Builder) After(stmt ast.Stmt, text string) { panic("later") }

// Prepend inserts statements at the start of a block, Append at its end.
func (b *Builder) Prepend(block *ast.BlockStmt, text string) { panic("later") }
func (b *Builder) Append(block *ast.BlockStmt, text string)  { panic("later") }

// Replace puts text in the place of n; Insert puts it at pos; Delete takes n
// out, with its line where nothing else is on it.
func (b *Builder) Replace(n ast.Node, text string)   { panic("later") }
func (b *Builder) Insert(pos token.Pos, text string) { panic("later") }
func (b *Builder) Delete(n ast.Node)                 { panic("later") }

// Fix returns the fix; one without edits if the builder could not do all that
// it was asked to.
func (b *Builder) Fix(message string) analysis.SuggestedFix { panic("later") }
