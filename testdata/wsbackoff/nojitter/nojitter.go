// Package nojitter backs off as all other clients do.
package nojitter

import (
	"context"
	"log"
	"math"
	"time"

	"github.com/coder/websocket"
	gorilla "github.com/gorilla/websocket"
)

func doubled(url string) *gorilla.Conn {
	wait := time.Second
	for {
		conn, _, err := gorilla.DefaultDialer.Dial(url, nil)
		if err == nil {
			return conn
		}
		time.Sleep(wait) // want `wsbackoff/nojitter`
		wait *= 2
		if wait > time.Minute {
			wait = time.Minute
		}
	}
}

func counted(ctx context.Context, url string) (*websocket.Conn, error) {
	for attempt := 0; ; attempt++ {
		if attempt > 0 {
			select {
			case <-ctx.Done():
				return nil, ctx.Err()
			case <-time.After(time.Second << attempt): // want `wsbackoff/nojitter`
			}
		}
		conn, _, err := websocket.Dial(ctx, url, nil)
		if err == nil {
			return conn, nil
		}
		log.Println(err)
	}
}

func powers(url string) *gorilla.Conn {
	tries := 0
	for {
		conn, _, err := gorilla.DefaultDialer.Dial(url, nil)
		if err == nil {
			return conn
		}
		tries++
		time.Sleep(time.Duration(math.Pow(2, float64(tries))) * time.Second) // want `wsbackoff/nojitter`
	}
}

func connect(url string, attempt int) {
	conn, _, err := gorilla.DefaultDialer.Dial(url, nil)
	if err != nil {
		time.Sleep(time.Duration(attempt) * time.Second) // want `wsbackoff/nojitter`
		connect(url, attempt+1)
		return
	}
	conn.Close()
}
