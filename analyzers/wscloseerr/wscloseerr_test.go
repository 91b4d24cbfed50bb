package wscloseerr_test

import (
	"testing"

	"github.com/wsvet/wsvet/analyzers/atest"
	"github.com/wsvet/wsvet/analyzers/wscloseerr"
)

func Test(t *testing.T) {
	atest.ShortMessages(t, atest.Run(t, wscloseerr.Analyzer, "./wscloseerr/..."))
}
