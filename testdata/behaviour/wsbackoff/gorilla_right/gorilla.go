// Package gorillaright backs off with jitter, after each session, and begins anew
// when one has lasted.
package gorillaright

import (
	"context"
	"log"
	"math/rand/v2"
	"time"

	"github.com/gorilla/websocket"
)

const (
	minWait    = time.Second
	maxWait    = time.Minute
	pongWait   = 60 * time.Second
	pingPeriod = 45 * time.Second
)

// Run keeps a connection until ctx ends.
func Run(ctx context.Context, dialer *websocket.Dialer, url string, handle func([]byte)) error {
	wait := minWait
	for {
		lasted, err := session(ctx, dialer, url, handle)
		log.Println("session:", err)
		if lasted > maxWait {
			wait = minWait
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(wait/2 + rand.N(wait/2)):
		}
		wait = min(2*wait, maxWait)
	}
}

func session(ctx context.Context, dialer *websocket.Dialer, url string, handle func([]byte)) (lasted time.Duration, err error) {
	conn, _, err := dialer.DialContext(ctx, url, nil)
	if err != nil {
		return 0, err
	}
	defer conn.Close()
	stop := context.AfterFunc(ctx, func() { conn.Close() })
	defer stop()
	extend := func() error { return conn.SetReadDeadline(time.Now().Add(pongWait)) }
	conn.SetPongHandler(func(string) error { return extend() })
	done := make(chan struct{})
	defer close(done)
	go ping(conn, done)
	connected := time.Now()
	for {
		if err := extend(); err != nil {
			return time.Since(connected), err
		}
		_, msg, err := conn.ReadMessage()
		if err != nil {
			return time.Since(connected), err
		}
		handle(msg)
	}
}

func ping(conn *websocket.Conn, done chan struct{}) {
	ticker := time.NewTicker(pingPeriod)
	defer ticker.Stop()
	for {
		select {
		case <-done:
			return
		case <-ticker.C:
			if err := conn.WriteControl(websocket.PingMessage, nil, time.Now().Add(time.Second)); err != nil {
				return
			}
		}
	}
}
