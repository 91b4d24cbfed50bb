// Package format writes findings down: for people, and for the services that
// show them beside the code.
package format

import (
	"io"
	"path/filepath"
	"strings"

	"github.com/wsvet/wsvet/cmd/wsvet/internal/finding"
)

// A Report is all that is to be written.
type Report struct {
	Findings []finding.Finding
	Failures []finding.Failure
	Failed   bool   // something was not analysed
	Rules    []Rule // what findings may break
	Version  string // of wsvet
	Dir      string // the working directory
	Root     string // the directory that services show files from
	Sources  finding.Sources

	// Source: writeText shows the source, with so many lines of Context around a
	// finding. Color: it does so for a terminal.
	Source  bool
	Context int
	Color   bool
}

// A Writer writes a report in one format. Without findings, too, it writes
// what is valid in that format.
type Writer func(io.Writer, *Report) error

var formats = []struct {
	name  string
	write Writer
}{
	{"text", writeText},
	{"json", writeJSON},
	{"sarif", writeSARIF},
	{"github", writeGitHub},
	{"gitlab", writeGitLab},
}

// Names returns the names of the formats, the default first.
func Names() []string {
	var names []string
	for _, f := range formats {
		names = append(names, f.name)
	}
	return names
}

// Lookup returns the writer of the format with that name, nil if there is none.
func Lookup(name string) Writer {
	for _, f := range formats {
		if f.name == name {
			return f.write
		}
	}
	return nil
}

func writeJSON(w io.Writer, r *Report) error {
	return finding.WriteJSON(w, r.Findings, r.Failures)
}

// path returns a file's name seen from the root.
func (r *Report) path(name string) string { return finding.Rel(r.Root, name) }

// column returns where a finding starts on its line, in UTF-16 code units from
// 1: the services count so. It is 0 where there is no telling.
func (r *Report) column(f finding.Finding) int {
	return r.Sources.Column(f.Start.Filename, f.Start.Line, f.Start.Column)
}

// fingerprints returns for each finding a text that is no other's, and stays
// the same when lines move.
func (r *Report) fingerprints() []string {
	var prints []string
	times := make(map[finding.Key]int)
	for _, f := range r.Findings {
		key := r.Sources.Key(f, r.Root)
		prints = append(prints, key.Fingerprint(times[key]))
		times[key]++
	}
	return prints
}

// outside reports whether a path is not below the directory it is seen from.
func outside(path string) bool {
	return strings.HasPrefix(path, "../") || filepath.IsAbs(filepath.FromSlash(path))
}
