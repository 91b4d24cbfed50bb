package wskeepalive_test

import (
	"testing"

	"github.com/wsvet/wsvet/analyzers/atest"
	"github.com/wsvet/wsvet/analyzers/wskeepalive"
)

func Test(t *testing.T) {
	atest.Run(t, wskeepalive.Analyzer, "./wskeepalive/...")
}
