package format

import (
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"github.com/wsvet/wsvet/cmd/wsvet/internal/finding"
)

// What a terminal takes for marks.
const (
	bold  = "\x1b[1m"
	red   = "\x1b[1;31m"
	reset = "\x1b[0m"
)

// writeText writes the findings as go vet does, with the source, too, if that is
// wanted, and a line of carets below the place.
func writeText(w io.Writer, r *Report) error {
	t := textReport{r}
	for _, f := range r.Findings {
		place := f.Start
		place.Filename = Short(r.Dir, place.Filename)
		if _, err := fmt.Fprintf(w, "%s %s\n", t.mark(bold, place.String()+":"), f.Message); err != nil {
			return err
		}
		if err := t.writeSource(w, f); err != nil {
			return err
		}
	}
	return nil
}

// A textReport writes a report's lines of source and its marks for a terminal.
type textReport struct{ *Report }

// writeSource writes the lines around the start of a finding.
func (t textReport) writeSource(w io.Writer, f finding.Finding) error {
	if !t.Source {
		return nil
	}
	name, at := f.Start.Filename, f.Start.Line
	for n := max(1, at-t.Context); n <= min(at+t.Context, t.Sources.Len(name)); n++ {
		line := t.Sources.Line(name, n)
		if _, err := fmt.Fprintf(w, "%d\t%s\n", n, line); err != nil {
			return err
		}
		before, marked, ok := split(line, f)
		if !ok || n != at {
			continue
		}
		carets := strings.Repeat("^", utf8.RuneCountInString(marked))
		if _, err := fmt.Fprintf(w, "\t%s%s\n", blank(before), t.mark(red, carets)); err != nil {
			return err
		}
	}
	return nil
}

// split returns the parts of a finding's first line before the finding, and of the
// finding. ok is false where the line does not reach there.
func split(line string, f finding.Finding) (before, marked string, ok bool) {
	start, end := f.Start.Column-1, len(line)
	if start < 0 || start >= end {
		return "", "", false
	}
	if f.End.Line == f.Start.Line {
		end = min(end, max(f.End.Column-1, start+1))
	}
	return line[:start], line[start:end], true
}

// blank returns text that takes as much room as that before a place on a line.
func blank(text string) string {
	return strings.Map(func(c rune) rune {
		if c == '\t' {
			return c
		}
		return ' '
	}, text)
}

// mark returns text with a mark for a terminal.
func (t textReport) mark(with, text string) string {
	if !t.Color {
		return text
	}
	return with + text + reset
}

// Short returns a file's name seen from dir, where that is shorter.
func Short(dir, name string) string {
	if rel, err := filepath.Rel(dir, name); err == nil && len(rel) < len(name) {
		return rel
	}
	return name
}
