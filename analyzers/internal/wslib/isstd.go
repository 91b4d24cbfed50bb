package wslib

import (
	"go/types"
	"strings"
)

// IsStd reports whether p is of the standard library; so is the universe, the
// package of error.Error, which is nil. A dot in the path does not decide it: the
// paths of modules that nobody publishes often have none.
func IsStd(p *types.Package) bool {
	return p == nil || IsStdPath(p.Path())
}

// IsStdPath is IsStd for the package with that import path.
func IsStdPath(path string) bool {
	root, _, _ := strings.Cut(path, "/")
	return stdRoots[root]
}

var stdRoots = func() map[string]bool {
	m := map[string]bool{}
	for root := range strings.FieldsSeq(`
		archive bufio bytes cmp compress container context crypto database debug embed encoding errors expvar flag
		fmt go hash html image index internal io iter log maps math mime net os path plugin reflect regexp runtime
		slices sort strconv strings structs sync syscall testing text time unicode unique unsafe vendor weak`) {
		m[root] = true
	}
	return m
}()
