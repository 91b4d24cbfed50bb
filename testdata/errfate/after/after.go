// Package after has code that runs when a call has failed, and when its function
// has returned.
package after

import (
	_ "github.com/gorilla/websocket"
)

func fail() error { return nil }
func a()          {}
func b()          {}
func c()          {}
func d()          {}
func leave()      {}

func branches() {
	err := fail() // want `then "a", later ""`
	if err != nil {
		a()
		return
	}
	b()
}

func testedAlone() {
	if fail() != nil { // want `then "ac", later ""`
		a()
	} else {
		b()
	}
	c()
}

func loops() {
	for {
		a()
		if err := fail(); err == nil { // want `then "abd", later ""`
			c()
			continue
		}
		b()
		helper()
	}
}

func helper() { d() }

func defers() {
	defer a()
	defer func() { b() }()
	fail() // want `then "abc", later ""`
	c()
}

func started() {
	go fail() // want `then "", later ""`
	a()
}

func inner() {
	fail()  // want `then "", later "abd"`
	leave() // want `then "", later "abd"`
}

func middle() {
	c()
	inner()
	a()
}

func outer() {
	defer d()
	middle()
	b()
}
