// Package imports dials again with the help of other packages.
package imports

import (
	"time"

	"github.com/wsvet/wsvet/testdata/redial/dials"
	"github.com/wsvet/wsvet/testdata/redial/waits"
)

func about(...any) {}

func delayed(url string) {
	for {
		if conn, err := dials.Connect(url); err == nil { // want `^loop in delayed through Connect, dial in delayed; failed waits constant or zero; lost waits constant or zero; steady$`
			dials.Serve(conn)
		}
		time.Sleep(waits.Delay())
	}
}

func paused(url string) {
	for i := 0; ; i++ {
		conn, err := dials.Connect(url) // want `^loop in paused through Connect, dial in paused; failed waits growing or zero; lost waits any; grows without jitter$`
		if err != nil {
			waits.Pause(waits.Grown(i))
			continue
		}
		dials.Serve(conn)
		waits.Pause(waits.Random())
	}
}

func retried(url string) error {
	return waits.Retry(func() error { // want `^library in retried through Retry, Connect, dial in retried: constant$`
		_, err := dials.Connect(url)
		return err
	})
}

func late(url string) {
	for {
		if _, err := dials.Late(url); err == nil { // want `^loop in late through Late, dial in late; failed waits constant or zero; steady$`
			return
		}
	}
}

func persistent(url string) {
	for {
		dials.Serve(dials.Persist(url)) // want `^loop in persistent through Persist, dial in persistent; lost waits nothing; redials at once; an inner cycle backs off$`
	}
}

func notified(url string) {
	for {
		if _, err := dials.Connect(url); err == nil { // want `^loop in notified through Connect, dial in notified; failed waits constant; steady$`
			return
		}
		ch := make(chan bool)
		go waits.Notify(ch, time.Second)
		<-ch
	}
}

func timed(url string) {
	for {
		if _, err := dials.Connect(url); err == nil { // want `^loop in timed through Connect, dial in timed; failed waits constant; steady$`
			return
		}
		<-waits.Timer(time.Second)
	}
}

func implemented(d dials.Dialer) {
	for {
		if _, err := d.Dial(); err == nil { // want `^loop in implemented through Dial, dial in implemented; failed waits nothing; dials at once$`
			return
		}
	}
}

func made() *waits.Policy { return &waits.Policy{Spread: 0.5} }

func uses() { about(made()) } // want `^runs made; a policy whose jitter is Spread$`
