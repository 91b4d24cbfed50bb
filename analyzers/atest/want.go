package atest

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"text/scanner"

	"golang.org/x/tools/go/analysis/checker"
)

// A line is a line of a file.
type line struct {
	file string
	line int
}

// An expectation is what a want comment says of its line: a finding with a
// message that matches, or a fact of the object that the line declares.
type expectation struct {
	object  string // "" for a finding
	matches *regexp.Regexp
}

func (e expectation) String() string {
	if e.object == "" {
		return fmt.Sprintf("finding %#q", e.matches)
	}
	return fmt.Sprintf("fact %#q of %s", e.matches, e.object)
}

// compareFindings returns in what the findings and the facts of an action differ
// from the want comments of its package, which are written as for analysistest:
//
//	code // want "a finding" `another` Object:"a fact"
func compareFindings(act *checker.Action) (differences []error) {
	differ := func(format string, args ...any) { differences = append(differences, fmt.Errorf(format, args...)) }
	fset := act.Package.Fset
	wanted := make(map[line][]expectation)
	for _, f := range act.Package.Syntax {
		for _, group := range f.Comments {
			for _, c := range group.List {
				text, ok := wantComment(c.Text)
				if !ok {
					continue
				}
				posn := fset.Position(c.Pos())
				expected, err := parseWant(text)
				if err != nil {
					differ("%s: want comment: %v", posn, err)
				}
				at := line{posn.Filename, posn.Line}
				wanted[at] = append(wanted[at], expected...)
			}
		}
	}
	for _, d := range act.Diagnostics {
		posn := fset.Position(d.Pos)
		at := line{posn.Filename, posn.Line}
		if !take(wanted, at, "", d.Message) {
			differ("%s: unexpected finding: %s", posn, d.Message)
		}
	}
	for _, f := range act.AllObjectFacts() {
		if f.Object.Pkg() != act.Package.Types {
			continue
		}
		posn := fset.Position(f.Object.Pos())
		at := line{posn.Filename, posn.Line}
		if !take(wanted, at, f.Object.Name(), fmt.Sprint(f.Fact)) {
			differ("%s: unexpected fact of %s: %v", posn, f.Object.Name(), f.Fact)
		}
	}
	for at, left := range wanted {
		for _, e := range left {
			differ("%s:%d: no %v", at.file, at.line, e)
		}
	}
	return differences
}

// take removes an expectation of the line that the message meets.
func take(wanted map[line][]expectation, at line, object, message string) bool {
	i := slices.IndexFunc(wanted[at], func(e expectation) bool { return e.object == object && e.matches.MatchString(message) })
	if i < 0 {
		return false
	}
	wanted[at] = slices.Delete(wanted[at], i, i+1)
	return true
}

// wantComment returns what stands behind "want" in a comment. It may begin a
// comment within the comment: "//wsvet:ignore x // want …".
func wantComment(text string) (string, bool) {
	if _, inner, ok := strings.Cut(text, "// want "); ok {
		return inner, true
	}
	text = strings.TrimSuffix(strings.TrimPrefix(strings.TrimPrefix(text, "//"), "/*"), "*/")
	return strings.CutPrefix(strings.TrimSpace(text), "want ")
}

func parseWant(text string) ([]expectation, error) {
	var failed error
	s := new(scanner.Scanner).Init(strings.NewReader(text))
	s.Mode = scanner.ScanIdents | scanner.ScanStrings | scanner.ScanRawStrings
	s.Error = func(_ *scanner.Scanner, message string) { failed = fmt.Errorf("%s", message) }
	var expected []expectation
	object := ""
	for tok := s.Scan(); tok != scanner.EOF && failed == nil; tok = s.Scan() {
		switch tok {
		case scanner.Ident:
			object = s.TokenText()
			if next := s.Scan(); next != ':' {
				return nil, fmt.Errorf("%s behind %s, not a colon", scanner.TokenString(next), object)
			}
		case scanner.String, scanner.RawString:
			pattern, err := strconv.Unquote(s.TokenText())
			if err != nil {
				return nil, err
			}
			rx, err := regexp.Compile(pattern)
			if err != nil {
				return nil, err
			}
			expected = append(expected, expectation{object, rx})
			object = ""
		default:
			return nil, fmt.Errorf("unexpected %s", scanner.TokenString(tok))
		}
	}
	if failed == nil && len(expected) == 0 {
		failed = fmt.Errorf("nothing is wanted")
	}
	return expected, failed
}
