package wsreadloop_test

import (
	"testing"

	"github.com/wsvet/wsvet/analyzers/atest"
	"github.com/wsvet/wsvet/analyzers/wsreadloop"
)

func Test(t *testing.T) {
	atest.Run(t, wsreadloop.Analyzer, "./wsreadloop/...")
}
