package wskeepalive_test

import (
	"testing"

	"github.com/wsvet/wsvet/analyzers/wskeepalive"
	"github.com/wsvet/wsvet/internal/atest"
)

func Test(t *testing.T) {
	atest.Run(t, wskeepalive.Analyzer, "./wskeepalive/...")
}
