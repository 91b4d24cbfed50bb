// Package mid reads through package lib for others.
package mid

import (
	"fmt"

	"github.com/wsvet/wsvet/testdata/wscloseerr/across/lib"
)

// A Session keeps a client.
type Session struct{ client *lib.Client }

func Open(url string) (*Session, error) {
	c, err := lib.Dial(url)
	if err != nil {
		return nil, err
	}
	return &Session{c}, nil
}

// Receive returns the error of the read two packages below.
func (s *Session) Receive() (string, error) { // want Receive:"returns the error of a read"
	b, err := s.client.Next()
	if err != nil {
		return "", fmt.Errorf("receive: %w", err)
	}
	return string(b), nil
}

// Pump keeps it to itself.
func (s *Session) Pump(handle func([]byte)) {
	for {
		b, err := s.client.Next() // want `Next returns that of a read`
		if err != nil {
			return
		}
		handle(b)
	}
}

// ReadAll reads to the end, and returns why it ended.
func ReadAll(s *Session, handle func(string)) error { // want ReadAll:"returns the error of a read"
	for {
		text, err := s.Receive()
		if err != nil {
			return err
		}
		handle(text)
	}
}
