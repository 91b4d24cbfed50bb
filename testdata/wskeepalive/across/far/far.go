// Package far reads what is dialed two packages below.
package far

import (
	"context"
	"time"

	"github.com/coder/websocket"
	gorilla "github.com/gorilla/websocket"

	"github.com/wsvet/wsvet/testdata/wskeepalive/across/cws"
	"github.com/wsvet/wsvet/testdata/wskeepalive/across/mid"
	"github.com/wsvet/wsvet/testdata/wskeepalive/across/watch"
	"github.com/wsvet/wsvet/testdata/wskeepalive/across/ws"
)

var handle func([]byte)

func copied(url string) error {
	c, _, err := gorilla.DefaultDialer.Dial(url, nil)
	if err != nil {
		return err
	}
	watch.KeepAlive(c, time.Minute)
	return mid.Read(c, handle)
}

func dialed(url string) error {
	c, err := watch.Dial(url)
	if err != nil {
		return err
	}
	return mid.Read(c, handle)
}

func watched() error {
	c, err := mid.Watched()
	if err != nil {
		return err
	}
	return mid.Read(c, handle)
}

func self(url string) error {
	c, err := watch.New(url)
	if err != nil {
		return err
	}
	defer c.Close()
	for {
		b, err := c.Recv()
		if err != nil {
			return err
		}
		handle(b)
	}
}

func started(url string) error {
	c, err := watch.NewStarted(url)
	if err != nil {
		return err
	}
	defer c.Close()
	c.Heartbeat()
	for {
		b, err := c.Recv()
		if err != nil {
			return err
		}
		handle(b)
	}
}

func notStarted(url string) error {
	c, err := watch.NewStarted(url) // want `wskeepalive/none`
	if err != nil {
		return err
	}
	defer c.Close()
	for {
		b, err := c.Recv()
		if err != nil {
			return err
		}
		handle(b)
	}
}

func pump(url string) error {
	c, err := watch.NewPump(url) // want `wskeepalive/pingonly`
	if err != nil {
		return err
	}
	defer c.Close()
	for {
		b, err := c.Recv()
		if err != nil {
			return err
		}
		handle(b)
	}
}

func single(url string) error {
	c, err := watch.NewSingle(url)
	if err != nil {
		return err
	}
	defer c.Close()
	for {
		b, err := c.Recv()
		if err != nil {
			return err
		}
		handle(b)
	}
}

func anyPing(url string) error {
	c, err := watch.NewAny(url) // want `wskeepalive/pingonly`
	if err != nil {
		return err
	}
	defer c.Close()
	go func() {
		for range time.Tick(time.Second) {
			_ = c.WriteMessage(gorilla.PingMessage, nil)
		}
	}()
	for {
		_, b, err := c.ReadMessage()
		if err != nil {
			return err
		}
		handle(b)
	}
}

func anyZero(url string) error {
	c, err := watch.NewAny(url) // want `wskeepalive/none`
	if err != nil {
		return err
	}
	defer c.Close()
	_ = c.SetReadDeadline(time.Time{})
	for {
		_, b, err := c.ReadMessage()
		if err != nil {
			return err
		}
		handle(b)
	}
}

func anyBounded(url string) error {
	c, err := watch.NewAny(url)
	if err != nil {
		return err
	}
	defer c.Close()
	for {
		_ = c.SetReadDeadline(time.Now().Add(time.Minute))
		_, b, err := c.ReadMessage()
		if err != nil {
			return err
		}
		handle(b)
	}
}

func coder(ctx context.Context) error {
	c, err := cws.New(ctx, "") // want `wskeepalive/none`
	if err != nil {
		return err
	}
	defer c.Close(websocket.StatusNormalClosure, "")
	for {
		b, err := c.Next(ctx)
		if err != nil {
			return err
		}
		handle(b)
	}
}

func coderBounded(ctx context.Context) error {
	c, err := cws.New(ctx, "")
	if err != nil {
		return err
	}
	for {
		ctx, cancel := context.WithTimeout(ctx, time.Minute)
		b, err := c.Next(ctx)
		cancel()
		if err != nil {
			return err
		}
		handle(b)
	}
}

func coderTimed(ctx context.Context) error {
	c, err := cws.New(ctx, "")
	if err != nil {
		return err
	}
	for {
		b, err := c.NextTimed(ctx)
		if err != nil {
			return err
		}
		println(b)
	}
}

