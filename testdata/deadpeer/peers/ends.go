package peers

import (
	"context"
	"errors"
	"net"
	"time"

	"github.com/coder/websocket"
	gorilla "github.com/gorilla/websocket"
	xnet "golang.org/x/net/websocket"
	"golang.org/x/sync/errgroup"
)

// Watchdogs end a connection in several ways: here by a channel that is closed.
type quitting struct {
	conn *gorilla.Conn
	last time.Time
	quit chan struct{}
}

func (q *quitting) run(url string) {
	conn, _, err := gorilla.DefaultDialer.Dial(url, nil) // want `^read loop in run; held in conn; watched$`
	if err != nil {
		return
	}
	q.conn = conn
	go q.watch()
	go q.end()
	for {
		if _, _, err := conn.ReadMessage(); err != nil {
			return
		}
		q.note()
	}
}

func (q *quitting) note() { q.last = time.Now() }

func (q *quitting) silent() bool { return time.Since(q.last) > wait }

func (q *quitting) watch() {
	for {
		time.Sleep(wait)
		if q.silent() {
			close(q.quit)
			return
		}
	}
}

func (q *quitting) end() {
	<-q.quit
	q.conn.Close()
}

// Here by the context of the reads.
func cancelling(url string) {
	ctx, cancel := context.WithCancel(context.Background())
	conn, _, err := websocket.Dial(ctx, url, nil) // want `^read loop in cancelling; held in conn; watched$`
	if err != nil {
		return
	}
	timer := time.AfterFunc(wait, cancel)
	for {
		if _, _, err := conn.Read(ctx); err != nil {
			return
		}
		timer.Reset(wait)
	}
}

// Here by a context that the reads know nothing of.
func done(url string) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	conn, _, err := gorilla.DefaultDialer.Dial(url, nil) // want `^read loop in done; held in conn; watched$`
	if err != nil {
		return
	}
	go func() {
		<-ctx.Done()
		conn.Close()
	}()
	timer := time.AfterFunc(wait, cancel)
	for {
		if _, _, err := conn.ReadMessage(); err != nil {
			return
		}
		timer.Reset(wait)
	}
}

// A context with a timeout ends the connection, and so the reads.
func session(url string) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Hour)
	defer cancel()
	conn, _, err := gorilla.DefaultDialer.Dial(url, nil) // want `^read loop in session; held in conn; watched$`
	if err != nil {
		return
	}
	go func() {
		<-ctx.Done()
		conn.Close()
	}()
	for {
		if _, _, err := conn.ReadMessage(); err != nil {
			return
		}
	}
}

// What arrives wakes a select, whose timer is one of each round.
func fed(url string) {
	conn, _, err := gorilla.DefaultDialer.Dial(url, nil) // want `^read loop in fed < fed \(goroutine\); held in conn; watched$`
	if err != nil {
		return
	}
	messages := make(chan []byte)
	go func() {
		for {
			_, p, err := conn.ReadMessage()
			if err != nil {
				return
			}
			messages <- p
		}
	}()
	for {
		select {
		case <-messages:
		case <-time.After(wait):
			conn.Close()
			return
		}
	}
}

// A loop looks from time to time whether something came.
func polled(url string) {
	conn, _, err := gorilla.DefaultDialer.Dial(url, nil) // want `^read loop in polled; held in conn; watched$`
	if err != nil {
		return
	}
	came := make(chan bool, 1)
	go func() {
		for range time.Tick(wait) {
			select {
			case <-came:
			default:
				conn.Close()
				return
			}
		}
	}()
	for {
		if _, _, err := conn.ReadMessage(); err != nil {
			return
		}
		select {
		case came <- true:
		default:
		}
	}
}

// A member of a group whose failure cancels the reads of the others.
func grouped(ctx context.Context, url string) error {
	conn, _, err := websocket.Dial(ctx, url, nil) // want `^read loop in grouped; held in conn; watched; pinged in grouped$`
	if err != nil {
		return err
	}
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error {
		for range time.Tick(wait) {
			ctx, cancel := context.WithTimeout(ctx, time.Second)
			err := conn.Ping(ctx)
			cancel()
			if err != nil {
				return err
			}
		}
		return nil
	})
	group.Go(func() error {
		for {
			if _, _, err := conn.Read(ctx); err != nil {
				return err
			}
		}
	})
	return group.Wait()
}

// A ping whose failure is only noted ends nothing.
func noted(ctx context.Context, url string) {
	conn, _, err := websocket.Dial(ctx, url, nil) // want `^read loop in noted; held in conn; pinged in noted$`
	if err != nil {
		return
	}
	failures := 0
	go func() {
		for range time.Tick(wait) {
			ctx, cancel := context.WithTimeout(ctx, time.Second)
			if conn.Ping(ctx) != nil {
				failures++
			}
			cancel()
		}
	}()
	for {
		if _, _, err := conn.Read(ctx); err != nil {
			return
		}
	}
}

