// Package texts has waits that something speaks of.
package texts

import (
	"log"
	"math/rand/v2"
	"time"

	"github.com/gorilla/websocket"
)

const pause = 2 * time.Second

// The wait is logged.
func logged(url string) *websocket.Conn {
	for {
		conn, _, err := websocket.DefaultDialer.Dial(url, nil)
		if err == nil {
			return conn
		}
		log.Printf("dial: %v; retrying in %v", err, pause)
		time.Sleep(pause) // want `wsbackoff/constant`
	}
}

// Comments name it: the one behind it goes.
func commented(url string) *websocket.Conn {
	for {
		conn, _, err := websocket.DefaultDialer.Dial(url, nil)
		if err != nil {
			log.Println("dial:", err)
			time.Sleep(2 * time.Second) // try again after two seconds // want `wsbackoff/constant`
			continue
		}
		var hello struct{ ID int64 }
		if err := conn.ReadJSON(&hello); err != nil {
			log.Println("hello:", err)
			conn.Close()
			time.Sleep(2 * time.Second) // try again after two seconds
			continue
		}
		return conn
	}
}

// A text that cannot be brought in line is named by the fix.
func named(url string) *websocket.Conn {
	for {
		conn, _, err := websocket.DefaultDialer.Dial(url, nil)
		if err == nil {
			return conn
		}
		log.Println("will retry in 5 seconds:", err)
		time.Sleep(5 * time.Second) // want `wsbackoff/constant`
	}
}

// Without jitter, the name of the duration is logged, too.
func grown(url string) *websocket.Conn {
	for attempt := 1; ; attempt++ {
		conn, _, err := websocket.DefaultDialer.Dial(url, nil)
		if err == nil {
			return conn
		}
		delay := time.Duration(attempt) * time.Second
		log.Printf("dial: %v; retrying in %v", err, delay)
		time.Sleep(delay) // want `wsbackoff/nojitter`
	}
}

// The log lines are in branches.
func branches(url string, wait time.Duration) *websocket.Conn {
	for failures := 0; ; failures++ {
		conn, _, err := websocket.DefaultDialer.Dial(url, nil)
		if err == nil {
			return conn
		}
		if failures > 3 {
			log.Printf("dial: %v; retrying in %v", err, wait)
		}
		time.Sleep(wait) // want `wsbackoff/constant`
	}
}

// A wait that outlives the round gets a name, under which it is logged.
func outliving(url string) *websocket.Conn {
	delay := time.Second
	for {
		conn, _, err := websocket.DefaultDialer.Dial(url, nil)
		if err == nil {
			return conn
		}
		log.Printf("dial: %v; retrying in %d seconds", err, int(delay.Seconds()))
		time.Sleep(delay) // want `wsbackoff/nojitter`
		delay = min(2*delay, time.Minute)
	}
}

// It is logged before it grows: the log line speaks of another wait.
func grownBehind(url string) *websocket.Conn {
	delay := time.Second
	for {
		conn, _, err := websocket.DefaultDialer.Dial(url, nil)
		if err == nil {
			return conn
		}
		log.Printf("dial: %v; waited %v before", err, delay)
		delay = min(2*delay, time.Minute)
		time.Sleep(delay) // want `wsbackoff/nojitter`
	}
}

// The loss is logged before the wait, and the name of its time is taken.
func losses(url string, connected bool, conn *websocket.Conn) error {
	for {
		_, _, err := conn.ReadMessage()
		if err != nil {
			log.Printf("read: %s", err.Error())
			if conn, err = redial(url); err != nil { // want `wsbackoff/first`
				return err
			}
			log.Println("connected again:", connected)
		}
	}
}

func redial(url string) (*websocket.Conn, error) {
	for delay := time.Second; ; delay = min(2*delay, time.Minute) {
		conn, _, err := websocket.DefaultDialer.Dial(url, nil)
		if err == nil {
			return conn, nil
		}
		time.Sleep(delay/2 + rand.N(delay/2))
	}
}

type failure struct {
	err     error
	backoff time.Duration
}

// Who listens is told how long the wait is, too.
func announced(url string, failures chan failure) *websocket.Conn {
	delay := time.Second
	for {
		conn, _, err := websocket.DefaultDialer.Dial(url, nil)
		if err == nil {
			return conn
		}
		// Say what went wrong.
		failures <- failure{err: err, backoff: delay}
		time.Sleep(delay) // want `wsbackoff/nojitter`
		delay = min(2*delay, time.Minute)
	}
}
