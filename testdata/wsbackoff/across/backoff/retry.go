package backoff

import (
	"context"
	"errors"
	"math/rand/v2"
	"time"
)

// Until tries every second.
func Until(ctx context.Context, try func() error) error { // want Until:`^retries after constant`
	for ctx.Err() == nil {
		if try() == nil {
			return nil
		}
		time.Sleep(time.Second)
	}
	return ctx.Err()
}

// Hard tries at once.
func Hard(try func() error) { // want Hard:`^retries after nothing`
	for try() != nil {
	}
}

// Every doubles the wait.
func Every(d time.Duration, try func() (int, error)) int { // want Every:`^retries after growing`
	for {
		n, err := try()
		if err == nil {
			return n
		}
		time.Sleep(d)
		d *= 2
	}
}

// Wild waits for a random time.
func Wild(try func() error) { // want Wild:`^retries after any`
	for try() != nil {
		time.Sleep(rand.N(time.Minute))
	}
}

// Times tries that often.
func Times(n int, d time.Duration, try func() error) error { // want Times:`^retries after constant`
	for range n {
		if err := try(); err == nil {
			return nil
		}
		time.Sleep(d)
	}
	return errors.New("giving up")
}

// Each is no retry.
func Each(list []string, do func(string) error) error { // want Each:`returns`
	for _, s := range list {
		if err := do(s); err != nil {
			return err
		}
	}
	return nil
}
