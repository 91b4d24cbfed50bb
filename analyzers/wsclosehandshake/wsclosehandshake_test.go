package wsclosehandshake_test

import (
	"testing"

	"github.com/wsvet/wsvet/analyzers/wsclosehandshake"
	"github.com/wsvet/wsvet/internal/atest"
)

func Test(t *testing.T) {
	atest.Run(t, wsclosehandshake.Analyzer, "./wsclosehandshake/...")
}
