// Package silent holds what is none of the check's business.
package silent

import (
	"bufio"
	"context"
	crand "crypto/rand"
	"encoding/binary"
	"fmt"
	"log"
	"math/rand"
	"net/http"
	"os"
	"time"

	gorilla "github.com/gorilla/websocket"
)

func serve(conn *gorilla.Conn) {
	defer conn.Close()
	for {
		if _, _, err := conn.ReadMessage(); err != nil {
			return
		}
	}
}

func jittered(url string) {
	wait := time.Second
	for {
		conn, _, err := gorilla.DefaultDialer.Dial(url, nil)
		if err == nil {
			serve(conn)
			wait = time.Second
		}
		time.Sleep(wait + time.Duration(rand.Int63n(int64(wait))))
		wait *= 2
	}
}

func jitter(d time.Duration) time.Duration {
	var b [8]byte
	crand.Read(b[:])
	return d + time.Duration(binary.BigEndian.Uint64(b[:])%uint64(d))
}

// A helper that reaches crypto/rand.
func helped(url string) {
	for {
		conn, _, err := gorilla.DefaultDialer.Dial(url, nil)
		if err == nil {
			serve(conn)
		}
		time.Sleep(jitter(time.Second))
	}
}

// The making of the value cannot be seen.
func handed(url string, next func(attempt int) time.Duration) {
	for attempt := 0; ; attempt++ {
		conn, _, err := gorilla.DefaultDialer.Dial(url, nil)
		if err == nil {
			serve(conn)
		}
		time.Sleep(next(attempt))
	}
}

// A loop that leaves on every failure and loss.
func leaves(url string) error {
	for {
		conn, _, err := gorilla.DefaultDialer.Dial(url, nil)
		if err != nil {
			return err
		}
		if err := untilAsked(conn); err != nil {
			return err
		}
	}
}

func untilAsked(conn *gorilla.Conn) error {
	for {
		_, msg, err := conn.ReadMessage()
		if err != nil {
			return err
		}
		if string(msg) == "move" {
			return conn.Close()
		}
	}
}

// A walk over different addresses.
func fallback(urls []string) *gorilla.Conn {
	for _, url := range urls {
		conn, _, err := gorilla.DefaultDialer.Dial(url, nil)
		if err != nil {
			continue
		}
		return conn
	}
	return nil
}

func indexed(urls []string) *gorilla.Conn {
	for i := 0; i < len(urls); i++ {
		url := urls[i]
		if conn, _, err := gorilla.DefaultDialer.Dial(url, nil); err == nil {
			return conn
		}
	}
	return nil
}

// A one-time fallback to another protocol.
func protocols(host string) (*gorilla.Conn, error) {
	scheme := "wss"
again:
	conn, _, err := gorilla.DefaultDialer.Dial(scheme+"://"+host, nil)
	if err != nil && scheme == "wss" {
		scheme = "ws"
		goto again
	}
	return conn, err
}

func alternatives(host string) (*gorilla.Conn, error) {
	conn, _, err := gorilla.DefaultDialer.Dial("wss://"+host, nil)
	if err != nil {
		conn, _, err = gorilla.DefaultDialer.Dial("ws://"+host, nil)
	}
	return conn, err
}

// Connections that live side by side.
func many(url string, n int) {
	for i := 0; i < n; i++ {
		conn, _, err := gorilla.DefaultDialer.Dial(url, nil)
		if err != nil {
			log.Println(err)
			continue
		}
		go serve(conn)
	}
}

// A few attempts, each after a wait.
func few(url string) (conn *gorilla.Conn, err error) {
	for i := 0; i < 5; i++ {
		conn, _, err = gorilla.DefaultDialer.Dial(url, nil)
		if err == nil {
			return conn, nil
		}
		time.Sleep(time.Second)
	}
	return nil, err
}

func attempts(url string) (*gorilla.Conn, error) {
	tries := 0
	for {
		conn, _, err := gorilla.DefaultDialer.Dial(url, nil)
		if err == nil {
			return conn, nil
		}
		tries++
		if tries >= 3 {
			return nil, err
		}
		time.Sleep(2 * time.Second)
	}
}

// A person.
func asked(url string) {
	for {
		conn, _, err := gorilla.DefaultDialer.Dial(url, nil)
		if err == nil {
			serve(conn)
		}
		fmt.Println("again?")
		fmt.Scanln()
	}
}

