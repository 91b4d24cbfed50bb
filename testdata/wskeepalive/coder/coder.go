// Package coder holds clients of coder/websocket.
package coder

import (
	"context"
	"encoding/json"
	"log"
	"time"

	"github.com/coder/websocket"
	"github.com/coder/websocket/wsjson"
)

// The context of the session is no bound for its reads.
func loop(ctx context.Context, url string) error {
	conn, _, err := websocket.Dial(ctx, url, nil) // want `read at line 23 with no timeout and no ping: .* \(wskeepalive/none\)`
	if err != nil {
		return err
	}
	defer conn.CloseNow()

	for {
		_, msg, err := conn.Read(ctx)
		if err != nil {
			return err
		}
		log.Printf("got %s", msg)
	}
}

type client struct {
	conn *websocket.Conn
	last map[string]string
}

// A field, a derived context, work that takes no time, and a break.
func (c *client) run(parent context.Context, url string, latest chan map[string]string) (err error) {
	ctx, cancel := context.WithCancel(parent)
	defer cancel()
	c.conn, _, err = websocket.Dial(ctx, url, nil) // want `none`
	if err != nil {
		return err
	}
	for {
		var msg []byte
		_, msg, err = c.conn.Read(ctx)
		if err != nil {
			break
		}
		if !c.note(msg) {
			continue
		}
		select {
		case latest <- c.last:
		default:
		}
	}
	return err
}

func (c *client) note(msg []byte) bool {
	if err := json.Unmarshal(msg, &c.last); err != nil {
		log.Println(err)
		return false
	}
	return true
}

// wsjson, under context.Background().
func jsonLoop(url string) {
	conn, _, err := websocket.Dial(context.TODO(), url, nil) // want `none`
	if err != nil {
		return
	}
	for {
		var v struct{ N int }
		if err := wsjson.Read(context.Background(), conn, &v); err != nil {
			return
		}
		log.Println(v.N)
	}
}

// A ping whose failure ends nothing, and that is sent too seldom.
func pinged(ctx context.Context, url string) error {
	conn, _, err := websocket.Dial(ctx, url, nil) // want `pinged at line \d+ but read at line \d+ with no timeout: .*: the ping has no timeout, or is elsewhere \(wskeepalive/pingonly\)`
	if err != nil {
		return err
	}
	go func() {
		for range time.Tick(time.Minute) {
			ctx, cancel := context.WithTimeout(ctx, time.Second)
			if err := conn.Ping(ctx); err != nil {
				log.Println(err)
			}
			cancel()
		}
	}()
	for {
		if _, _, err := conn.Read(ctx); err != nil {
			return err
		}
	}
}

// The same, often: only the close is missing.
func pingedOften(ctx context.Context, url string) error {
	conn, _, err := websocket.Dial(ctx, url, nil) // want `pingonly`
	if err != nil {
		return err
	}
	go func() {
		for range time.Tick(30 * time.Second) {
			ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
			err := conn.Ping(ctx)
			cancel()
			if err != nil {
				return
			}
		}
	}()
	for {
		if _, _, err := conn.Read(ctx); err != nil {
			return err
		}
	}
}

// The ping waits for its pong as long as the session lasts.
func pingedForever(ctx context.Context, url string) error {
	conn, _, err := websocket.Dial(ctx, url, nil) // want `pinged at line \d+ but read at line \d+ with no timeout: pings alone find no dead peer \(wskeepalive/pingonly\)`
	if err != nil {
		return err
	}
	go func() {
		for range time.Tick(30 * time.Second) {
			if err := conn.Ping(ctx); err != nil {
				log.Println(err)
				return
			}
		}
	}()
	for {
		if _, _, err := conn.Read(ctx); err != nil {
			return err
		}
	}
}
