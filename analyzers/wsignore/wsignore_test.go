package wsignore_test

import (
	"testing"

	"github.com/wsvet/wsvet/analyzers/wsignore"
	"github.com/wsvet/wsvet/internal/atest"
)

func Test(t *testing.T) { atest.Run(t, wsignore.Analyzer, "./wsignore/...") }
