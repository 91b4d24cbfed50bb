package finding

import (
	"crypto/sha256"
	"fmt"
	"path/filepath"
	"strings"
)

// A Key says which finding it is, whatever happens to the lines around it: the
// rule, and the text of the line. Findings may be equal in it.
type Key struct {
	File string // with slashes, seen from a directory
	Rule string
	Code string // the line's text, with single spaces
}

// Key returns the key of f, with its file seen from dir.
func (s Sources) Key(f Finding, dir string) Key {
	return Key{
		File: Rel(dir, f.Start.Filename),
		Rule: f.Rule(),
		Code: strings.Join(strings.Fields(s.Line(f.Start.Filename, f.Start.Line)), " "),
	}
}

// Rel returns a file's name seen from dir, with slashes; as it is, where it is
// not seen from there.
func Rel(dir, name string) string {
	if rel, err := filepath.Rel(dir, name); err == nil {
		name = rel
	}
	return filepath.ToSlash(name)
}

// Fingerprint returns a short text that is the same as long as the key is, and
// is another for the nth finding of that key.
func (k Key) Fingerprint(n int) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%s\x00%s\x00%s\x00%d", k.File, k.Rule, k.Code, n))
	return fmt.Sprintf("%x", sum[:16])
}
