// Package actions has a loop that runs what it is given, one of many: that one
// of them closes the connection makes no watchdog of the loop.
package actions

import (
	"log"
	"time"

	"github.com/gorilla/websocket"
)

type browser struct {
	conn  *websocket.Conn
	ready bool
}

func (b *browser) open(url string, actions []action) (err error) {
	b.conn, _, err = websocket.DefaultDialer.Dial(url, nil) // want `with no read deadline and no ping`
	if err != nil {
		return err
	}
	go b.poll(actions)
	for {
		_, msg, err := b.conn.ReadMessage()
		if err != nil {
			log.Print(err)
			return b.conn.Close()
		}
		b.ready = len(msg) > 0
	}
}

func (b *browser) poll(actions []action) {
	for {
		time.Sleep(time.Second)
		b.step(actions)
	}
}

func (b *browser) step(actions []action) {
	b.ready = false
	if !b.ready {
		for _, a := range actions {
			a.do(b)
		}
	}
}

type action interface{ do(*browser) }

type (
	click  struct{}
	drag   struct{}
	focus  struct{}
	hover  struct{}
	press  struct{}
	scroll struct{}
	submit struct{}
	tap    struct{}
	quit   struct{}
)

func (click) do(*browser)  {}
func (drag) do(*browser)   {}
func (focus) do(*browser)  {}
func (hover) do(*browser)  {}
func (press) do(*browser)  {}
func (scroll) do(*browser) {}
func (submit) do(*browser) {}
func (tap) do(*browser)    {}
func (quit) do(b *browser) { b.conn.Close() }
