package connflow

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
