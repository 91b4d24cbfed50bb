// Package app dials with event handlers of package feed.
package app

import (
	"github.com/lxzan/gws"

	"github.com/wsvet/wsvet/testdata/wskeepalive/events/feed"
)

func run(handler gws.Event, url string) {
	conn, _, err := gws.NewClient(handler, &gws.ClientOption{Addr: url})
	if err == nil {
		conn.ReadLoop()
	}
}

func bounded(url string) error {
	conn, _, err := gws.NewClient(&feed.Bounded{}, &gws.ClientOption{Addr: url})
	if err != nil {
		return err
	}
	conn.ReadLoop()
	return nil
}

func plain(url string, each func([]byte)) error {
	conn, _, err := gws.NewClient(&feed.Plain{Each: each}, &gws.ClientOption{Addr: url}) // want `none`
	if err != nil {
		return err
	}
	conn.ReadLoop()
	return nil
}

// Embeds has a method of its own, and those of the other package's type.
type embeds struct {
	feed.Bounded
	n int
}

func (e *embeds) OnMessage(_ *gws.Conn, m *gws.Message) {
	e.n++
	_ = m.Close()
}

func embedded(url string) error {
	conn, _, err := gws.NewClient(&embeds{}, &gws.ClientOption{Addr: url})
	if err != nil {
		return err
	}
	conn.ReadLoop()
	return nil
}

// Which handler it is cannot be seen.
func hidden(url string, each func([]byte)) error {
	conn, _, err := gws.NewClient(feed.New(each), &gws.ClientOption{Addr: url})
	if err != nil {
		return err
	}
	conn.ReadLoop()
	return nil
}
