package timing_test

import (
	"testing"
	"time"

	"github.com/wsvet/wsvet/analyzers/internal/timing"
)

func TestSeconds(t *testing.T) {
	for d, want := range map[time.Duration]string{time.Minute: "60s", 1500 * time.Millisecond: "1.5s"} {
		if got := timing.Seconds(d); got != want {
			t.Errorf("%v is %q", d, got)
		}
	}
}
