package wsunclosed_test

import (
	"testing"

	"github.com/wsvet/wsvet/analyzers/atest"
	"github.com/wsvet/wsvet/analyzers/wsunclosed"
)

func Test(t *testing.T) {
	atest.Run(t, wsunclosed.Analyzer, "./wsunclosed/...")
}
