package rewrite

import (
	"bytes"
	"cmp"
	"go/ast"
	"go/format"
	"go/token"
	"slices"
	"strings"
)

// statements puts statements into the file.
type statements struct{ *editor }

// Before inserts statements, formatted and indented by the builder, on lines of
// their own before stmt: before its label if it has one, and before a comment
// directly above. A statement in an if's, for's or switch's head has no such
// place: the fix is refused.
func (b *statements) Before(stmt ast.Stmt, text string) {
	stmt, list := b.listed(stmt)
	if list == nil {
		b.refused = true
		return
	}
	pos := b.offset(stmt.Pos())
	if b.oneLine(list) {
		indent := b.expand(list)
		b.edit(pos, pos, b.lines(text, indent)+b.newline()+indent)
		return
	}
	indent := b.indent(b.offset(unlabelled(stmt).Pos()))
	if start := b.lineStart(pos); len(bytes.TrimSpace(b.src[start:pos])) == 0 {
		start = b.aboveComment(start)
		b.edit(start, start, indent+b.lines(text, indent)+b.newline())
		return
	}
	b.edit(pos, pos, b.lines(text, indent)+b.newline()+indent)
}

// Directly inserts statements on lines of their own directly before stmt: below a
// comment above it, and behind what Before inserts there.
func (b *statements) Directly(stmt ast.Stmt, text string) {
	stmt, list := b.listed(stmt)
	if list == nil {
		b.refused = true
		return
	}
	pos := b.offset(stmt.Pos())
	if b.oneLine(list) {
		indent := b.expand(list)
		b.edit(pos, pos, b.lines(text, indent)+b.newline()+indent)
		return
	}
	// gofmt writes a label one step to the left.
	indent, own := b.indent(b.offset(unlabelled(stmt).Pos())), b.indent(pos)
	b.edit(pos, pos, strings.TrimPrefix(indent, own)+b.lines(text, indent)+b.newline()+own)
}

// Siblings returns the statements that the block or clause around stmt lists, nil if
// none does.
func (b *syntax) Siblings(stmt ast.Stmt) []ast.Stmt {
	_, around := b.listed(stmt)
	if around == nil {
		return nil
	}
	return list(around)
}

// After inserts statements on lines of their own behind stmt.
func (b *statements) After(stmt ast.Stmt, text string) {
	stmt, list := b.listed(stmt)
	if list == nil {
		b.refused = true
		return
	}
	end := b.offset(stmt.End())
	var indent string
	if b.oneLine(list) {
		indent = b.expand(list)
	} else {
		indent = b.indent(b.offset(unlabelled(stmt).Pos()))
		if eol, ok := b.trailing(end); ok {
			end = eol
		}
	}
	b.edit(end, end, b.newline()+indent+b.lines(text, indent))
}

// Prepend inserts statements at the start of a block.
func (b *statements) Prepend(block *ast.BlockStmt, text string) {
	if b.oneLine(block) {
		if len(block.List) > 0 {
			b.Before(block.List[0], text)
		} else {
			b.fill(block, text)
		}
		return
	}
	indent := b.inner(block)
	brace := b.offset(block.Lbrace) + 1
	if eol, ok := b.trailing(brace); ok {
		b.edit(eol, eol, b.newline()+indent+b.lines(text, indent))
	} else {
		b.edit(brace, brace, b.newline()+indent+b.lines(text, indent)+b.newline()+indent)
	}
}

// Append inserts statements at the end of a block.
func (b *statements) Append(block *ast.BlockStmt, text string) {
	if b.oneLine(block) {
		if n := len(block.List); n > 0 {
			b.After(block.List[n-1], text)
		} else {
			b.fill(block, text)
		}
		return
	}
	indent := b.inner(block)
	brace := b.offset(block.Rbrace)
	if start := b.lineStart(brace); len(bytes.TrimSpace(b.src[start:brace])) == 0 {
		b.edit(start, start, indent+b.lines(text, indent)+b.newline())
	} else {
		b.edit(brace, brace, b.newline()+indent+b.lines(text, indent)+b.newline()+b.indent(b.offset(block.Lbrace)))
	}
}

