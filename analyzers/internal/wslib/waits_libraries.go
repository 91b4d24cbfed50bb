package wslib

import "slices"

// waitPackages are the tables of the packages that wait, or decide how long to.
// Adding a library is adding a table.
func waitPackages() []*WaitPackage {
	return slices.Concat(stdWaits(), cenkalti(), []*WaitPackage{
		{
			Path: "golang.org/x/time/rate",
			Funcs: []Wait{
				{Name: "Limiter.Wait", Type: "func(context.Context) error", Role: Limits},
				{Name: "Limiter.WaitN", Type: "func(context.Context, int) error", Role: Limits},
				{Name: "Reservation.Delay", Type: "func() time.Duration", Role: Next},
			},
		},
		{
			Path: "golang.org/x/sync/errgroup",
			Funcs: []Wait{
				{Name: "Group.Go", Type: "func(func() error)", Role: Starts, Callback: Arg0},
				{Name: "Group.Wait", Type: "func() error", Role: Joins},
			},
		},
		{
			// Duration grows by Factor, 2 where it is zero; Jitter is false by default.
			Path: "github.com/jpillora/backoff",
			Funcs: []Wait{
				{Name: "Backoff.Duration", Type: "func() time.Duration", Role: Next, Policy: Recv},
				{Name: "Backoff.ForAttempt", Type: "func(float64) time.Duration", Role: Next, Policy: Recv},
			},
			Types: []PolicyType{{Name: "Backoff", Pace: Growing, Jitter: "Jitter"}},
		},
		retryGo("github.com/avast/retry-go"), retryGo("github.com/avast/retry-go/v3"), retryGo("github.com/avast/retry-go/v4"),
		{
			// Nothing is random unless a WithJitter… wraps it.
			Path: "github.com/sethvargo/go-retry",
			Funcs: []Wait{
				{Name: "NewConstant", Role: Policy, Pace: Steady},
				{Name: "NewExponential", Role: Policy, Pace: Growing},
				{Name: "NewFibonacci", Role: Policy, Pace: Growing},
				{Name: "WithJitter", Type: "func(time.Duration, Backoff) Backoff", Role: Policy, Policy: Arg1, Pace: Jittered},
				{Name: "WithJitterPercent", Type: "func(uint64, Backoff) Backoff", Role: Policy, Policy: Arg1, Pace: Jittered},
				{Name: "WithFullJitter", Type: "func(Backoff) Backoff", Role: Policy, Policy: Arg0, Pace: Jittered},
				{Name: "WithMaxRetries", Type: "func(uint64, Backoff) Backoff", Role: Policy, Policy: Arg1, Attempts: Arg0},
				{Name: "WithCappedDuration", Type: "func(time.Duration, Backoff) Backoff", Role: Policy, Policy: Arg1},
				{Name: "WithMaxDuration", Type: "func(time.Duration, Backoff) Backoff", Role: Policy, Policy: Arg1},
				{Name: "Backoff.Next", Type: "func() (time.Duration, bool)", Role: Next, Policy: Recv},
				{Name: "Do", Type: "func(context.Context, Backoff, RetryFunc) error", Role: Retries, Policy: Arg1, Callback: Arg2},
				{Name: "DoValue", Role: Retries, Policy: Arg1, Callback: Arg2},
				{Name: "Constant", Type: "func(context.Context, time.Duration, RetryFunc) error", Role: Retries, Callback: Arg2, Pace: Steady},
				{Name: "Exponential", Type: "func(context.Context, time.Duration, RetryFunc) error", Role: Retries, Callback: Arg2, Pace: Growing},
				{Name: "Fibonacci", Type: "func(context.Context, time.Duration, RetryFunc) error", Role: Retries, Callback: Arg2, Pace: Growing},
			},
		},
		{
			// The jitter factor is 0 unless WithJitterFactor sets it; a policy's
			// controller starts ten attempts unless WithMaxRetries sets more.
			Path: "github.com/lestrrat-go/backoff/v2",
			Funcs: []Wait{
				{Name: "Constant", Role: Policy, Pace: Steady, Bound: 10},
				{Name: "NewConstantPolicy", Role: Policy, Pace: Steady, Bound: 10},
				{Name: "Exponential", Role: Policy, Pace: Growing, Bound: 10},
				{Name: "NewExponentialPolicy", Role: Policy, Pace: Growing, Bound: 10},
				{Name: "Null", Role: Policy, Pace: Zero},
				{Name: "NewNull", Role: Policy, Pace: Zero},
				{Name: "WithJitterFactor", Type: "func(float64) CommonOption", Role: Option, Factor: Arg0, Pace: Jittered},
				{Name: "WithMaxRetries", Type: "func(int) ControllerOption", Role: Option, Attempts: Arg0},
				{Name: "Policy.Start", Type: "func(context.Context) Controller", Role: Policy, Policy: Recv},
				{Name: "ConstantPolicy.Start", Type: "func(context.Context) Controller", Role: Policy, Policy: Recv},
				{Name: "ExponentialPolicy.Start", Type: "func(context.Context) Controller", Role: Policy, Policy: Recv},
				{Name: "Continue", Type: "func(Controller) bool", Role: Pauses, Policy: Arg0},
				{Name: "Controller.Next", Type: "func() <-chan struct{}", Role: Pauses, Policy: Recv},
			},
		},
		{
			// It tries at most MaxRetries times, 10 by default, and waits for nothing.
			Path: "github.com/matryer/try",
			Funcs: []Wait{
				{Name: "Do", Type: "func(Func) error", Role: Retries, Callback: Arg0, Pace: Zero, Bound: 10},
			},
		},
		{
			Path: "k8s.io/apimachinery/pkg/util/wait",
			Funcs: []Wait{
				{Name: "Until", Type: "func(func(), time.Duration, <-chan struct{})", Role: Retries, Callback: Arg0, Dur: Arg1, Pace: Steady},
				{Name: "NonSlidingUntil", Type: "func(func(), time.Duration, <-chan struct{})", Role: Retries, Callback: Arg0, Dur: Arg1, Pace: Steady},
				{Name: "Forever", Type: "func(func(), time.Duration)", Role: Retries, Callback: Arg0, Dur: Arg1, Pace: Steady},
				{Name: "UntilWithContext", Type: "func(context.Context, func(context.Context), time.Duration)", Role: Retries, Callback: Arg1, Dur: Arg2, Pace: Steady},
				{Name: "NonSlidingUntilWithContext", Type: "func(context.Context, func(context.Context), time.Duration)", Role: Retries, Callback: Arg1, Dur: Arg2, Pace: Steady},
				{Name: "JitterUntil", Type: "func(func(), time.Duration, float64, bool, <-chan struct{})", Role: Retries, Callback: Arg0, Dur: Arg1, Pace: Steady, Factor: Arg2},
				{Name: "JitterUntilWithContext", Type: "func(context.Context, func(context.Context), time.Duration, float64, bool)", Role: Retries, Callback: Arg1, Dur: Arg2, Pace: Steady, Factor: Arg3},
				{Name: "PollInfinite", Type: "func(time.Duration, ConditionFunc) error", Role: Retries, Callback: Arg1, Dur: Arg0, Pace: Steady},
				{Name: "PollImmediateInfinite", Type: "func(time.Duration, ConditionFunc) error", Role: Retries, Callback: Arg1, Dur: Arg0, Pace: Steady},
				{Name: "PollUntil", Type: "func(time.Duration, ConditionFunc, <-chan struct{}) error", Role: Retries, Callback: Arg1, Dur: Arg0, Pace: Steady},
				{Name: "PollImmediateUntil", Type: "func(time.Duration, ConditionFunc, <-chan struct{}) error", Role: Retries, Callback: Arg1, Dur: Arg0, Pace: Steady},
				{Name: "PollUntilContextCancel", Type: "func(context.Context, time.Duration, bool, ConditionWithContextFunc) error", Role: Retries, Callback: Arg3, Dur: Arg1, Pace: Steady},
				{Name: "ExponentialBackoff", Type: "func(Backoff, ConditionFunc) error", Role: Retries, Callback: Arg1, Policy: Arg0},
				{Name: "ExponentialBackoffWithContext", Type: "func(context.Context, Backoff, ConditionWithContextFunc) error", Role: Retries, Callback: Arg2, Policy: Arg1},
				{Name: "BackoffUntil", Type: "func(func(), BackoffManager, bool, <-chan struct{})", Role: Retries, Callback: Arg0},
				{Name: "Backoff.Step", Type: "func() time.Duration", Role: Next, Policy: Recv},
				{Name: "Jitter", Type: "func(time.Duration, float64) time.Duration", Role: Randomises},
			},
			Types: []PolicyType{{Name: "Backoff", Pace: Growing, Jitter: "Jitter", Grow: "Factor", Steps: "Steps"}},
		},
		{
			// Waits are what the builder is given; a callback's policy is not looked into.
			Path: "github.com/failsafe-go/failsafe-go",
			Funcs: []Wait{
				{Name: "Run", Role: Retries, Callback: Arg0},
				{Name: "Get", Role: Retries, Callback: Arg0},
			},
		},
	})
}

