// Package fates has errors, and what becomes of them.
package fates

import (
	"context"
	"errors"
	"fmt"
	"log"

	_ "github.com/gorilla/websocket"
)

func fail() error       { return nil }
func get() (int, error) { return 0, nil }
func other() error      { return nil }
func log1(err error)    { log.Print(err) }

// What takes an error up.

func holders() {
	fail()                      // want `^ignored, dropped$`
	_ = fail()                  // want `^blank, dropped$`
	n, _ := get()               // want `^blank, dropped$`
	go fail()                   // want `^started, dropped$`
	defer fail()                // want `^started, dropped$`
	log1(fail())                // want `^taken, used$`
	failed := fail() != nil     // want `^taken, used$`
	if m, err := get(); m > n { // want `^named, used`
		log1(err)
	}
	log.Print(failed)
}

func onTheSpot() error {
	return fail() // want `^returned on the spot, used, returned$`
}

func wrappedOnTheSpot() error {
	return errors.Join(fail()) // want `^returned on the spot, used, returned, wrapped$`
}

func testedAlone() {
	if fail() != nil { // want `^tested, dropped, by \*ast.ReturnStmt$`
		return
	}
}

type state struct{ err error }

var global error

func kept(s *state) {
	s.err = fail()  // want `^taken, used$`
	global = fail() // want `^taken, used$`
}

// What its branch does with it.

func returns() error {
	err := fail() // want `^named, used, returned$`
	return err
}

func returnsIt() error {
	if err := fail(); err != nil { // want `^named, used, returned$`
		return err
	}
	return nil
}

func wraps() error {
	err := fail() // want `^named, used, returned, wrapped$`
	if err != nil {
		err = fmt.Errorf("fail: %w", err)
	}
	return err
}

func logs() error {
	err := fail() // want `^named, used$`
	if err != nil {
		log1(err)
		return errors.New("failed")
	}
	return nil
}

func drops() error {
	err := fail() // want `^named, dropped, by \*ast.ReturnStmt$`
	if err != nil {
		return errors.New("failed")
	}
	return nil
}

func looks() int {
	err := fail() // want `^named, used$`
	if errors.Is(err, global) {
		return 1
	}
	return 0
}

func usedOnOnePath(quiet bool) {
	if err := fail(); err != nil { // want `^named, used, dropped, by \*ast.ReturnStmt$`
		if quiet {
			return
		}
		log1(err)
	}
}

// Only the paths of an error count.
func usedWithoutError() {
	err := fail() // want `^named, dropped, by \*ast.ReturnStmt$`
	if err == nil {
		log1(err)
	}
}

func overwrites() error {
	err := fail() // want `^named, dropped, by \*ast.AssignStmt$`
	err = other()
	return err
}

func discards() {
	err := fail() // want `^named, dropped, by \*ast.ReturnStmt$`
	_ = err
}

func namedResult() (err error) {
	err = fail() // want `^named, used, returned$`
	return
}

func switches() string {
	err := fail() // want `^named, used`
	switch err {
	case nil:
		return ""
	case global:
		return "global"
	}
	return "other"
}

// The program itself has ended the connection.

func contextEnded(ctx context.Context) {
	for {
		if err := fail(); err != nil { // want `^named, used$`
			if ctx.Err() != nil {
				return
			}
			log1(err)
		}
	}
}

func doneReceived(done chan struct{}) {
	if err := fail(); err != nil { // want `^named, used$`
		select {
		case <-done:
			return
		default:
		}
		log1(err)
	}
}

func otherChannel(ticks chan int) {
	if err := fail(); err != nil { // want `^named, used, dropped, by \*ast.ReturnStmt$`
		select {
		case <-ticks:
			return
		default:
		}
		log1(err)
	}
}

// Variables that other functions see.

func deferred() {
	var err error
	defer func() { log1(err) }()
	err = fail() // want `^named, used$`
}

func addressed() {
	var err error
	p := &err
	err = fail() // want `^named, used$`
	log.Print(*p)
}

func calledBefore() {
	var err error
	func() { log1(err) }()
	err = fail() // want `^named, dropped, by \*ast.ReturnStmt$`
}

func calledAfter() {
	var err error
	err = fail() // want `^named, used$`
	func() { log1(err) }()
}

// The function around looked at it before the goroutine started.
func lookedBefore() error {
	err := other()
	if err != nil {
		return err
	}
	go func() {
		_, err = get() // want `^named, dropped, by \*ast.ReturnStmt$`
	}()
	return nil
}

func looksAfter(done chan int) error {
	err := other()
	if err != nil {
		return err
	}
	go func() {
		err = fail() // want `^named, used$`
		close(done)
	}()
	<-done
	return err
}

func returnsNamed(done chan int) (err error) {
	go func() {
		err = fail() // want `^named, used$`
		close(done)
	}()
	<-done
	return
}

// Each round of the loop has an err of its own.
func looksInTheNextRound() {
	for {
		err := other()
		if err != nil {
			log1(err)
		}
		go func() {
			err = fail() // want `^named, dropped, by \*ast.ReturnStmt$`
		}()
	}
}

func looksAgainInTheLoop() {
	var err error
	for {
		if err != nil {
			log1(err)
		}
		go func() {
			err = fail() // want `^named, used$`
		}()
	}
}

// The literal runs when it is called, not where it stands.
func calledByName() error {
	var err error
	try := func() {
		err = fail() // want `^named, used$`
	}
	try()
	return err
}

func siblings() {
	var err error
	go func() { log1(err) }()
	go func() {
		err = fail() // want `^named, used$`
	}()
}
