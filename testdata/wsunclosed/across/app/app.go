// Package app uses the connections that lib dials.
package app

import (
	"errors"

	"github.com/wsvet/wsvet/testdata/wsunclosed/across/lib"
)

type app struct{ client *lib.Client }

func start(url, name string) (*app, error) {
	c, err := lib.New(url) // want `dropped by the return at line 18`
	if err != nil {
		return nil, err
	}
	if name == "" {
		return nil, errors.New("no name")
	}
	return &app{c}, c.Send(name)
}

func say(url, text string) error {
	c, err := lib.New(url)
	if err != nil {
		return err
	}
	defer c.Close()
	return c.Send(text)
}

func checked(url string) error {
	conn, err := lib.Dial(url)
	if err != nil {
		return err
	}
	if err := lib.Check(conn); err != nil {
		return err
	}
	return conn.Close()
}

func unchecked(url string) error {
	conn, err := lib.Dial(url) // want `dropped by the return at line 48`
	if err != nil {
		return err
	}
	return conn.WriteJSON(1)
}
