// Package gws drops connections of lxzan/gws.
package gws

import "github.com/lxzan/gws"

type handler struct{ gws.BuiltinEventHandler }

// ReadLoop closes what it has read.
func run(url string) error {
	conn, _, err := gws.NewClient(&handler{}, &gws.ClientOption{Addr: url})
	if err != nil {
		return err
	}
	conn.ReadLoop()
	return nil
}

func start(url string) error {
	conn, _, err := gws.NewClient(&handler{}, &gws.ClientOption{Addr: url})
	if err != nil {
		return err
	}
	go conn.ReadLoop()
	return conn.WriteString("hello")
}

func tell(url, text string) error {
	conn, _, err := gws.NewClient(&handler{}, &gws.ClientOption{Addr: url}) // want `dropped by the return at line 32`
	if err != nil {
		return err
	}
	return conn.WriteString(text)
}
