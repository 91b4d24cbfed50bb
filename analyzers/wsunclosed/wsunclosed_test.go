package wsunclosed_test

import (
	"testing"

	"github.com/wsvet/wsvet/analyzers/wsunclosed"
	"github.com/wsvet/wsvet/internal/atest"
)

func Test(t *testing.T) {
	atest.Run(t, wsunclosed.Analyzer, "./wsunclosed/...")
}
