package wslib

import (
	"go/types"

	"github.com/wsvet/wsvet/analyzers/internal/lang"
)

// MeasuresTime reports whether fn returns how much time has passed, or whether a point
// in time has.
func MeasuresTime(fn *types.Func) bool {
	return lang.FuncIs(fn, "time", "Since", "Until", "Time.Sub", "Time.After", "Time.Before", "Time.Compare")
}

// IsTime reports whether t is a point in time, which a timer's channel gives.
func IsTime(t types.Type) bool { return lang.IsNamed(t, "time", "Time") }

// IsTicker reports whether t is a ticker.
func IsTicker(t types.Type) bool { return lang.IsNamed(t, "time", "Ticker") }
