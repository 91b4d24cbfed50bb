package cycles

import (
	"fmt"
	"time"

	"github.com/cenkalti/backoff/v4"
	"github.com/gorilla/websocket"
)

// An attempts is a client with what it counts and keeps.
type attempts struct {
	client
	failed int
	sleep  func(time.Duration)
	hosts  []string
	up     bool
	pool   map[string]*websocket.Conn
}

// The wait is one of a count that the dial sets back.
func (a *attempts) counts() {
	for {
		if a.failed > 0 {
			time.Sleep(time.Duration(a.failed) * time.Second)
		}
		if err := a.dial(); err != nil { // want `^loop in counts through dial, Dial, dial in dial; failed waits growing or zero; lost waits nothing; redials at once; grows without jitter$`
			a.failed++
			continue
		}
		a.failed = 0
		a.read()
	}
}

// A function value that sleeps.
func newAttempts(url string) *attempts {
	a := &attempts{sleep: time.Sleep}
	a.url = url
	return a
}

func (a *attempts) value() {
	for a.dial() != nil { // want `^loop in value through dial, Dial, dial in dial; failed waits constant; steady$`
		a.sleep(time.Second)
	}
}

// A timer that starts the next attempt.
func (a *attempts) later() {
	if err := a.dial(); err != nil { // want `^ring in later through later, dial, Dial, dial in dial; failed waits constant; steady$`
		time.AfterFunc(time.Second, a.later)
		return
	}
	a.read()
}

// One attempt for each host is no cycle, the loop around them is.
func (a *attempts) rounds() {
	for {
		for i := range a.hosts {
			if a.dialHost(i) == nil { // want `^outer loop in rounds through dialHost, Dial, dial in dialHost; failed waits constant; steady$`
				return
			}
		}
		time.Sleep(time.Second)
	}
}

func (a *attempts) dialHost(i int) error {
	conn, _, err := websocket.DefaultDialer.Dial("ws://"+a.hosts[i], nil)
	a.conn = conn
	return err
}

// A loop that leaves after a few failures.
func (a *attempts) leaves() {
	failures := 0
	for {
		if err := a.dial(); err == nil { // want `^loop in leaves through dial, Dial, dial in dial; failed waits constant; few attempts; steady$`
			return
		}
		failures++
		if failures > 3 {
			return
		}
		time.Sleep(time.Second)
	}
}

// A library that retries, and is called again where the connection is lost.
func (a *attempts) library() {
	for {
		if err := backoff.Retry(a.dial, backoff.NewConstantBackOff(time.Second)); err != nil { // want `^library in library through Retry, Dial, dial in dial: constant$` `^loop in library through Retry, Dial, dial in dial; lost waits nothing; redials at once$`
			return
		}
		a.read()
	}
}

// A function that has a library retry is called again.
func (a *attempts) retries() error {
	return backoff.Retry(a.dial, backoff.NewConstantBackOff(time.Second)) // want `^library in retries through Retry, Dial, dial in dial: constant$`
}

func (a *attempts) again() {
	for {
		if a.retries() != nil { // want `^loop in again through retries, Retry, Dial, dial in dial; lost waits nothing; redials at once$`
			return
		}
		a.read()
	}
}

// A parameter whose field is set to zero stays zero for the caller.
func (a *attempts) reset() { a.failed = 0 }

func (a *attempts) resets() {
	for {
		if err := a.dial(); err != nil { // want `^loop in resets through dial, Dial, dial in dial; failed waits nothing; dials at once$`
			a.reset()
			if a.failed == 0 {
				continue
			}
			time.Sleep(time.Second)
			continue
		}
		return
	}
}

// What comes on a channel that cannot be seen is an event, not the next attempt.
func (a *attempts) ticker() {
	ticker := backoff.NewTicker(backoff.NewExponentialBackOff())
	for range ticker.C {
		if a.dial() == nil {
			return
		}
	}
}

// A goroutine reads the connection that the program dials only where it has none.
func (a *attempts) onDemand() {
	for {
		if !a.up {
			if err := a.dial(); err == nil { // want `^loop in onDemand through dial, Dial, dial in dial; failed waits constant; steady$`
				a.up = true
				go a.read()
			}
		}
		time.Sleep(time.Second)
	}
}

// Connections that are kept by their names.
func (a *attempts) pooled() {
	for i := 0; ; i++ {
		conn, _, err := websocket.DefaultDialer.Dial(a.url, nil) // want `^loop in pooled through Dial, dial in pooled; in parallel$`
		if err != nil {
			return
		}
		a.pool[fmt.Sprint(i)] = conn
	}
}

// A dial in a goroutine: it is known to be done with only where its connection is lost.
func (a *attempts) results() {
	ended := make(chan bool, 1)
	for {
		go func() { // want `^loop in results through func, dial, Dial, dial in dial; lost waits nothing; redials at once$`
			if a.dial() != nil {
				ended <- false
				return
			}
			a.read()
			ended <- true
		}()
		if lost, ok := <-ended; ok && !lost {
			time.Sleep(time.Second)
		}
	}
}

// A loop that looks at its connection from time to time, and dials where it is lost.
func (a *attempts) checks() {
	for range time.Tick(time.Minute) {
		if err := a.conn.WriteMessage(websocket.PingMessage, nil); err != nil {
			a.dial() // want `^loop in checks through dial, Dial, dial in dial; failed waits constant; given up waits constant; steady$`
		}
	}
}

// The code outside of the package may wait.
func outside(url string, next func() bool) {
	for next() {
		if _, _, err := websocket.DefaultDialer.Dial(url, nil); err == nil { // want `^loop in outside through Dial, dial in outside; failed waits any$`
			return
		}
	}
}
