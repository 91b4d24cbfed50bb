// Package atest is internal/atest, by its old path.
package atest

import "github.com/wsvet/wsvet/internal/atest"

var (
	Run      = atest.Run
	Analyze  = atest.Analyze
	Packages = atest.Packages
	Check    = atest.Check
	Dir      = atest.Dir
)
