package wsbackoff_test

import (
	"testing"

	"github.com/wsvet/wsvet/analyzers/wsbackoff"
	"github.com/wsvet/wsvet/internal/atest"
)

func Test(t *testing.T) {
	atest.Run(t, wsbackoff.Analyzer, "./wsbackoff/...")
}
