// Package order asks about order: in each function, for the calls of a, b and
// stop in it.
package order

import _ "github.com/gorilla/websocket"

import "log"

func a()    {}
func b()    {}
func stop() {}

func straight() { // want `a leads to b, a dominates b, a leaves`
	a()
	b()
}

func stopped() { // want `a dominates b$`
	a()
	stop()
	b()
}

func branch(x bool) { // want `a leads to b, a leaves$`
	if x {
		a()
	}
	b()
}

func around(x bool) { // want `a leads to b, a dominates b, a leaves$`
	a()
	if x {
		stop()
	}
	b()
}

func backwards() { // want `a leads to b, a leaves, a loops, b loops`
	for range 3 {
		b()
		a()
	}
}

func never() { // want `a leads to b, a dominates b, a loops, b loops`
	for {
		a()
		b()
	}
}

func breaks() { // want `a leads to b, a dominates b, a leaves$`
	for {
		a()
		break
	}
	b()
}

func cleared() { // want `^a dominates b, b loops$`
	a()
	stop()
	for {
		b()
	}
}

func deferred() { // want `a dominates b, b loops`
	defer stop()
	a()
	for {
		stop()
		b()
	}
}

func fatal(err error) { // want `a leaves$`
	a()
	if err != nil {
		log.Fatal(err)
		b()
	}
}

func labelled(x chan int) { // want `a leads to b, a dominates b, a leaves, a loops$`
loop:
	for {
		a()
		select {
		case <-x:
			break loop
		default:
		}
	}
	b()
}

func jumps() { // want `a leads to b, a dominates b, a leaves$`
again:
	a()
	if b(); true {
		goto again
	}
}
