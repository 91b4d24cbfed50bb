// Package rescue keeps a panic in a check, which is a mistake of ours, from ending
// the program that runs it.
package rescue

import (
	"fmt"
	"runtime/debug"
)

// Panics lets panics through Run, in tests: no driver shows all its errors.
var Panics = false

// Run runs f. A panic in it becomes an error.
func Run(f func()) (err error) {
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
