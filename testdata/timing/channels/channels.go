// Package channels asks what is received where.
package channels

import (
	"context"
	"sync"
	"time"

	_ "github.com/gorilla/websocket"
)

func from(any) {}

type line struct {
	over  chan struct{}
	other chan struct{}
	bell  *sync.Cond
	timer *time.Timer
}

func (l *line) send() { l.over <- struct{}{} }

func (l *line) hangUp() { close(l.over) }

func (l *line) asked() {
	from(l.over)  // want `^sent in send, hangUp$`
	from(l.other) // want `^sent in $`
	from(l.bell)  // want `^sent in ring$`
}

func (l *line) ring() { l.bell.Broadcast() }

func handed() {
	ch := make(chan int)
	go fill(ch)
	from(ch) // want `^sent in fill$`
}

func fill(ch chan<- int) { ch <- 1 }

func contexts(ctx context.Context) {
	session, cancel := context.WithCancel(ctx)
	go stop(cancel)
	child := context.WithValue(session, line{}, 1)
	from(session.Done()) // want `^sent in stop$`
	from(child.Done())   // want `^sent in stop$`
	from(ctx.Done())     // want `^sent in $`
}

func stop(end func()) { end() }

func (l *line) timers(ctx context.Context) {
	l.timer = time.NewTimer(time.Second)
	for wait := time.Second; ; wait *= 2 {
		from(time.After(wait))       // want `^after wait$`
		from(time.Tick(time.Minute)) // want `^after time.Minute$`
		from(l.timer.C)              // want `^after wait$`
		l.timer.Reset(wait)
		pause, cancel := context.WithTimeout(ctx, wait)
		from(pause.Done()) // want `^after wait$`
		cancel()
	}
}
