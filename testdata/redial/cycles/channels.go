package cycles

import (
	"context"
	"fmt"
	"time"

	"github.com/gorilla/websocket"
)

// What comes by channels decides which way a cycle goes.

// An event has its reason in a field: only failures wait.
type event struct {
	failed bool
	text   string
}

type loop struct {
	client
	events chan event
	log    func(string)
	fetch  func(context.Context) (string, error)
}

func (l *loop) reasons() {
	for {
		if err := l.dial(); err != nil { // want `^loop in reasons through dial, Dial, dial in dial; failed waits constant; lost waits nothing; redials at once; steady$`
			l.events <- event{failed: true, text: err.Error()}
		} else {
			l.read()
			l.events <- event{failed: false, text: "lost"}
		}
		if e := <-l.events; e.failed {
			time.Sleep(time.Second)
		}
	}
}

// A helper receives for its caller.
func (l *loop) await(done chan bool) { <-done }

func (l *loop) helper() {
	for {
		if err := l.dial(); err != nil { // want `^loop in helper through dial, Dial, dial in dial; lost waits nothing; redials at once$`
			return
		}
		done := make(chan bool)
		go func() {
			l.read()
			close(done)
		}()
		l.await(done)
	}
}

// A helper receives what a goroutine sends after a wait.
func (l *loop) pauses() {
	for l.dial() != nil { // want `^loop in pauses through dial, Dial, dial in dial; failed waits constant; steady$`
		next := make(chan bool)
		go func() {
			time.Sleep(time.Second)
			close(next)
		}()
		l.await(next)
	}
}

// No cycle: the goroutine waits for what nobody sends.
func (l *loop) stuck() {
	for l.dial() != nil {
		begin, end := make(chan bool), make(chan bool)
		go func() {
			<-begin
			end <- true
		}()
		<-end
	}
}

// The goroutine that sends waits for its turn.
func (l *loop) turns() {
	for {
		if err := l.dial(); err != nil { // want `^loop in turns through dial, Dial, dial in dial; lost waits nothing; redials at once$`
			return
		}
		begin, end := make(chan bool), make(chan bool)
		go func() {
			<-begin
			l.read()
			end <- true
		}()
		begin <- true
		<-end
	}
}

// A loop that visits its connection from time to time, until that fails.
func (l *loop) visits() {
	for {
		if err := l.dial(); err != nil { // want `^loop in visits through dial, Dial, dial in dial; lost waits nothing; redials at once$`
			return
		}
		ticker := time.NewTicker(time.Minute)
		for {
			<-ticker.C
			if l.conn.WriteMessage(websocket.PingMessage, nil) != nil {
				break
			}
		}
	}
}

// Neither a log nor a request waits for the next attempt.
func (l *loop) logs(ctx context.Context) {
	for {
		if err := l.dial(); err == nil { // want `^loop in logs through dial, Dial, dial in dial; failed waits nothing; dials at once$`
			return
		}
		l.log("no connection")
		token, _ := l.fetch(ctx)
		fmt.Println(token)
	}
}

// It dials only where it has no connection.
func (l *loop) missing() {
	for {
		if l.conn != nil {
			time.Sleep(time.Second)
			continue
		}
		if err := l.dial(); err == nil { // want `^loop in missing through dial, Dial, dial in dial; failed waits nothing; dials at once$`
			go l.read()
		}
	}
}

// The wait is one of a list, by the number of the attempt, and a helper waits for it.
func (l *loop) handed(waits []time.Duration) {
	for i := 0; i < len(waits); i++ {
		if l.attempt(waits[i]) == nil { // want `^loop in handed through attempt, dial, Dial, dial in dial; failed waits growing or zero; grows without jitter$`
			return
		}
	}
}

func (l *loop) attempt(wait time.Duration) error {
	time.Sleep(wait)
	return l.dial()
}
