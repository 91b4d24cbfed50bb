package report

import (
	"fmt"
	"runtime/debug"
)

// Rescue runs f. A panic in it, which is a mistake of ours, becomes an error.
func Rescue(f func()) (err error) {
	if !Panics {
		defer func() {
			if p := recover(); p != nil {
				err = fmt.Errorf("internal error of wsvet: %v\n%s", p, debug.Stack())
			}
		}()
	}
	f()
	return nil
}

// Panics lets panics through Rescue, in tests: no driver shows all its errors.
var Panics = false