func coderOwn(ctx context.Context) error {
	c, err := cws.New(ctx, "") // want `wskeepalive/none`
	if err != nil {
		return err
	}
	for {
		b, err := c.NextOwn()
		if err != nil {
			return err
		}
		handle(b)
	}
}

func coderPing(ctx context.Context) error {
	c, err := cws.New(ctx, "")
	if err != nil {
		return err
	}
	go func() {
		for range time.Tick(time.Second) {
			ctx, cancel := context.WithTimeout(ctx, time.Second)
			if c.Ping(ctx) != nil {
				c.Close(websocket.StatusGoingAway, "")
			}
			cancel()
		}
	}()
	for {
		b, err := c.NextOwn()
		if err != nil {
			return err
		}
		handle(b)
	}
}

func coderBeat(ctx context.Context) error {
	c, err := cws.New(ctx, "")
	if err != nil {
		return err
	}
	go c.Heartbeat(ctx)
	for {
		b, err := c.NextOwn()
		if err != nil {
			return err
		}
		handle(b)
	}
}

func coderPingTimed(ctx context.Context) error {
	c, err := cws.New(ctx, "")
	if err != nil {
		return err
	}
	go func() {
		for range time.Tick(time.Second) {
			if c.PingTimed() != nil {
				c.Close(websocket.StatusGoingAway, "")
			}
		}
	}()
	for {
		b, err := c.NextOwn()
		if err != nil {
			return err
		}
		handle(b)
	}
}

func coderHelper(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx)
	c, err := cws.Dial(ctx, "")
	if err != nil {
		return err
	}
	go func() {
		_ = cws.Heartbeat(ctx, c)
		cancel()
	}()
	for {
		_, b, err := c.Read(ctx)
		if err != nil {
			return err
		}
		handle(b)
	}
}

func session(ctx context.Context) error {
	s, err := mid.NewSession(ctx) // want `wskeepalive/none`
	if err != nil {
		return err
	}
	defer s.Close()
	for {
		b, err := s.Next()
		if err != nil {
			return err
		}
		handle(b)
	}
}

func sessionKept(ctx context.Context) error {
	s, err := mid.NewSession(ctx)
	if err != nil {
		return err
	}
	defer s.Close()
	for {
		s.KeepUp(time.Minute)
		b, err := s.Next()
		if err != nil {
			return err
		}
		handle(b)
	}
}

func sessionRun(ctx context.Context) error {
	s, err := mid.NewSession(ctx) // want `wskeepalive/pingonly`
	if err != nil {
		return err
	}
	go func() {
		for range time.Tick(time.Second) {
			_ = s.Beat()
		}
	}()
	return mid.Run(s, handle)
}

func redial(ctx context.Context) error {
	r := &mid.Redial{}
	if err := r.Connect(ctx); err != nil { // want `wskeepalive/none`
		return err
	}
	defer r.Close()
	for {
		b, err := r.Next()
		if err != nil {
			return err
		}
		handle(b)
	}
}

func opened() error {
	s, err := mid.Open() // want `wskeepalive/none`
	if err != nil {
		return err
	}
	defer s.Close()
	for {
		b, err := s.Recv()
		if err != nil {
			return err
		}
		handle(b)
	}
}

func openedAgain() error {
	s, err := mid.OpenAgain() // want `wskeepalive/none`
	if err != nil {
		return err
	}
	defer s.Close()
	for {
		b, err := s.Recv()
		if err != nil {
			return err
		}
		handle(b)
	}
}

func over() error {
	s, err := mid.NewOver() // want `wskeepalive/none`
	if err != nil {
		return err
	}
	defer s.Close()
	for {
		b, err := s.Next()
		if err != nil {
			return err
		}
		handle(b)
	}
}

func pool(ctx context.Context, p *mid.Pool) error {
	c, err := p.Get(ctx, "")
	if err != nil {
		return err
	}
	for {
		b, err := c.Recv()
		if err != nil {
			return err
		}
		handle(b)
	}
}

// What this package puts into a struct of another is there.
func wrapped() error {
	c, _, err := gorilla.DefaultDialer.Dial("", nil) // want `wskeepalive/none`
	if err != nil {
		return err
	}
	o := ws.Open{Conn: c}
	return mid.Read(o.Conn, handle)
}