// stdWaits is the standard library.
func stdWaits() []*WaitPackage {
	return []*WaitPackage{
		{
			Path: "time",
			Funcs: []Wait{
				{Name: "Sleep", Type: "func(Duration)", Role: Sleeps, Dur: Arg0},
				{Name: "After", Type: "func(Duration) <-chan Time", Role: Fires, Dur: Arg0},
				{Name: "NewTimer", Type: "func(Duration) *Timer", Role: Fires, Dur: Arg0},
				{Name: "Tick", Type: "func(Duration) <-chan Time", Role: Ticks, Dur: Arg0},
				{Name: "NewTicker", Type: "func(Duration) *Ticker", Role: Ticks, Dur: Arg0},
				{Name: "Timer.Reset", Type: "func(Duration) bool", Role: Resets, Dur: Arg0},
				{Name: "Ticker.Reset", Type: "func(Duration)", Role: Resets, Dur: Arg0},
				{Name: "AfterFunc", Type: "func(Duration, func()) *Timer", Role: Later, Dur: Arg0, Callback: Arg1},
			},
		},
		{Path: "context", Funcs: []Wait{
			{Name: "WithTimeout", Type: "func(Context, time.Duration) (Context, CancelFunc)", Role: Expires, Dur: Arg1},
			{Name: "WithTimeoutCause", Type: "func(Context, time.Duration, error) (Context, CancelFunc)", Role: Expires, Dur: Arg1},
		}},
		{Path: "math/rand", Funcs: randoms("Intn", "Int63n", "Int31n", "Int", "Int63", "Int31", "Uint32", "Uint64", "Float64", "Float32", "NormFloat64", "ExpFloat64", "Perm")},
		{Path: "math/rand/v2", Funcs: append(randoms("IntN", "Int64N", "Int32N", "UintN", "Uint64N", "Uint32N", "Int", "Int64", "Int32", "Uint32", "Uint64", "Float64", "Float32", "NormFloat64", "ExpFloat64", "Perm"),
			Wait{Name: "N", Role: Randomises})},
		{Path: "crypto/rand", Funcs: []Wait{
			{Name: "Int", Role: Randomises},
			{Name: "Prime", Role: Randomises},
			{Name: "Read", Role: Randomises},
		}},
		{Path: "sync", Funcs: []Wait{
			{Name: "Once.Do", Type: "func(func())", Role: Runs, Callback: Arg0},
			{Name: "WaitGroup.Go", Type: "func(func())", Role: Starts, Callback: Arg0},
			{Name: "WaitGroup.Wait", Type: "func()", Role: Joins},
			{Name: "Cond.Wait", Type: "func()", Role: Listens},
			{Name: "Cond.Signal", Type: "func()", Role: Wakes},
			{Name: "Cond.Broadcast", Type: "func()", Role: Wakes},
		}},
		{Path: "fmt", Funcs: []Wait{
			{Name: "Scan", Role: Awaits}, {Name: "Scanf", Role: Awaits}, {Name: "Scanln", Role: Awaits},
			{Name: "Fscan", Role: Awaits}, {Name: "Fscanf", Role: Awaits}, {Name: "Fscanln", Role: Awaits},
		}},
		{Path: "bufio", Funcs: []Wait{
			{Name: "Scanner.Scan", Role: Awaits}, {Name: "Reader.ReadString", Role: Awaits}, {Name: "Reader.ReadBytes", Role: Awaits},
			{Name: "Reader.ReadLine", Role: Awaits}, {Name: "Reader.ReadRune", Role: Awaits}, {Name: "Reader.ReadByte", Role: Awaits},
			{Name: "Reader.Read", Role: Awaits},
		}},
		{Path: "net", Funcs: []Wait{{Name: "Listener.Accept", Role: Awaits}}},
		{Path: "os", Funcs: []Wait{{Name: "File.Read", Role: Awaits}, {Name: "Process.Wait", Role: Awaits}}},
		{Path: "os/exec", Funcs: []Wait{{Name: "Cmd.Run", Role: Awaits}, {Name: "Cmd.Wait", Role: Awaits}}},
	}
}

