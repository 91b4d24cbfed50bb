package wsclosecode_test

import (
	"testing"

	"github.com/wsvet/wsvet/analyzers/wsclosecode"
	"github.com/wsvet/wsvet/internal/atest"
)

func Test(t *testing.T) {
	atest.ShortMessages(t, atest.Run(t, wsclosecode.Analyzer, "./wsclosecode/..."))
}
