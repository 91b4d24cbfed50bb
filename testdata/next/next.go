// Package next imports versions of libraries that want a newer Go than the
// testdata module does: what the tables name must mean the same there.
package next

import (
	_ "github.com/gobwas/ws"
	_ "github.com/gobwas/ws/wsflate"
	_ "github.com/gobwas/ws/wsutil"
)
