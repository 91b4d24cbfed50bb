// Package uses reads what package ws dials.
package uses

import (
	"context"
	"time"

	"github.com/gorilla/websocket"

	"github.com/wsvet/wsvet/testdata/wskeepalive/across/ws"
)

var handle func([]byte)

func options(ctx context.Context) {
	c, err := ws.Dial(ctx, ws.Options{}) // want `wskeepalive/none`
	if err != nil {
		return
	}
	defer c.Close()
	loop(c)
}

func loop(c *websocket.Conn) {
	for {
		_, m, err := c.ReadMessage()
		if err != nil {
			return
		}
		handle(m)
	}
}

func client(ctx context.Context) error {
	c, err := ws.New(ctx, ws.Options{}) // want `wskeepalive/none`
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

func clientPinged(ctx context.Context) error {
	c, err := ws.New(ctx, ws.Options{}) // want `wskeepalive/pingonly`
	if err != nil {
		return err
	}
	defer c.Close()
	go func() {
		for range time.Tick(time.Second) {
			if c.Ping() != nil {
				return
			}
		}
	}()
	for {
		b, err := c.Recv()
		if err != nil {
			return err
		}
		handle(b)
	}
}

func clientBounded(ctx context.Context) error {
	c, err := ws.New(ctx, ws.Options{})
	if err != nil {
		return err
	}
	defer c.Close()
	for {
		_ = c.SetTimeout(time.Minute)
		b, err := c.Recv()
		if err != nil {
			return err
		}
		handle(b)
	}
}

func open() error {
	o, err := ws.NewOpen("") // want `wskeepalive/none`
	if err != nil {
		return err
	}
	for {
		_, b, err := o.Conn.ReadMessage()
		if err != nil {
			return err
		}
		handle(b)
	}
}

func openBounded() error {
	o, err := ws.NewOpen("")
	if err != nil {
		return err
	}
	for {
		_ = o.Conn.SetReadDeadline(time.Now().Add(time.Minute))
		_, b, err := o.Conn.ReadMessage()
		if err != nil {
			return err
		}
		handle(b)
	}
}

// What is put into another package's struct is where that struct is.
func assigned(ctx context.Context) error {
	o := &ws.Open{}
	c, _, err := websocket.DefaultDialer.DialContext(ctx, "", nil) // want `wskeepalive/none`
	if err != nil {
		return err
	}
	o.Conn = c
	for {
		_, b, err := o.Conn.ReadMessage()
		if err != nil {
			return err
		}
		handle(b)
	}
}

func embedded() error {
	e, err := ws.NewEmbedded("") // want `wskeepalive/none`
	if err != nil {
		return err
	}
	defer e.Close()
	for {
		_, b, err := e.ReadMessage()
		if err != nil {
			return err
		}
		handle(b)
	}
}

func embeddedBounded() error {
	e, err := ws.NewEmbedded("")
	if err != nil {
		return err
	}
	defer e.Close()
	for {
		_ = e.SetReadDeadline(time.Now().Add(time.Minute))
		_, b, err := e.Conn.ReadMessage()
		if err != nil {
			return err
		}
		handle(b)
	}
}

func bounded() error {
	e, err := ws.NewBounded("")
	if err != nil {
		return err
	}
	defer e.Close()
	for {
		b, err := e.Recv()
		if err != nil {
			return err
		}
		handle(b)
	}
}

func lazy() error {
	l := ws.NewLazy("")
	if err := l.Connect(); err != nil { // want `wskeepalive/none`
		return err
	}
	defer l.Close()
	for {
		b, err := l.Recv()
		if err != nil {
			return err
		}
		handle(b)
	}
}

func callback() error {
	return ws.With("", func(c *websocket.Conn) error { // want `wskeepalive/none`
		for {
			_, b, err := c.ReadMessage()
			if err != nil {
				return err
			}
			handle(b)
		}
	})
}

func callbackBounded() error {
	return ws.With("", func(c *websocket.Conn) error {
		for {
			_ = c.SetReadDeadline(time.Now().Add(time.Minute))
			_, b, err := c.ReadMessage()
			if err != nil {
				return err
			}
			handle(b)
		}
	})
}

func channel() {
	for c := range ws.Chan("") { // want `wskeepalive/none`
		loop(c)
	}
}

// The function that is shown the connection may be the caller's own.
func hooked() error {
	c, err := ws.NewHooked(ws.Options{OnConn: func(c *websocket.Conn) { _ = c.SetReadDeadline(time.Now().Add(time.Hour)) }})
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

func alias() error {
	c, err := ws.DialAlias("") // want `wskeepalive/none`
	if err != nil {
		return err
	}
	var a *ws.Conn = c
	for {
		_, b, err := a.ReadMessage()
		if err != nil {
			return err
		}
		handle(b)
	}
}

func unexported() error {
	c, err := ws.NewSession("") // want `wskeepalive/none`
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

func stream() error {
	c, err := ws.NewStream("") // want `wskeepalive/none`
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

func kept(ctx context.Context) error {
	c, err := ws.Dial(ctx, ws.Options{})
	if err != nil {
		return err
	}
	ws.KeepAlive(c, time.Minute)
	for {
		_, b, err := c.ReadMessage()
		if err != nil {
			return err
		}
		handle(b)
	}
}

func pinged(ctx context.Context) error {
	c, err := ws.Dial(ctx, ws.Options{}) // want `wskeepalive/pingonly`
	if err != nil {
		return err
	}
	ws.Pings(c)
	for {
		_, b, err := c.ReadMessage()
		if err != nil {
			return err
		}
		handle(b)
	}
}

func handedTo(ctx context.Context) error {
	c, err := ws.New(ctx, ws.Options{}) // want `wskeepalive/none`
	if err != nil {
		return err
	}
	defer c.Close()
	return ws.Loop(c, handle)
}

func outer(ctx context.Context) error {
	c, err := ws.NewOuter(ctx, ws.Options{}) // want `wskeepalive/none`
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

// Package ws is told.
func listen() error { return ws.Listen("", handle) }

func result() error {
	r, err := ws.DialResult("") // want `wskeepalive/none`
	if err != nil {
		return err
	}
	for {
		_, b, err := r.Conn.ReadMessage()
		if err != nil {
			return err
		}
		handle(b)
	}
}

func getter() error {
	g, err := ws.NewGetter("") // want `wskeepalive/none`
	if err != nil {
		return err
	}
	for {
		_, b, err := g.Conn().ReadMessage()
		if err != nil {
			return err
		}
		handle(b)
	}
}

// An App stores them, and reads elsewhere.
type App struct {
	c *ws.Client
	o *ws.Open
}

func (a *App) start(ctx context.Context) (err error) {
	a.c, err = ws.New(ctx, ws.Options{}) // want `wskeepalive/none`
	if err != nil {
		return err
	}
	a.o, err = ws.NewOpen("") // want `wskeepalive/none`
	go a.read()
	go a.readOpen()
	return err
}

func (a *App) read() {
	defer a.c.Close()
	for {
		b, err := a.c.Recv()
		if err != nil {
			println(err)
			return
		}
		handle(b)
	}
}

func (a *App) readOpen() {
	for {
		_, b, err := a.o.Conn.ReadMessage()
		if err != nil {
			println(err)
			return
		}
		handle(b)
	}
}
