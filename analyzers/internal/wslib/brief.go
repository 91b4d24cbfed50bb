package wslib

import (
	"go/types"
	"slices"
	"strings"
)

// Brief reports whether fn is known to compute, or to write a line at most: what
// waits for a peer, a disk or a person is not.
func (fs *functionIndex) Brief(fn *types.Func) bool {
	if fn.Pkg() == nil || fs.Idle(fn.Pkg()) {
		return true // error.Error
	}
	switch path := fn.Pkg().Path(); {
	case path == "time":
		return fn.Name() == "Now" || fn.Name() == "Since" || fn.Signature().Recv() != nil
	case slices.Contains(computing, path):
		return !slices.ContainsFunc(streaming, func(prefix string) bool { return strings.HasPrefix(fn.Name(), prefix) })
	}
	return false
}

// computing are packages whose functions compute, but for those whose names
// begin as in streaming: they read or write what they are given.
var (
	computing = []string{
		"bytes", "cmp", "context", "encoding/base64", "encoding/binary", "encoding/hex", "encoding/json", "errors", "fmt", "log",
		"log/slog", "maps", "math", "slices", "sort", "strconv", "strings", "sync/atomic", "unicode/utf8",
	}
	streaming = []string{"Fscan", "Scan", "Fprint", "Decode", "Encode", "ReadFrom", "WriteTo"}
)
