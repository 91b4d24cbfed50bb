// Package durations asks how durations differ from one time to the next.
package durations

import (
	"flag"
	"math"
	"math/rand/v2"
	"os"
	"sync/atomic"
	"time"

	"github.com/cenkalti/backoff/v4"
	_ "github.com/gorilla/websocket"
	jpillora "github.com/jpillora/backoff"
)

func pace(time.Duration) {}
func policy(any)         {}

var every = flag.Duration("every", time.Second, "")

type config struct{ wait time.Duration }

func constants(c config, handedIn time.Duration, fetch func() time.Duration) {
	env, _ := time.ParseDuration(os.Getenv("WAIT"))
	once := fetch()
	for {
		pace(time.Second)                // want `^constant$`
		pace(0)                          // want `^constant or zero$`
		pace(2 * c.wait)                 // want `^constant or zero$`
		pace(c.wait + time.Second)       // want `^constant$`
		pace(handedIn)                   // want `^constant or zero$`
		pace(*every)                     // want `^constant`
		pace(env)                        // want `^constant`
		pace(once)                       // want `^constant`
		pace(fetch())                    // want `^free$`
		pace(time.Until(tomorrow()) / 2) // want `^free$`
	}
}

func tomorrow() time.Time { return time.Now().Add(24 * time.Hour) }

func growing() {
	wait := time.Second
	var n int
	var count atomic.Int64
	for i := 0; ; i++ {
		pace(wait)                                   // want `^growing$`
		pace(time.Duration(n) * time.Second)         // want `^growing or zero$`
		pace(time.Duration(n+1) * time.Second)       // want `^growing$`
		pace(time.Duration(math.Pow(2, float64(i)))) // want `^growing`
		pace(time.Duration(count.Add(1)))            // want `^growing`
		pace(capped(i))                              // want `^growing`
		wait = min(2*wait, time.Minute)
		n++
	}
}

func capped(i int) time.Duration {
	d := time.Second << i
	if limit := time.Minute; limit < d {
		d = limit
	}
	return d
}

func random() {
	mine := rand.N(time.Minute)
	for wait := time.Second; ; wait *= 2 {
		pace(mine)                  // want `^free$`
		pace(wait/2 + rand.N(wait)) // want `^free$`
		pace(jittered(wait))        // want `^free$`
	}
}

func jittered(d time.Duration) time.Duration {
	if d <= 0 {
		return d
	}
	return time.Duration((0.5 + rand.Float64()) * float64(d))
}

func policies() {
	policy(backoff.NewExponentialBackOff())         // want `^free$`
	policy(backoff.NewConstantBackOff(time.Second)) // want `^constant$`
	policy(&backoff.ZeroBackOff{})                  // want `^none$`
	plain := backoff.NewExponentialBackOff()
	plain.RandomizationFactor = 0
	policy(plain)                               // want `^growing$`
	policy(&jpillora.Backoff{Min: time.Second}) // want `^growing$`
	policy(&jpillora.Backoff{Jitter: true})     // want `^free$`
}