// listed returns stmt, with its labels, and the block, case or select clause
// that lists it; nil if none does.
func (b *syntax) listed(stmt ast.Stmt) (ast.Stmt, ast.Node) {
	path := b.path(stmt)
	for len(path) > 0 && path[0] != ast.Node(stmt) {
		path = path[1:]
	}
	for i := 1; i < len(path); i++ {
		if l, ok := path[i].(*ast.LabeledStmt); ok {
			stmt = l
			continue
		}
		for _, s := range list(path[i]) {
			if s == stmt {
				return stmt, path[i]
			}
		}
		break
	}
	return stmt, nil
}

// list returns the statements that n lists.
func list(n ast.Node) []ast.Stmt {
	switch n := n.(type) {
	case *ast.BlockStmt:
		return n.List
	case *ast.CaseClause:
		return n.Body
	case *ast.CommClause:
		return n.Body
	}
	return nil
}

// unlabelled returns the statement behind stmt's labels: gofmt writes them one
// step to the left.
func unlabelled(stmt ast.Stmt) ast.Stmt {
	for {
		l, ok := stmt.(*ast.LabeledStmt)
		if !ok {
			return stmt
		}
		stmt = l.Stmt
	}
}

// aboveComment returns the start of the comment that ends on the line above the
// one that starts at offset, and has its lines for itself; else offset.
func (b *source) aboveComment(offset int) int {
	i := b.comment(offset) - 1
	if i < 0 {
		return offset
	}
	group := b.file.Comments[i]
	pos, end := b.offset(group.Pos()), b.commentEnd(group.List[len(group.List)-1])
	start := b.lineStart(pos)
	above := b.line(b.tok.Pos(end)) == b.line(b.tok.Pos(offset))-1
	if above && len(bytes.TrimSpace(b.src[start:pos])) == 0 && len(bytes.TrimSpace(b.src[end:b.lineEnd(end)])) == 0 {
		return start
	}
	return offset
}

// comment returns the index of the first comment that starts at offset or behind.
func (b *source) comment(offset int) int {
	i, _ := slices.BinarySearchFunc(b.file.Comments, b.tok.Pos(offset), func(c *ast.CommentGroup, pos token.Pos) int {
		return cmp.Compare(c.Pos(), pos)
	})
	return i
}

// trailing returns the end of the line around offset, or of the last of the
// comments that start there; not ok if code is on the rest of the line.
func (b *source) trailing(offset int) (end int, ok bool) {
	for _, group := range b.file.Comments[b.comment(offset):] {
		for _, c := range group.List {
			pos := b.offset(c.Pos())
			if pos >= b.lineEnd(offset) {
				break
			}
			if len(bytes.TrimSpace(b.src[offset:pos])) > 0 {
				return 0, false
			}
			offset = b.commentEnd(c)
		}
		if b.offset(group.Pos()) >= b.lineEnd(offset) {
			break
		}
	}
	end = b.lineEnd(offset)
	return end, len(bytes.TrimSpace(b.src[offset:end])) == 0
}

// Comment returns the comment behind stmt on its line, nil if there is none.
func (b *source) Comment(stmt ast.Stmt) *ast.Comment {
	end := b.offset(stmt.End())
	i := b.comment(end)
	if i == len(b.file.Comments) {
		return nil
	}
	comment := b.file.Comments[i].List[0]
	if _, ok := b.trailing(end); !ok || b.offset(comment.Pos()) >= b.lineEnd(end) {
		return nil
	}
	return comment
}

// Uncomment takes the comment behind stmt out.
func (b *statements) Uncomment(stmt ast.Stmt) {
	end := b.offset(stmt.End())
	if eol, ok := b.trailing(end); ok {
		b.edit(end, eol, "")
	}
}

