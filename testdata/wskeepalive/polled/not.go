package polled

import (
	"context"
	"errors"
	"log"
	"os"
	"time"

	coder "github.com/coder/websocket"
	"github.com/gorilla/websocket"
)

// The guard only keeps the log short.
func grumbling(url string) error {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil) // want `none`
	if err != nil {
		return err
	}
	var last time.Time
	go func() {
		for range time.Tick(time.Second) {
			if time.Since(last) < time.Minute {
				continue
			}
			log.Println("quiet")
		}
	}()
	for i := 0; i < 1000; i++ {
		if _, _, err := conn.ReadMessage(); err != nil {
			return err
		}
		last = time.Now()
	}
	return nil
}

// A flag of something else: a file that is open stays open.
type recorder struct {
	conn   *websocket.Conn
	opened bool
	file   *os.File
}

func (r *recorder) open() (err error) {
	if r.opened {
		return nil
	}
	r.file, err = os.Create("messages")
	r.opened = err == nil
	return err
}

func (r *recorder) wait() {
	for r.open() != nil {
		time.Sleep(time.Second)
	}
}

func (r *recorder) run(url string) (err error) {
	r.conn, _, err = websocket.DefaultDialer.Dial(url, nil) // want `none`
	if err != nil {
		return err
	}
	defer r.conn.Close()
	r.wait()
	for i := 0; i < 1000; i++ {
		_, p, err := r.conn.ReadMessage()
		if err != nil {
			return err
		}
		if err := r.open(); err != nil {
			return err
		}
		if _, err := r.file.Write(p); err != nil {
			return err
		}
	}
	return nil
}

// A flag that is set once, when the first message came, is no news.
func welcomed(url string) error {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil) // want `none`
	if err != nil {
		return err
	}
	ready := false
	go func() {
		for range time.Tick(time.Second) {
			if ready {
				log.Println("ready")
				return
			}
		}
	}()
	defer conn.Close()
	for i := 0; i < 1000; i++ {
		if _, _, err := conn.ReadMessage(); err != nil {
			return err
		}
		ready = true
	}
	return nil
}

// A batch is flushed in time, by arrivals, too, and ends when its reader wants no
// more.
type batch struct {
	rows    []string
	flushed time.Time
	accept  func([]string) bool
	stop    func()
}

func (b *batch) flush() {
	b.flushed = time.Now()
	if !b.accept(b.rows) {
		b.stop()
	}
	b.rows = nil
}

func (b *batch) add(row string) {
	if b.rows = append(b.rows, row); len(b.rows) > 100 {
		b.flush()
	}
}

func batched(ctx context.Context, url string, accept func([]string) bool) error {
	conn, _, err := coder.Dial(ctx, url, nil) // want `none`
	if err != nil {
		return err
	}
	defer conn.CloseNow()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	b := &batch{accept: accept, stop: cancel}
	go func() {
		for range time.Tick(time.Second) {
			if time.Since(b.flushed) > time.Second {
				b.flush()
			}
		}
	}()
	for i := 0; i < 1000; i++ {
		_, p, err := conn.Read(ctx)
		if err != nil {
			return err
		}
		b.add(string(p))
	}
	return nil
}

// The context that is cancelled is that of the upload, not of the connection.
func uploading(url string, upload func(context.Context) error) error {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil) // want `none`
	if err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	var last time.Time
	go func() {
		for range time.Tick(time.Second) {
			if time.Since(last) > time.Minute {
				cancel()
			}
		}
	}()
	go upload(ctx)
	for i := 0; i < 1000; i++ {
		if _, _, err := conn.ReadMessage(); err != nil {
			return err
		}
		last = time.Now()
	}
	return nil
}

// A timer dials again when a read has failed: it is set by no arrival.
type redialer struct {
	conn *websocket.Conn
	url  string
}

func (r *redialer) connect() {
	if r.conn != nil {
		r.conn.Close()
	}
	conn, _, err := websocket.DefaultDialer.Dial(r.url, nil) // want `none`
	if err != nil {
		time.AfterFunc(time.Second, r.connect)
		return
	}
	r.conn = conn
	go r.read()
}

func (r *redialer) read() {
	for i := 0; i < 1000; i++ {
		if _, _, err := r.conn.ReadMessage(); err != nil {
			time.AfterFunc(time.Second, r.connect)
			return
		}
	}
}

// A ticker renews a token, and leaves when that fails.
func renewing(url string, renew func() (expires time.Time, err error)) error {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil) // want `none`
	if err != nil {
		return err
	}
	go func() {
		defer conn.Close()
		expires := time.Now()
		for range time.Tick(time.Second) {
			if time.Until(expires) > time.Minute {
				continue
			}
			var err error
			if expires, err = renew(); err != nil {
				log.Println(err)
				return
			}
		}
	}()
	for i := 0; i < 1000; i++ {
		if _, _, err := conn.ReadMessage(); err != nil {
			return err
		}
	}
	return errors.New("too many")
}

// Where nothing came it only says so; it leaves when the reader has.
func saying(url string, each func([]byte), quiet func()) error {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil) // want `none`
	if err != nil {
		return err
	}
	defer conn.Close()
	in := make(chan []byte)
	go func() {
		defer close(in)
		for i := 0; i < 1000; i++ {
			_, p, err := conn.ReadMessage()
			if err != nil {
				return
			}
			in <- p
		}
	}()
	for {
		select {
		case p, ok := <-in:
			if !ok {
				return nil
			}
			each(p)
		case <-time.After(time.Minute):
			quiet()
		}
	}
}
