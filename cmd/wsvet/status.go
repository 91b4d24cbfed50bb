package main

import (
	"fmt"
	"io"
	"os"
	"strings"
)

// A status is a line on a terminal that says what takes its time, until it is
// cleared. Where there is no terminal, nothing is said.
type status struct {
	terminal io.Writer // nil where there is none
	width    int       // of the line that stands there
}

func newStatus(stderr io.Writer) *status {
	if isTerminal(stderr) {
		return &status{terminal: stderr}
	}
	return &status{}
}

// isTerminal reports whether what is written to w is shown on a terminal.
func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

// print puts a line in place of the one before.
func (s *status) print(format string, args ...any) {
	if s.terminal == nil {
		return
	}
	s.clear()
	s.width, _ = fmt.Fprintf(s.terminal, "wsvet: "+format, args...)
}

// clear takes the line away.
func (s *status) clear() {
	if s.width > 0 {
		fmt.Fprintf(s.terminal, "\r%s\r", strings.Repeat(" ", s.width))
		s.width = 0
	}
}
