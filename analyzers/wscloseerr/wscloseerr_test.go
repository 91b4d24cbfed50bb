package wscloseerr_test

import (
	"testing"

	"github.com/wsvet/wsvet/analyzers/wscloseerr"
	"github.com/wsvet/wsvet/internal/atest"
)

func Test(t *testing.T) {
	atest.ShortMessages(t, atest.Run(t, wscloseerr.Analyzer, "./wscloseerr/..."))
}