// commentEnd returns the offset behind c, whose End counts no carriage returns.
func (b *source) commentEnd(c *ast.Comment) int {
	start := b.offset(c.Pos())
	if strings.HasPrefix(c.Text, "/*") {
		return start + bytes.Index(b.src[start:], []byte("*/")) + len("*/")
	}
	return start + len(c.Text)
}

// oneLine reports whether list is a block on a single line, as gofmt leaves the
// bodies of short functions.
func (b *source) oneLine(list ast.Node) bool {
	block, ok := list.(*ast.BlockStmt)
	return ok && b.line(block.Lbrace) == b.line(block.Rbrace)
}

// expand puts each statement of a block on a line of its own, and the blocks on
// one line around it likewise, with edits that are the same for all fixes. It
// returns the indentation of the lines.
func (b *statements) expand(n ast.Node) string {
	block := n.(*ast.BlockStmt)
	outer := b.around(block)
	from, lead := b.offset(block.Lbrace), "{"
	for _, s := range block.List {
		to := b.offset(s.Pos())
		b.blanks(from+len(lead), to)
		b.edit(from, to, lead+b.newline()+outer+"\t")
		from, lead = b.offset(s.End()), ""
	}
	b.closing(block, from, outer)
	return outer + "\t"
}

// fill puts text between the braces of an empty block.
func (b *statements) fill(block *ast.BlockStmt, text string) {
	start := b.offset(block.Lbrace) + 1
	outer := b.around(block)
	indent := outer + "\t"
	b.edit(start, start, b.newline()+indent+b.lines(text, indent))
	b.closing(block, start, outer)
}

// around returns the indentation of what is around a block on one line, and
// expands the block that it is in if that is on one line, too. It takes out the
// blanks with which gofmt aligns the bodies of short functions.
func (b *statements) around(block *ast.BlockStmt) string {
	brace := b.offset(block.Lbrace)
	if end := len(bytes.TrimRight(b.src[:brace], " ")); end < brace-1 {
		b.edit(end, brace, " ")
	}
	for _, n := range b.path(block) {
		if up, ok := n.(*ast.BlockStmt); ok && up != block {
			if b.oneLine(up) {
				return b.expand(up)
			}
			break
		}
	}
	return b.indent(b.offset(block.Lbrace))
}

// closing moves the block's closing brace, after the last statement's end, to a
// line of its own.
func (b *statements) closing(block *ast.BlockStmt, end int, outer string) {
	brace := b.offset(block.Rbrace)
	b.blanks(end, brace)
	b.edit(end, brace+1, b.newline()+outer+"}")
}

// blanks refuses the fix if anything, a comment say, is between two statements.
func (b *editor) blanks(start, end int) {
	b.refused = b.refused || len(bytes.Trim(b.src[start:end], " \t;")) > 0
}

// inner returns the indentation of the statements of a block of several lines.
func (b *source) inner(block *ast.BlockStmt) string {
	if len(block.List) > 0 {
		if first := unlabelled(block.List[0]); b.line(first.Pos()) > b.line(block.Lbrace) {
			return b.indent(b.offset(first.Pos()))
		}
	}
	return b.indent(b.offset(block.Rbrace)) + "\t"
}

// lines returns statements as gofmt has them at that indentation, without that
// of the first line.
func (b *editor) lines(text, indent string) string {
	out, err := format.Source([]byte(indent + strings.TrimSpace(text)))
	if err != nil {
		b.refused = true
		return text
	}
	return b.newlines(strings.TrimSpace(string(out)))
}

// A head is what of a statement stands before the statements in it.
type head struct {
	ast.Stmt
	end token.Pos
}

func (h head) End() token.Pos { return h.end }

// ReplaceHead puts text in the place of the head of a range statement or a case.
func (b *statements) ReplaceHead(stmt ast.Stmt, text string) {
	switch s := stmt.(type) {
	case *ast.RangeStmt:
		b.Replace(head{s, s.X.End()}, text)
	case *ast.CommClause:
		b.Replace(head{s, s.Colon + 1}, text)
	}
}
