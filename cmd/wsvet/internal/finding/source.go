package finding

import (
	"bytes"
	"os"
	"unicode/utf16"
)

// Sources are the files that findings are in, read when they are first asked
// for. A file that cannot be read has no text.
type Sources map[string][]byte

func (s Sources) text(name string) []byte {
	text, known := s[name]
	if !known {
		text, _ = os.ReadFile(name)
		s[name] = text
	}
	return text
}

// Line returns a line of a file, without its end, counted from 1. It is "" where
// there is none.
func (s Sources) Line(name string, number int) string {
	text := s.text(name)
	for ; number > 1; number-- {
		_, rest, ok := bytes.Cut(text, []byte("\n"))
		if !ok {
			return ""
		}
		text = rest
	}
	line, _, _ := bytes.Cut(text, []byte("\n"))
	return string(bytes.TrimSuffix(line, []byte("\r")))
}

// Len returns how many lines a file has.
func (s Sources) Len(name string) int {
	text := s.text(name)
	n := bytes.Count(text, []byte("\n"))
	if len(text) > 0 && text[len(text)-1] != '\n' {
		n++
	}
	return n
}

// Column returns a place on a line in UTF-16 code units, from its column in
// bytes; both count from 1. It is 0 where the line has no such column.
func (s Sources) Column(name string, line, column int) int {
	text := s.Line(name, line)
	if column < 1 || column > len(text)+1 {
		return 0
	}
	return utf16Len(text[:column-1]) + 1
}

// Place returns line and column, as Column counts it, of the byte of a file at
// that offset. ok is false where the file does not reach there.
func (s Sources) Place(name string, offset int) (line, column int, ok bool) {
	text := s.text(name)
	if offset < 0 || offset > len(text) {
		return 0, 0, false
	}
	before := text[:offset]
	start := bytes.LastIndexByte(before, '\n') + 1
	return bytes.Count(before, []byte("\n")) + 1, utf16Len(string(before[start:])) + 1, true
}

// utf16Len counts the UTF-16 code units of text. A byte order mark is none of it.
func utf16Len(text string) int {
	n := 0
	for _, r := range text {
		if r != '\ufeff' || n > 0 {
			n += utf16.RuneLen(r)
		}
	}
	return n
}