// A net.Conn that is dialed here bounds nothing.
func plain(url string) {
	raw, err := net.Dial("tcp", "host:80")
	if err != nil {
		return
	}
	config, err := xnet.NewConfig(url, "http://host")
	if err != nil {
		return
	}
	conn, err := xnet.NewClient(config, raw) // want `^read loop in plain; held in conn$`
	if err != nil {
		return
	}
	for {
		var text string
		if xnet.Message.Receive(conn, &text) != nil {
			return
		}
	}
}

// One that comes from elsewhere may.
func wrapped(url string, raw net.Conn) {
	config, err := xnet.NewConfig(url, "http://host")
	if err != nil {
		return
	}
	conn, err := xnet.NewClient(config, raw) // want `^read loop in wrapped; held in conn; bounded by its net\.Conn$`
	if err != nil {
		return
	}
	for {
		var text string
		if xnet.Message.Receive(conn, &text) != nil {
			return
		}
	}
}

// Two loops, one after the other: the first has a deadline, the second none.
func greeted(url string) {
	conn, _, err := gorilla.DefaultDialer.Dial(url, nil) // want `^read loop in greeted; held in conn; deadline set in greeted; cleared in greeted; several reads$`
	if err != nil {
		return
	}
	conn.SetReadDeadline(time.Now().Add(wait))
	for {
		_, p, err := conn.ReadMessage()
		if err != nil {
			return
		}
		if string(p) == "welcome" {
			break
		}
	}
	conn.SetReadDeadline(time.Time{})
	for {
		if _, _, err := conn.ReadMessage(); err != nil {
			return
		}
	}
}

// A helper sets the deadline.
func (c *client) bounded(url string) {
	conn, _, err := gorilla.DefaultDialer.Dial(url, nil) // want `^read loop in bounded; held in conn; deadline set in extend; bounded$`
	if err != nil {
		return
	}
	for {
		extend(conn)
		if _, _, err := conn.ReadMessage(); err != nil {
			return
		}
	}
}

func extend(conn *gorilla.Conn) error { return conn.SetReadDeadline(time.Now().Add(wait)) }

// A type switch and a helper that let a timeout pass.
func switched(url string) {
	conn, err := xnet.Dial(url, "", "http://host") // want `^read loop in switched; held in conn; deadline set in switched; resumed after a timeout; read again after a timeout$`
	if err != nil {
		return
	}
	for {
		conn.SetReadDeadline(time.Now().Add(wait))
		var text string
		err := xnet.Message.Receive(conn, &text)
		if err == nil || isTimeout(err) {
			continue
		}
		return
	}
}

func isTimeout(err error) bool {
	var netErr net.Error
	return errors.As(err, &netErr) && netErr.Timeout()
}

// One that counts timeouts, and gives up.
func counts(url string) {
	conn, err := xnet.Dial(url, "", "http://host") // want `^read loop in counts; held in conn; deadline set in counts; bounded; read again after a timeout$`
	if err != nil {
		return
	}
	for timeouts := 0; timeouts < 3; {
		conn.SetReadDeadline(time.Now().Add(wait))
		var text string
		err := xnet.Message.Receive(conn, &text)
		if isTimeout(err) {
			timeouts++
			continue
		}
		if err != nil {
			return
		}
	}
}

// A ticker by the name of a heartbeat.
func ticked(url string) {
	conn, _, err := gorilla.DefaultDialer.Dial(url, nil) // want `^read loop in ticked; held in conn; heartbeat in ticked; sends messages$`
	if err != nil {
		return
	}
	heartbeat := time.NewTicker(wait)
	go func() {
		for {
			select {
			case <-heartbeat.C:
				conn.WriteMessage(gorilla.TextMessage, []byte("1"))
			}
		}
	}()
	for {
		if _, _, err := conn.ReadMessage(); err != nil {
			return
		}
	}
}

// The methods that read and close are for callers out of sight.
type Session struct{ conn *gorilla.Conn }

func Open(url string) (*Session, error) {
	conn, _, err := gorilla.DefaultDialer.Dial(url, nil) // want `^read once in Next; held in conn; handed to code out of sight$`
	if err != nil {
		return nil, err
	}
	return &Session{conn}, nil
}

func (s *Session) Next() ([]byte, error) {
	_, p, err := s.conn.ReadMessage()
	return p, err
}

func (s *Session) Close() error { return s.conn.Close() }
