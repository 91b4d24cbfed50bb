package wsignore_test

import (
	"testing"

	"github.com/wsvet/wsvet/analyzers/atest"
	"github.com/wsvet/wsvet/analyzers/wsignore"
)

func Test(t *testing.T) { atest.Run(t, wsignore.Analyzer, "./wsignore/...") }
