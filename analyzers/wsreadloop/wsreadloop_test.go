package wsreadloop_test

import (
	"testing"

	"github.com/wsvet/wsvet/analyzers/wsreadloop"
	"github.com/wsvet/wsvet/internal/atest"
)

func Test(t *testing.T) {
	atest.Run(t, wsreadloop.Analyzer, "./wsreadloop/...")
}
