package wsdialtimeout_test

import (
	"testing"

	"github.com/wsvet/wsvet/analyzers/wsdialtimeout"
	"github.com/wsvet/wsvet/internal/atest"
)

func Test(t *testing.T) {
	atest.Run(t, wsdialtimeout.Analyzer, "./wsdialtimeout/...")
}
