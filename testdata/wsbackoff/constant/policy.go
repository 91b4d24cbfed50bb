package constant

import (
	"time"

	gorilla "github.com/gorilla/websocket"
)

// fixed waits before every attempt but the first.
func fixed(d time.Duration) func(attempt int) time.Duration {
	return func(attempt int) time.Duration {
		if attempt <= 0 {
			return 0
		}
		return d
	}
}

func byPolicy(url string) *gorilla.Conn {
	wait := fixed(10 * time.Second)
	for attempt := 0; ; attempt++ {
		time.Sleep(wait(attempt)) // want `wsbackoff/constant`
		conn, _, err := gorilla.DefaultDialer.Dial(url, nil)
		if err == nil {
			return conn
		}
	}
}
