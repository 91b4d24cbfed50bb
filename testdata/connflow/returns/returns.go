// Package returns returns errors that are nil, or are not.
package returns

import (
	"errors"
	"fmt"
	"io"

	_ "github.com/gorilla/websocket"
)

var errFull = errors.New("full")

type failure struct{}

func (*failure) Error() string { return "failure" }

func tested(f func() error) error {
	err := f()
	if err != nil {
		return err // want `an error`
	}
	return err
}

func wrapped(f func() error) (int, error) {
	if err := f(); err != nil && err != io.EOF {
		return 0, fmt.Errorf("wrapped: %w", err) // want `an error`
	} else if err == nil {
		return 1, err
	}
	return 2, nil
}

func joined(f func() error, ok bool) error {
	if err := f(); err != nil || !ok {
		return errors.Join(err, errors.New("joined")) // want `an error`
	}
	return f()
}

func made(n int) error {
	switch n {
	case 1:
		return &failure{} // want `an error`
	case 2:
		return errFull // want `an error`
	case 3:
		return errors.New("made") // want `an error`
	}
	return nil
}

func bare(f func() error) (err error) {
	err = f()
	if errors.Is(err, io.EOF) {
		return // want `an error`
	}
	return
}

func other(f func() error) bool {
	return f() == nil
}

func inner(f func() error) func() error {
	err := f()
	if err != nil {
		return func() error { return f() }
	}
	return nil
}
