package connflow

import (
	"go/types"
	"strings"
)

// isStd reports whether p is of the standard library, whose functions hand no
// connection to code that the package's author wrote.
func isStd(p *types.Package) bool {
	if p == nil {
		return true // the universe: error.Error
	}
	root, _, _ := strings.Cut(p.Path(), "/")
	return stdRoots[root]
}

var stdRoots = func() map[string]bool {
	m := map[string]bool{}
	for _, root := range strings.Fields(`
		archive bufio bytes cmp compress container context crypto database debug embed encoding errors expvar flag
		fmt go hash html image index io iter log maps math mime net os path plugin reflect regexp runtime slices
		sort strconv strings structs sync syscall testing text time unicode unique unsafe weak`) {
		m[root] = true
	}
	return m
}()

// containers are packages whose functions and types hold what they are given.
var containers = map[string]bool{
	"sync": true, "sync/atomic": true, "container/list": true, "container/ring": true, "container/heap": true,
	"slices": true, "maps": true,
}

// harmless are packages whose functions look at a connection at most.
var harmless = map[string]bool{
	"fmt": true, "log": true, "log/slog": true, "errors": true, "reflect": true, "runtime": true, "expvar": true,
	"context": true, "time": true, "os": true, "os/signal": true, "encoding/json": true, "strings": true, "bytes": true,
	"sort": true, "testing": true,
}
