// Package periods asks how often loops do something, and whether they may wait
// between two times.
package periods

import (
	"encoding/json"
	"log"
	"os"
	"time"

	_ "github.com/gorilla/websocket"
)

func runs(int)  {}
func waits(int) {}

const period = 20 * time.Second

func tickers(done <-chan struct{}, every time.Duration) {
	t := time.NewTicker(period)
	defer t.Stop()
	own := time.NewTicker(every)
	for {
		select {
		case <-t.C:
			runs(1) // want `^every 20s$`
		case <-time.After(time.Minute):
			runs(2) // want `^every 1m0s$`
		case <-own.C:
			runs(3) // want `^not known$`
		case <-done:
			return
		}
	}
}

func ranges() {
	for range time.Tick(period / 2) {
		runs(1) // want `^every 10s$`
	}
}

func sleeps(slow bool) {
	for {
		time.Sleep(time.Second)
		runs(1) // want `^every 1s$`
	}
}

func twice() {
	for {
		time.Sleep(time.Second)
		runs(1) // want `^not known$`
		time.Sleep(time.Minute)
	}
}

func computes(msgs []string) {
	for i := 0; ; i++ {
		waits(i) // want `^brief$`
		var v any
		if err := json.Unmarshal([]byte(msgs[i]), &v); err != nil {
			log.Print(err)
			return
		}
		count(v)
	}
}

func count(v any) { log.Print(len(v.(string))) }

func hands(out chan<- int, handle func(int)) {
	for i := 0; ; i++ {
		waits(i) // want `^may wait$`
		out <- i
	}
}

func calls(handle func(int)) {
	for i := 0; ; i++ {
		waits(i) // want `^may wait$`
		handle(i)
	}
}

func writes() {
	for i := 0; ; i++ {
		waits(i) // want `^may wait$`
		os.Stdout.Write([]byte{byte(i)})
	}
}

func polls(out chan<- int) {
	for i := 0; ; i++ {
		waits(i) // want `^brief$`
		select {
		case out <- i:
		default:
		}
		go count(i)
	}
}

func leaves(out chan<- int) {
	for i := 0; ; i++ {
		waits(i) // want `^brief$`
		if i > 10 {
			out <- i
			return
		}
	}
}