// randoms are functions of a package and methods of its Rand.
func randoms(names ...string) []Wait {
	var list []Wait
	for _, name := range names {
		list = append(list, Wait{Name: name, Role: Randomises}, Wait{Name: "Rand." + name, Role: Randomises})
	}
	return list
}

// cenkalti are the majors of github.com/cenkalti/backoff. An ExponentialBackOff
// of its constructor has a RandomizationFactor of 0.5, one of a literal has none.
func cenkalti() []*WaitPackage {
	var all []*WaitPackage
	for _, path := range []string{
		"github.com/cenkalti/backoff", "github.com/cenkalti/backoff/v3", "github.com/cenkalti/backoff/v4", "github.com/cenkalti/backoff/v5",
	} {
		p := &WaitPackage{
			Path: path,
			Funcs: []Wait{
				{Name: "NewExponentialBackOff", Role: Policy, Pace: Jittered},
				{Name: "NewConstantBackOff", Type: "func(time.Duration) *ConstantBackOff", Role: Policy, Pace: Steady},
				{Name: "BackOff.NextBackOff", Type: "func() time.Duration", Role: Next, Policy: Recv},
				{Name: "ExponentialBackOff.NextBackOff", Type: "func() time.Duration", Role: Next, Policy: Recv},
				{Name: "ConstantBackOff.NextBackOff", Type: "func() time.Duration", Role: Next, Policy: Recv},
			},
			Types: []PolicyType{
				{Name: "ExponentialBackOff", Pace: Growing, Jitter: "RandomizationFactor"},
				{Name: "ConstantBackOff", Pace: Steady},
				{Name: "ZeroBackOff", Pace: Zero},
			},
		}
		if path == "github.com/cenkalti/backoff/v5" {
			p.Funcs = append(p.Funcs,
				Wait{Name: "WithBackOff", Type: "func(BackOff) RetryOption", Role: Option, Policy: Arg0},
				Wait{Name: "WithMaxTries", Type: "func(uint) RetryOption", Role: Option, Attempts: Arg0},
				Wait{Name: "Retry", Role: Retries, Callback: Arg1, Pace: Jittered})
		} else {
			p.Funcs = append(p.Funcs,
				Wait{Name: "WithMaxRetries", Type: "func(BackOff, uint64) BackOff", Role: Policy, Policy: Arg0, Attempts: Arg1},
				Wait{Name: "WithContext", Type: "func(BackOff, context.Context) BackOffContext", Role: Policy, Policy: Arg0},
				Wait{Name: "Retry", Type: "func(Operation, BackOff) error", Role: Retries, Callback: Arg0, Policy: Arg1},
				Wait{Name: "RetryNotify", Type: "func(Operation, BackOff, Notify) error", Role: Retries, Callback: Arg0, Policy: Arg1})
		}
		if path == "github.com/cenkalti/backoff/v4" {
			p.Funcs = append(p.Funcs,
				Wait{Name: "WithRandomizationFactor", Type: "func(float64) ExponentialBackOffOpts", Role: Option, Factor: Arg0, Pace: Jittered},
				Wait{Name: "RetryWithData", Role: Retries, Callback: Arg0, Policy: Arg1},
				Wait{Name: "RetryNotifyWithData", Role: Retries, Callback: Arg0, Policy: Arg1})
		}
		all = append(all, p)
	}
	return all
}

// retryGo is github.com/avast/retry-go: ten attempts, with exponential waits and
// up to 100 ms at random, unless options set otherwise.
func retryGo(path string) *WaitPackage {
	return &WaitPackage{
		Path: path,
		Funcs: []Wait{
			{Name: "Do", Type: "func(RetryableFunc, ...Option) error", Role: Retries, Callback: Arg0, Pace: Jittered, Bound: 10},
			{Name: "Attempts", Type: "func(uint) Option", Role: Option, Attempts: Arg0},
			{Name: "DelayType", Type: "func(DelayTypeFunc) Option", Role: Option, Policy: Arg0},
			{Name: "FixedDelay", Role: Policy, Pace: Steady},
			{Name: "BackOffDelay", Role: Policy, Pace: Growing},
			{Name: "RandomDelay", Role: Policy, Pace: Jittered},
		},
	}
}
