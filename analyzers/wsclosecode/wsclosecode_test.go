package wsclosecode_test

import (
	"testing"

	"github.com/wsvet/wsvet/analyzers/atest"
	"github.com/wsvet/wsvet/analyzers/wsclosecode"
)

func Test(t *testing.T) {
	atest.ShortMessages(t, atest.Run(t, wsclosecode.Analyzer, "./wsclosecode/..."))
}
