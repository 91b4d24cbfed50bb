package load

import "bytes"

// skim returns the text of a Go file without the bodies of its declared
// functions and without the comments below its package clause: most of the text,
// which would be parsed for nothing. Every line keeps its number. A text that
// skim cannot follow is returned as it is, and the parser says what is wrong.
func skim(src []byte) []byte {
	s := &skimmer{lexer: lexer{src: src}, out: make([]byte, 0, len(src)/2)}
	signature := false // the token is in the signature of a declared function
	for s.keep() {
		switch statement := s.depth == 0 && s.startsStatement(); {
		case statement:
			signature = string(s.token()) == "func"
		case signature && s.depth == 1 && s.opensBlock():
			s.dropBody()
			signature = false
		}
	}
	if s.failed || s.depth != 0 {
		return src
	}
	return s.out
}

// A skimmer copies the tokens of a file to out.
type skimmer struct {
	lexer
	out   []byte
	below bool // the package clause has begun
}

// keep copies the next token, and what is before it: below the package clause,
// the line ends only. It reports whether there was a token.
func (s *skimmer) keep() bool {
	gap := s.end
	ok := s.next()
	if s.below {
		s.keepLines(s.src[gap:s.start])
	} else {
		s.out = append(s.out, s.src[gap:s.start]...)
	}
	s.out = append(s.out, s.token()...)
	s.below = s.below || string(s.token()) == "package"
	return ok
}

// dropBody moves behind the block that the token opens, and copies its line ends.
func (s *skimmer) dropBody() {
	start := s.end
	for s.depth > 0 && s.next() {
	}
	s.keepLines(s.src[start:s.start])
	s.out = append(s.out, s.token()...)
}

// keepLines copies the line ends of text, a space if it has none.
func (s *skimmer) keepLines(text []byte) {
	before := len(s.out)
	for range bytes.Count(text, []byte("\n")) {
		s.out = append(s.out, '\n')
	}
	if len(text) > 0 && len(s.out) == before {
		s.out = append(s.out, ' ')
	}
}
