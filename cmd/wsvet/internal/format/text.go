package format

import (
	"fmt"
	"io"
	"path/filepath"
)

// writeText writes the findings as go vet does.
func writeText(w io.Writer, r *Report) error {
	for _, f := range r.Findings {
		f.Start.Filename = Short(r.Dir, f.Start.Filename)
		if _, err := fmt.Fprintf(w, "%s: %s\n", f.Start, f.Message); err != nil {
			return err
		}
	}
	return nil
}

// Short returns a file's name seen from dir, where that is shorter.
func Short(dir, name string) string {
	if rel, err := filepath.Rel(dir, name); err == nil && len(rel) < len(name) {
		return rel
	}
	return name
}
