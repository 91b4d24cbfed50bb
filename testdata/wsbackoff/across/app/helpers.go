package app

import (
	"context"
	"log"
	"time"

	"github.com/gorilla/websocket"

	"github.com/wsvet/wsvet/testdata/wsbackoff/across/backoff"
	"github.com/wsvet/wsvet/testdata/wsbackoff/across/station"
	"github.com/wsvet/wsvet/testdata/wsbackoff/across/tally"
)

func once(url string) error {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil)
	if err != nil {
		return err
	}
	return conn.Close()
}

// What cannot wait is no wait, whatever its signature says.
func missed(url string, t *tally.Tally) {
	for t.Quiet() {
		if once(url) != nil { // want `wsbackoff/none`
			t.On(func(n int) { log.Print(n) })
			t.Miss()
		}
	}
}

func missedAndSlept(url string, t *tally.Tally) {
	for once(url) != nil {
		t.Miss()
		time.Sleep(5 * time.Second) // want `wsbackoff/constant`
	}
}

// What cannot be seen may wait.
func metered(url string, m interface{ Miss() }) {
	for once(url) != nil {
		m.Miss()
		time.Sleep(5 * time.Second)
	}
}

// Timers behind channels.
func ready(url string, asked <-chan struct{}) {
	for wait := time.Second; ; wait *= 2 {
		if err := once(url); err != nil {
			log.Print(err)
		}
		<-tally.Ready(wait, asked) // want `wsbackoff/nojitter`
	}
}

func rung(url string) {
	bell := make(chan int)
	for {
		if err := once(url); err != nil {
			log.Print(err)
		}
		tally.Ring(bell, 10*time.Second) // want `wsbackoff/constant`
		<-bell
	}
}

// The dial is behind an interface of another package.
func tuned(url string) {
	for {
		s := station.New()
		if s.Tune(url) == nil {
			listen(s)
		}
		time.Sleep(5 * time.Second) // want `wsbackoff/constant`
	}
}

func listen(s station.Station) {
	for _, err := s.Listen(); err == nil; _, err = s.Listen() {
	}
}

// A helper that hands its callback on retries as the one behind it does.
func insisted(ctx context.Context, b *backoff.Doubling, url string) error {
	return b.Quietly(ctx, func() error { // want `wsbackoff/nojitter`
		return once(url)
	})
}
