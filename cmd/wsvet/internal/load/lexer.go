package load

import "bytes"

// A lexer finds the tokens of a Go file, as far as skim must tell them apart:
// words (identifiers, keywords, numbers), quoted texts, and single bytes. With
// go/scanner skimming would take as long as parsing does.
type lexer struct {
	src        []byte
	start, end int    // of the token
	before     []byte // the token before
	newline    bool   // a line ends between the two
	depth      int    // how many brackets of all kinds are open behind the token
	failed     bool   // this is no Go
}

func (l *lexer) token() []byte { return l.src[l.start:l.end] }

// next moves to the next token, and reports whether there is one.
func (l *lexer) next() bool {
	l.before = l.token()
	l.skipSpace()
	if l.failed || l.start == len(l.src) {
		l.end = l.start
		return false
	}
	l.end = l.start + 1
	switch c := l.src[l.start]; c {
	case '"', '\'', '`':
		l.skipQuoted(c)
	case '(', '[', '{':
		l.depth++
	case ')', ']', '}':
		l.depth--
		l.failed = l.failed || l.depth < 0
	default:
		for isWord(c) && l.end < len(l.src) && isWord(l.src[l.end]) {
			l.end++
		}
	}
	return !l.failed
}

// skipSpace moves start behind spaces, line ends and comments.
func (l *lexer) skipSpace() {
	l.newline = false
	for l.start = l.end; l.start < len(l.src); {
		switch rest := l.src[l.start:]; rest[0] {
		case '\n':
			l.newline = true
			l.start++
		case ' ', '\t', '\r':
			l.start++
		case '/':
			length := comment(rest)
			if length < 0 {
				l.failed = true
			}
			if length <= 0 {
				return
			}
			l.newline = l.newline || bytes.IndexByte(rest[:length], '\n') >= 0
			l.start += length
		default:
			return
		}
	}
}

// comment returns the length of the comment that text starts with, without the
// end of its line: 0 if there is none, -1 if it has no end.
func comment(text []byte) int {
	switch {
	case bytes.HasPrefix(text, []byte("//")):
		if end := bytes.IndexByte(text, '\n'); end >= 0 {
			return end
		}
		return len(text)
	case bytes.HasPrefix(text, []byte("/*")):
		if end := bytes.Index(text[2:], []byte("*/")); end >= 0 {
			return end + 4
		}
		return -1
	}
	return 0
}

// skipQuoted moves end behind a text in those quotes.
func (l *lexer) skipQuoted(quote byte) {
	for ; l.end < len(l.src); l.end++ {
		switch c := l.src[l.end]; {
		case c == quote:
			l.end++
			return
		case c == '\\' && quote != '`':
			l.end++
		case c == '\n' && quote != '`':
			l.failed = true
			return
		}
	}
	l.failed = true
}

// startsStatement reports whether the token is the first of a declaration or
// statement, as Go's rule of semicolons has it.
func (l *lexer) startsStatement() bool {
	if len(l.before) == 0 || l.before[0] == ';' {
		return true
	}
	if !l.newline {
		return false
	}
	switch string(l.before) {
	case ")", "]", "}":
		return true
	case "func", "struct", "interface", "map", "chan", "import", "package", "type", "var", "const":
		return false
	}
	last := l.before[len(l.before)-1]
	return isWord(last) || last == '"' || last == '\'' || last == '`'
}

// opensBlock reports whether the token opens a block, and not a type.
func (l *lexer) opensBlock() bool {
	return string(l.token()) == "{" && string(l.before) != "struct" && string(l.before) != "interface"
}

func isWord(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c == '_' || c >= 0x80
}
