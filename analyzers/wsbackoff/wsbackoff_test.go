package wsbackoff_test

import (
	"testing"

	"github.com/wsvet/wsvet/analyzers/internal/atest"
	"github.com/wsvet/wsvet/analyzers/wsbackoff"
)

func Test(t *testing.T) {
	atest.Run(t, wsbackoff.Analyzer, "./wsbackoff/...")
}
