// Package rewrite builds suggested fixes: imports, free names, statements.
//
// Drivers compute fixes one by one and apply them together. A fix built here is
// right in any company: beside every subset of the other fixes of its file the
// result compiles, and is formatted as gofmt would, also under drivers that do
// not format. To that end no two fixes edit the same place in different ways:
// lines are inserted whole, what several fixes need in one place is the same
// edit in each, and imports have places of their own (see slots.go).
package rewrite

import (
	"bytes"
	"cmp"
	"go/ast"
	"go/format"
	"go/token"
	"go/types"
	"go/version"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// A Session is what the fixes of one check in one package share: the names that
// they declare, so that no two declare the same one in a function. Checks do not
// know of one another's: each asks for names that speak of what it does.
type Session struct {
	pass    *analysis.Pass
	names   map[ast.Decl]map[string]bool
	imports map[*ast.File]*imports
	sources map[*ast.File][]byte
	// logMethods and nilTests are those of logger.go.
	logMethods map[types.Type]wslib.LogMethod
	nilTests   map[*types.Var]bool
}

// NewSession returns the session of pass. A check whose fixes declare names
// makes one for all its findings.
func NewSession(pass *analysis.Pass) *Session {
	return &Session{pass: pass, names: make(map[ast.Decl]map[string]bool), imports: make(map[*ast.File]*imports), sources: make(map[*ast.File][]byte), logMethods: make(map[types.Type]wslib.LogMethod)}
}

// A Builder gathers the edits of one fix, all in one file.
type Builder struct {
	*source
	*editor
	*statements
	*naming
	*anchors
}

// A syntax is that of the file.
type syntax struct {
	*Session
	file *ast.File
}

// A source is the text of the file.
type source struct {
	*syntax
	tok *token.File
	src []byte
}

// An editor holds the edits.
type editor struct {
	*source
	edits []edit
	// refused: something that was asked for cannot be done.
	refused bool
}

// An edit replaces src[start:end].
type edit struct {
	start, end int
	text       string
}

// New returns a builder for a fix in file, in a session of its own.
func New(pass *analysis.Pass, file *ast.File) *Builder { return NewSession(pass).New(file) }

// New returns a builder for a fix in file.
func (s *Session) New(file *ast.File) *Builder {
	src := &source{syntax: &syntax{s, file}, tok: s.pass.Fset.File(file.FileStart)}
	text, known := s.sources[file]
	if !known {
		if read, err := s.pass.ReadFile(src.tok.Name()); err == nil && len(read) == src.tok.Size() {
			text = read
		}
		s.sources[file] = text
	}
	e := &editor{source: src}
	if text == nil {
		e.refused = true
		text = make([]byte, src.tok.Size())
	}
	src.src = text
	return &Builder{src, e, &statements{e}, &naming{editor: e}, &anchors{src}}
}

// GoVersion reports whether the file may use features of that Go version ("go1.22").
func (b *syntax) GoVersion(atLeast string) bool {
	v := b.pass.TypesInfo.FileVersions[b.file]
	if v == "" {
		v = b.pass.Pkg.GoVersion()
	}
	return v == "" || version.Compare(v, atLeast) >= 0
}

// Text returns the source text of n.
func (b *source) Text(n ast.Node) string {
	return string(b.src[b.offset(n.Pos()):b.offset(n.End())])
}

// Replace puts text in the place of n. n should be small: a statement in it
// that another fix changes would be changed within text.
func (b *statements) Replace(n ast.Node, text string) {
	start := b.offset(n.Pos())
	if strings.Contains(text, "\n") {
		indent := b.indent(start)
		if stmt, ok := n.(ast.Stmt); ok {
			if _, list := b.listed(stmt); list != nil && b.oneLine(list) {
				indent = b.expand(list)
			}
		}
		text = b.formatted(n, text, indent)
	}
	b.edit(start, b.offset(n.End()), text)
}

// formatted returns text, of several lines, as gofmt has it in the place of n.
func (b *editor) formatted(n ast.Node, text, indent string) string {
	lead := ""
	if _, ok := n.(ast.Expr); ok {
		lead = "_ = "
	}
	out, err := format.Source([]byte(indent + lead + strings.TrimSpace(text)))
	if err != nil {
		b.refused = true
		return text
	}
	return b.newlines(strings.TrimPrefix(strings.TrimSpace(string(out)), lead))
}

// Insert puts text at pos.
func (b *editor) Insert(pos token.Pos, text string) {
	b.edit(b.offset(pos), b.offset(pos), text)
}

// Delete takes n out, with a comment behind it, and with its line where nothing
// else is on it.
func (b *statements) Delete(n ast.Node) {
	start, end := b.offset(n.Pos()), b.offset(n.End())
	if eol, ok := b.trailing(end); ok {
		end = eol
	}
	first, last := b.lineStart(start), b.lineEnd(end)
	before, after := b.src[first:start], b.src[end:last]
	switch {
	case len(bytes.TrimSpace(after)) > 0:
		end += len(after) - len(bytes.TrimLeft(after, " \t;"))
	case len(bytes.TrimSpace(before)) > 0:
		start, end = first+len(bytes.TrimRight(before, " \t")), last
	default:
		start, end = first, b.nextLine(last)
		if b.blank(b.lineEnd(end)) && (b.blank(start-1) || b.opens(start-1)) {
			end = b.nextLine(b.lineEnd(end)) // gofmt leaves one empty line of two
		}
	}
	b.edit(start, end, "")
}

// blank reports whether the line that ends at offset is empty.
func (b *source) blank(end int) bool {
	return 0 <= end && end < len(b.src) && len(bytes.TrimSpace(b.src[b.lineStart(end):end])) == 0
}

// opens reports whether the line that ends at offset opens a block.
func (b *source) opens(end int) bool {
	return 0 <= end && bytes.HasSuffix(bytes.TrimSpace(b.src[b.lineStart(end):end]), []byte("{"))
}

// Fix returns the fix; one without edits if the builder could not do all that
// it was asked to.
func (b *Builder) Fix(message string) analysis.SuggestedFix {
	fix := analysis.SuggestedFix{Message: message}
	if b.refused || b.jumped() || b.hidden() {
		return fix
	}
	edits := joined(b.edits)
	for i, e := range edits {
		if i > 0 && edits[i-1].end > e.start {
			return fix
		}
	}
	for _, e := range edits {
		fix.TextEdits = append(fix.TextEdits, analysis.TextEdit{
			Pos:     b.tok.Pos(e.start),
			End:     b.tok.Pos(e.end),
			NewText: []byte(e.text),
		})
	}
	return fix
}

// jumped reports whether a goto jumps over an edit that may declare a variable:
// the language forbids it.
func (b *Builder) jumped() bool {
	jumped := false
	for _, e := range b.edits {
		if !strings.Contains(e.text, ":=") && !strings.Contains(e.text, "var ") {
			continue
		}
		pos := b.tok.Pos(e.start)
		ast.Inspect(b.declaration(pos), func(n ast.Node) bool {
			if s, ok := n.(*ast.BranchStmt); ok && s.Tok == token.GOTO {
				label := b.pass.TypesInfo.Uses[s.Label]
				jumped = jumped || label != nil && s.Pos() < pos && pos <= label.Pos()
			}
			return !jumped
		})
	}
	return jumped
}

// joined sorts edits, drops duplicates, and joins insertions in one place:
// drivers tell two fixes' edits of a place apart, or find them the same, as a whole.
func joined(edits []edit) []edit {
	slices.SortStableFunc(edits, func(x, y edit) int {
		return cmp.Or(cmp.Compare(x.start, y.start), cmp.Compare(x.end, y.end))
	})
	var out []edit
	for _, e := range edits {
		if len(out) > 0 {
			last := &out[len(out)-1]
			if *last == e {
				continue
			}
			if last.start == e.start && last.end == e.end && e.start == e.end {
				last.text += e.text
				continue
			}
		}
		out = append(out, e)
	}
	return out
}

func (b *editor) edit(start, end int, text string) {
	b.edits = append(b.edits, edit{start, end, text})
}

func (b *source) offset(pos token.Pos) int { return b.tok.Offset(pos) }

// line returns the line that pos is on, whatever //line comments say.
func (b *source) line(pos token.Pos) int { return b.tok.PositionFor(pos, false).Line }

// lineStart returns the offset at which the line around offset starts.
func (b *source) lineStart(offset int) int {
	return bytes.LastIndexByte(b.src[:offset], '\n') + 1
}

// lineEnd returns the offset at which the line around offset ends, before its newline.
func (b *source) lineEnd(offset int) int {
	end := len(b.src)
	if i := bytes.IndexByte(b.src[offset:], '\n'); i >= 0 {
		end = offset + i
	}
	if end > offset && b.src[end-1] == '\r' {
		end--
	}
	return end
}

// nextLine returns the offset behind the newline at offset.
func (b *source) nextLine(offset int) int {
	if offset < len(b.src) && b.src[offset] == '\r' {
		offset++
	}
	return min(offset+1, len(b.src))
}

// indent returns the white space that the line around offset starts with.
func (b *source) indent(offset int) string {
	line := b.src[b.lineStart(offset):]
	return string(line[:len(line)-len(bytes.TrimLeft(line, " \t"))])
}

// newline returns what the file's lines end with.
func (b *source) newline() string {
	if i := bytes.IndexByte(b.src, '\n'); i > 0 && b.src[i-1] == '\r' {
		return "\r\n"
	}
	return "\n"
}

// newlines returns text with the file's newlines.
func (b *source) newlines(text string) string {
	return strings.ReplaceAll(text, "\n", b.newline())
}