func typed(url string) {
	in := bufio.NewScanner(os.Stdin)
	for in.Scan() {
		conn, _, err := gorilla.DefaultDialer.Dial(url+in.Text(), nil)
		if err != nil {
			log.Println(err)
			continue
		}
		serve(conn)
	}
}

// An event from outside.
func wanted(url string, wanted <-chan struct{}) {
	for range wanted {
		conn, _, err := gorilla.DefaultDialer.Dial(url, nil)
		if err != nil {
			log.Println(err)
			continue
		}
		serve(conn)
	}
}

// A request.
func handle(w http.ResponseWriter, r *http.Request) {
	conn, _, err := gorilla.DefaultDialer.DialContext(r.Context(), r.FormValue("url"), nil)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadGateway)
		return
	}
	serve(conn)
}

// The first wait is skipped, later ones are not.
func skipped(ctx context.Context, url string) {
	var wait time.Duration
	for {
		if wait > 0 {
			select {
			case <-time.After(wait + time.Duration(rand.Int63n(1e9))):
			case <-ctx.Done():
				return
			}
		}
		wait = 2*wait + time.Second
		conn, _, err := gorilla.DefaultDialer.DialContext(ctx, url, nil)
		if err == nil {
			serve(conn)
		}
	}
}

// Time that is random for want of anything else cannot be judged.
func clocked(url string) {
	for {
		conn, _, err := gorilla.DefaultDialer.Dial(url, nil)
		if err == nil {
			serve(conn)
		}
		time.Sleep(time.Second + time.Duration(time.Now().UnixNano()%1e9))
	}
}

// An inner cycle that backs off speaks for the failures of the outer one.
func patient(url string) (conn *gorilla.Conn, err error) {
	wait := time.Second
	for range 20 {
		conn, _, err = gorilla.DefaultDialer.Dial(url, nil)
		if err == nil {
			return conn, nil
		}
		time.Sleep(wait/2 + time.Duration(rand.Int63n(int64(wait))))
		wait *= 2
	}
	return nil, err
}

func outer(url string) {
	for {
		conn, err := patient(url)
		if err != nil {
			log.Println(err)
			continue
		}
		serve(conn)
		time.Sleep(jitter(time.Second))
	}
}

// Wanted from outside, in a select.
func selected(ctx context.Context, url string, wanted <-chan string) {
	for {
		select {
		case <-ctx.Done():
			return
		case what := <-wanted:
			conn, _, err := gorilla.DefaultDialer.DialContext(ctx, url+what, nil)
			if err != nil {
				log.Println(err)
				continue
			}
			go serve(conn)
		}
	}
}

// A wrapped error is one still: this leaves on every failure.
func wrapped(next func() string) error {
	for {
		conn, _, err := gorilla.DefaultDialer.Dial(next(), nil)
		if err := explain("dial", err); err != nil {
			return err
		}
		if err := untilAsked(conn); err != nil {
			return explain("read", err)
		}
	}
}

func explain(what string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", what, err)
}

// What is dialed is set in a struct first: each is tried once.
type target struct {
	address struct{ host, path string }
	round   int
}

func (t *target) dial() error {
	conn, _, err := gorilla.DefaultDialer.Dial("wss://"+t.address.host+t.address.path, nil)
	if err != nil {
		return err
	}
	return conn.Close()
}

func (t *target) any(hosts []string) bool {
	for _, host := range hosts {
		t.address.host = host
		if t.dial() == nil {
			return true
		}
	}
	return false
}

func byIndex(hosts []string) *gorilla.Conn {
	for i := range hosts {
		if conn, err := at(hosts, i); err == nil {
			return conn
		}
	}
	return nil
}

func at(hosts []string, i int) (*gorilla.Conn, error) {
	conn, _, err := gorilla.DefaultDialer.Dial(hosts[i], nil)
	return conn, err
}

// What others set may wait.
type paced struct {
	url   string
	pause func(time.Duration)
	wait  time.Duration
}

func (p *paced) follow() {
	for {
		conn, _, err := gorilla.DefaultDialer.Dial(p.url, nil)
		if err == nil {
			serve(conn)
		}
		p.pause(p.wait)
	}
}
