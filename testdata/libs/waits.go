package libs

// Libraries that wait, or that say how long to.
import (
	_ "github.com/avast/retry-go"
	_ "github.com/avast/retry-go/v3"
	_ "github.com/avast/retry-go/v4"
	_ "github.com/cenkalti/backoff"
	_ "github.com/cenkalti/backoff/v3"
	_ "github.com/cenkalti/backoff/v4"
	_ "github.com/cenkalti/backoff/v5"
	_ "github.com/failsafe-go/failsafe-go"
	_ "github.com/jpillora/backoff"
	_ "github.com/lestrrat-go/backoff/v2"
	_ "github.com/matryer/try"
	_ "github.com/sethvargo/go-retry"
	_ "golang.org/x/sync/errgroup"
	_ "golang.org/x/time/rate"
	_ "k8s.io/apimachinery/pkg/util/wait"
)
