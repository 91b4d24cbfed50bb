// Package far reads through two packages.
package far

import (
	"log"

	"github.com/wsvet/wsvet/testdata/wscloseerr/across/mid"
)

func drops(s *mid.Session, handle func(string)) {
	for {
		text, err := s.Receive() // want `Receive returns that of a read`
		if err != nil {
			break
		}
		handle(text)
	}
}

func starts(s *mid.Session, handle func(string)) {
	go func() {
		_ = mid.ReadAll(s, handle) // want `ReadAll returns that of a read, which is assigned to _`
	}()
}

func logs(s *mid.Session, handle func(string)) {
	if err := mid.ReadAll(s, handle); err != nil {
		log.Print(err)
	}
}

func sends(s *mid.Session, handle func(string), done chan<- error) {
	go func() { done <- mid.ReadAll(s, handle) }()
}
