package wscloseerr_test

import (
	"testing"

	"github.com/wsvet/wsvet/analyzers/internal/atest"
	"github.com/wsvet/wsvet/analyzers/wscloseerr"
)

func Test(t *testing.T) {
	atest.Run(t, wscloseerr.Analyzer, "./wscloseerr/...")
}
