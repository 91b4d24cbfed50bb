package wsclosecode_test

import (
	"testing"

	"github.com/wsvet/wsvet/analyzers/internal/atest"
	"github.com/wsvet/wsvet/analyzers/wsclosecode"
)

func Test(t *testing.T) {
	atest.Run(t, wsclosecode.Analyzer, "./wsclosecode/...")
}
