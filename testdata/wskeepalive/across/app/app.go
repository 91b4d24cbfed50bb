// Package app uses connections that package lib dials.
package app

import (
	"github.com/gorilla/websocket"

	"github.com/wsvet/wsvet/testdata/wskeepalive/across/lib"
)

func plain(url string) {
	conn, err := lib.Dial(url) // want `read at line 16`
	if err != nil {
		return
	}
	for {
		if _, _, err := conn.ReadMessage(); err != nil {
			return
		}
	}
}

func drained(url string) {
	conn, err := lib.Dial(url) // want `read at line 27 .*: another package reads it \(wskeepalive/none\)`
	if err != nil {
		return
	}
	lib.Drain(conn)
}

func bounded(url string) {
	conn, err := lib.DialBounded(url)
	if err != nil {
		return
	}
	conn.ReadMessage()
}

func kept(url string) {
	conn, err := lib.Dial(url)
	if err != nil {
		return
	}
	lib.Keep(conn)
	lib.Drain(conn)
}

// What package lib reads by itself is reported there.
func client(url string) {
	c, err := lib.New(url)
	if err != nil {
		return
	}
	defer c.Close()
	c.Start()
}

// What Next reads is what NewStream dials: it is read in this loop.
func stream(url string, handle func([]byte)) {
	s, err := lib.NewStream(url) // want `read at line 65 .*none`
	if err != nil {
		return
	}
	defer s.Close()
	for {
		msg, err := s.Next()
		if err != nil {
			return
		}
		handle(msg)
	}
}

// Drain may be busy with a message when a pong comes, which a fix does not know.
func asked(url string) {
	conn, err := lib.Dial(url) // want `none`
	if err != nil {
		return
	}
	conn.WriteMessage(websocket.TextMessage, nil)
	lib.Drain(conn)
}

// The helper reads once: the deadline before its call is that of the read.
func next(url string) ([]byte, error) {
	conn, err := lib.Dial(url) // want `read at line 91 with no read deadline and no ping: a peer that vanishes is not noticed \(wskeepalive/none\)`
	if err != nil {
		return nil, err
	}
	defer conn.Close()
	conn.WriteMessage(websocket.TextMessage, nil)
	return lib.Next(conn)
}

// The loop is here, the read in the helper.
func looped(url string, handle func([]byte)) error {
	conn, err := lib.Dial(url) // want `read at line \d+ with no read deadline and no ping: a peer that vanishes is not noticed \(wskeepalive/none\)`
	if err != nil {
		return err
	}
	defer conn.Close()
	for {
		msg, err := lib.Next(conn)
		if err != nil {
			return err
		}
		handle(msg)
	}
}
