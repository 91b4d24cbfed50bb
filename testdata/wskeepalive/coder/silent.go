package coder

import (
	"context"
	"net/http"
	"time"

	"github.com/coder/websocket"
)

// A timeout for every read.
func timeouts(ctx context.Context, url string) error {
	conn, _, err := websocket.Dial(ctx, url, nil)
	if err != nil {
		return err
	}
	for {
		ctx, cancel := context.WithTimeout(ctx, time.Minute)
		_, _, err := conn.Read(ctx)
		cancel()
		if err != nil {
			return err
		}
	}
}

// A deadline for the whole session, through a value and a cancel.
func session(url string) error {
	ctx, cancel := context.WithDeadline(context.Background(), time.Now().Add(time.Hour))
	defer cancel()
	ctx = context.WithValue(ctx, http.ServerContextKey, url)
	inner, stop := context.WithCancel(ctx)
	defer stop()
	conn, _, err := websocket.Dial(inner, url, nil)
	if err != nil {
		return err
	}
	for {
		if _, _, err := conn.Read(inner); err != nil {
			return err
		}
	}
}

type receiver struct {
	conn    *websocket.Conn
	timeout time.Duration
}

// The timeout is an option, and made in a method.
func (r *receiver) run(url string) (err error) {
	r.conn, _, err = websocket.Dial(context.Background(), url, nil)
	if err != nil {
		return err
	}
	for {
		if err := r.receive(); err != nil {
			return err
		}
	}
}

func (r *receiver) receive() error {
	ctx := context.Background()
	if r.timeout > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, r.timeout)
		defer cancel()
	}
	_, _, err := r.conn.Read(ctx)
	return err
}

// A ping under a timeout, whose failure closes.
func watched(ctx context.Context, url string) error {
	conn, _, err := websocket.Dial(ctx, url, nil)
	if err != nil {
		return err
	}
	go func() {
		for range time.Tick(time.Minute) {
			ctx, cancel := context.WithTimeout(ctx, time.Second)
			err := conn.Ping(ctx)
			cancel()
			if err != nil {
				conn.Close(websocket.StatusGoingAway, "")
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

// A ping in a helper, whose failure cancels the context of the reads.
func cancelled(ctx context.Context, url string) error {
	conn, _, err := websocket.Dial(ctx, url, nil)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(ctx)
	go func() {
		defer cancel()
		for {
			time.Sleep(time.Minute)
			if err := ping(ctx, conn); err != nil {
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

func ping(ctx context.Context, conn *websocket.Conn) error {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	return conn.Ping(ctx)
}

// Its net.Conn has deadlines.
func netConn(ctx context.Context, url string) error {
	conn, _, err := websocket.Dial(ctx, url, nil)
	if err != nil {
		return err
	}
	c := websocket.NetConn(ctx, conn, websocket.MessageBinary)
	buf := make([]byte, 512)
	for {
		c.SetReadDeadline(time.Now().Add(time.Minute))
		if _, err := c.Read(buf); err != nil {
			return err
		}
	}
}

// A Watched is pinged by its user, who is told what came of it, and can close it.
type Watched struct{ conn *websocket.Conn }

func (w *Watched) Run(ctx context.Context, url string) (err error) {
	w.conn, _, err = websocket.Dial(ctx, url, nil)
	if err != nil {
		return err
	}
	for {
		if _, _, err := w.conn.Read(ctx); err != nil {
			return err
		}
	}
}

func (w *Watched) Ping(ctx context.Context) error { return w.conn.Ping(ctx) } // want Ping:"looks after"
func (w *Watched) Close() error                   { return w.conn.Close(websocket.StatusNormalClosure, "") }
