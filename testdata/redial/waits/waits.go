// Package waits helps other packages to wait, and knows no WebSocket.
package waits

import (
	"math/rand"
	"time"
)

func Delay() time.Duration { return time.Second } // want Delay:`^returns constant$`

func Grown(n int) time.Duration { return time.Second << n } // want Grown:`^returns constant of argument 0$`

func Random() time.Duration { return time.Duration(rand.Int63n(int64(time.Second))) }

func Pause(d time.Duration) { time.Sleep(d) } // want Pause:`^returns after argument 0$`

func Retry(f func() error) error { // want Retry:`^retries after constant, returns and may serve after any$`
	for {
		if err := f(); err == nil {
			return nil
		}
		time.Sleep(time.Second)
	}
}

// Again waits for nothing.
func Again(f func() error) { // want Again:`^retries after nothing, returns and may serve after any$`
	for f() != nil {
	}
}

// Forward hands its function on.
func Forward(f func() error) error { return Retry(f) } // want Forward:`^retries after constant, returns and may serve after any$`

// Each calls no function again that has failed.
func Each(f func() error) error { // want Each:`^returns, returns and may serve after any$`
	for range 100 {
		if err := f(); err != nil {
			return err
		}
	}
	return nil
}

func Notify(ch chan<- bool, d time.Duration) { // want Notify:`^sends on argument 0 after argument 1, returns after argument 1$`
	time.Sleep(d)
	ch <- true
}

func Timer(d time.Duration) <-chan bool { // want Timer:`^fires after argument 0, returns$`
	ch := make(chan bool)
	go func() {
		time.Sleep(d)
		close(ch)
	}()
	return ch
}

// A Policy says how long to wait.
type Policy struct { // want Policy:`^random where Spread is set$`
	Spread float64
	wait   time.Duration
}

func (p *Policy) Next() time.Duration { // want Next:`^returns growing$`
	p.wait *= 2
	if p.Spread > 0 {
		return p.wait + time.Duration(rand.Float64()*p.Spread*float64(p.wait))
	}
	return p.wait
}
