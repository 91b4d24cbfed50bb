package wsdialtimeout_test

import (
	"testing"

	"github.com/wsvet/wsvet/analyzers/atest"
	"github.com/wsvet/wsvet/analyzers/wsdialtimeout"
)

func Test(t *testing.T) {
	atest.Run(t, wsdialtimeout.Analyzer, "./wsdialtimeout/...")
}
