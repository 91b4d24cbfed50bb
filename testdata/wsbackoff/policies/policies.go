// Package policies waits as libraries say.
package policies

import (
	"context"
	"log"
	"time"

	retry "github.com/avast/retry-go/v4"
	cenkalti2 "github.com/cenkalti/backoff"
	cenkalti3 "github.com/cenkalti/backoff/v3"
	cenkalti4 "github.com/cenkalti/backoff/v4"
	cenkalti5 "github.com/cenkalti/backoff/v5"
	"github.com/gorilla/websocket"
	"github.com/jpillora/backoff"
	lestrrat "github.com/lestrrat-go/backoff/v2"
	"github.com/matryer/try"
	goretry "github.com/sethvargo/go-retry"
	"golang.org/x/time/rate"
	"k8s.io/apimachinery/pkg/util/wait"
)

type client struct {
	url  string
	conn *websocket.Conn
}

func (c *client) dial() (err error) {
	c.conn, _, err = websocket.DefaultDialer.Dial(c.url, nil)
	return err
}

// jpillora: Jitter is false unless it is set.
func (c *client) jpillora() {
	b := &backoff.Backoff{Min: time.Second, Max: time.Minute}
	for {
		if err := c.dial(); err == nil {
			return
		}
		time.Sleep(b.Duration()) // want `wsbackoff/nojitter`
	}
}

func (c *client) jpilloraFalse() {
	var b backoff.Backoff
	for {
		d := b.Duration()
		if err := c.dial(); err == nil {
			return
		}
		time.Sleep(d) // want `wsbackoff/nojitter`
	}
}

func (c *client) jpilloraJitter() {
	b := &backoff.Backoff{Min: time.Second, Max: time.Minute, Jitter: true}
	for {
		if err := c.dial(); err == nil {
			return
		}
		time.Sleep(b.Duration())
	}
}

func (c *client) jpilloraHanded(b *backoff.Backoff) {
	for {
		if err := c.dial(); err == nil {
			return
		}
		time.Sleep(b.Duration())
	}
}

// cenkalti: the constructor's has jitter, a factor of zero takes it away.
func (c *client) cenkalti2() {
	b := cenkalti2.NewExponentialBackOff()
	for c.dial() != nil {
		time.Sleep(b.NextBackOff())
	}
}

func (c *client) cenkalti3() {
	b := cenkalti3.NewConstantBackOff(time.Second)
	for c.dial() != nil {
		time.Sleep(b.NextBackOff()) // want `wsbackoff/constant`
	}
}

func (c *client) cenkalti4() {
	b := cenkalti4.NewExponentialBackOff(cenkalti4.WithRandomizationFactor(0))
	for c.dial() != nil {
		time.Sleep(b.NextBackOff()) // want `wsbackoff/nojitter`
	}
}

func (c *client) cenkalti5() {
	b := cenkalti5.ExponentialBackOff{InitialInterval: time.Second, Multiplier: 2, MaxInterval: time.Minute}
	for c.dial() != nil {
		time.Sleep(b.NextBackOff()) // want `wsbackoff/nojitter`
	}
}

func (c *client) callback() error {
	return cenkalti4.Retry(c.dial, cenkalti4.NewExponentialBackOff())
}

func (c *client) callbackConstant() error {
	return cenkalti3.Retry(c.dial, cenkalti3.NewConstantBackOff(time.Second)) // want `wsbackoff/constant`
}

func (c *client) callbackFew() error {
	return cenkalti4.Retry(c.dial, cenkalti4.WithMaxRetries(cenkalti4.NewConstantBackOff(time.Second), 5))
}

func (c *client) callback5(ctx context.Context) (*websocket.Conn, error) {
	return cenkalti5.Retry(ctx, func() (*websocket.Conn, error) {
		conn, _, err := websocket.DefaultDialer.DialContext(ctx, c.url, nil)
		return conn, err
	}, cenkalti5.WithBackOff(cenkalti5.NewExponentialBackOff()))
}

// avast: ten attempts with some jitter, unless options say otherwise.
func (c *client) avast() error {
	return retry.Do(c.dial)
}

func (c *client) avastFixed() error {
	return retry.Do(c.dial, retry.Attempts(0), retry.DelayType(retry.FixedDelay)) // want `wsbackoff/constant`
}

func (c *client) avastBackoff() error {
	return retry.Do(c.dial, retry.Attempts(100), retry.DelayType(retry.BackOffDelay)) // want `wsbackoff/nojitter`
}

// sethvargo: jitter comes with a wrapper.
func (c *client) sethvargo(ctx context.Context) error {
	return goretry.Do(ctx, goretry.NewExponential(time.Second), func(context.Context) error { // want `wsbackoff/nojitter`
		return goretry.RetryableError(c.dial())
	})
}

func (c *client) sethvargoJitter(ctx context.Context) error {
	b := goretry.WithJitter(time.Second, goretry.NewExponential(time.Second))
	return goretry.Do(ctx, b, func(context.Context) error {
		return goretry.RetryableError(c.dial())
	})
}

// lestrrat: ten attempts, without jitter unless there is a factor.
func (c *client) lestrrat(ctx context.Context) {
	policy := lestrrat.Exponential(lestrrat.WithMinInterval(time.Second), lestrrat.WithJitterFactor(0.2))
	b := policy.Start(ctx)
	for lestrrat.Continue(b) {
		if c.dial() == nil {
			return
		}
	}
}

// matryer: ten attempts.
func (c *client) matryer() error {
	return try.Do(func(attempt int) (bool, error) {
		return true, c.dial()
	})
}

// A rate limiter.
func (c *client) limited(ctx context.Context, limiter *rate.Limiter) {
	for limiter.Wait(ctx) == nil {
		if err := c.dial(); err != nil {
			log.Println(err)
		}
	}
}

// k8s: Until is as steady as its period, a Backoff grows with a factor.
func (c *client) until(stop <-chan struct{}) {
	wait.Until(func() { // want `wsbackoff/constant`
		if err := c.dial(); err != nil {
			log.Println(err)
		}
	}, time.Second, stop)
}

func (c *client) jitterUntil(stop <-chan struct{}) {
	wait.JitterUntil(func() {
		if err := c.dial(); err != nil {
			log.Println(err)
		}
	}, time.Second, 0.5, true, stop)
}

func (c *client) step() {
	b := wait.Backoff{Duration: time.Second, Factor: 2, Steps: 1000, Cap: time.Minute}
	for c.dial() != nil {
		time.Sleep(b.Step()) // want `wsbackoff/nojitter`
	}
}

func (c *client) stepJitter() {
	b := wait.Backoff{Duration: time.Second, Factor: 2, Jitter: 0.1, Steps: 1000, Cap: time.Minute}
	for c.dial() != nil {
		time.Sleep(b.Step())
	}
}

func (c *client) exponential() error {
	return wait.ExponentialBackoff(wait.Backoff{Duration: time.Second, Factor: 2, Steps: 50}, func() (bool, error) { // want `wsbackoff/nojitter`
		return c.dial() == nil, nil
	})
}

func (c *client) fewSteps() error {
	return wait.ExponentialBackoff(wait.Backoff{Duration: time.Second, Factor: 2, Steps: 5}, func() (bool, error) {
		return c.dial() == nil, nil
	})
}
