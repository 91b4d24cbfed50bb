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
	if f, ok := stderr.(*os.File); ok {
		if info, err := f.Stat(); err == nil && info.Mode()&os.ModeCharDevice != 0 {
			return &status{terminal: f}
		}
	}
	return &status{}
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
