package wsclosehandshake_test

import (
	"testing"

	"github.com/wsvet/wsvet/analyzers/atest"
	"github.com/wsvet/wsvet/analyzers/wsclosehandshake"
)

func Test(t *testing.T) {
	atest.Run(t, wsclosehandshake.Analyzer, "./wsclosehandshake/...")
}
