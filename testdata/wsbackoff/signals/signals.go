// Package signals has cycles that wait for what they send themselves: the end of
// the reader, a failure that asks for another attempt, a timer behind a channel.
package signals

import (
	"context"
	"errors"
	"log"
	"math/rand/v2"
	"sync"
	"time"

	"github.com/gorilla/websocket"
	"golang.org/x/sync/errgroup"
)

func drain(conn *websocket.Conn) error {
	for {
		if _, _, err := conn.ReadMessage(); err != nil {
			return errors.Join(err, conn.Close())
		}
	}
}

type phone struct {
	url     string
	redial  chan struct{}
	hung    chan error
	pickups int
}

// A failed call asks for the next one.
func (p *phone) loop(ctx context.Context) {
	p.redial <- struct{}{}
	for {
		select {
		case <-ctx.Done():
			return
		case <-p.redial:
		}
		time.Sleep(20 * time.Second) // want `wsbackoff/constant`
		if p.call() != nil {
			p.again()
		}
	}
}

func (p *phone) call() error {
	conn, _, err := websocket.DefaultDialer.Dial(p.url, nil)
	if err != nil {
		return err
	}
	go func() {
		log.Print(drain(conn))
		p.again()
	}()
	return nil
}

func (p *phone) again() {
	select {
	case p.redial <- struct{}{}:
	default:
	}
}

// Only who picks up the phone makes it dial: a failed call is the end of it.
func (p *phone) onRequest(pickups <-chan int) {
	for range pickups {
		conn, _, err := websocket.DefaultDialer.Dial(p.url, nil)
		if err != nil {
			log.Print(err)
			continue
		}
		log.Print(conn.Close())
	}
}

// The reader hands its error to the loop, which dials at once.
func (p *phone) errors() {
	for {
		conn, _, err := websocket.DefaultDialer.Dial(p.url, nil) // want `wsbackoff/first`
		if err != nil {
			time.Sleep(time.Second + rand.N(time.Minute))
			continue
		}
		ended := make(chan error, 1)
		go func() { ended <- drain(conn) }()
		log.Print(<-ended)
	}
}

// The wait is that of the goroutine that asks for the next call.
func (p *phone) later() {
	for {
		conn, _, err := websocket.DefaultDialer.Dial(p.url, nil)
		if err == nil {
			log.Print(drain(conn))
		}
		next := make(chan struct{})
		time.AfterFunc(10*time.Second, func() { close(next) }) // want `wsbackoff/constant`
		<-next
	}
}

// The end is a context that the reader cancels.
func (p *phone) cancelled(ctx context.Context) {
	for ctx.Err() == nil {
		session, hangUp := context.WithCancel(ctx)
		conn, _, err := websocket.DefaultDialer.DialContext(ctx, p.url, nil) // want `wsbackoff/first`
		if err != nil {
			hangUp()
			time.Sleep(time.Second + rand.N(time.Minute))
			continue
		}
		go p.listen(conn, hangUp)
		<-session.Done()
	}
}

func (p *phone) listen(conn *websocket.Conn, over func()) {
	defer over()
	log.Print(drain(conn))
}

// A writer that is told to end, and waited for, is no event from outside.
func (p *phone) joined() {
	for {
		conn, _, err := websocket.DefaultDialer.Dial(p.url, nil) // want `wsbackoff/first`
		if err != nil {
			time.Sleep(time.Second + rand.N(time.Minute))
			continue
		}
		stop, stopped := make(chan struct{}), make(chan struct{})
		go func() {
			defer close(stopped)
			for {
				select {
				case <-stop:
					return
				case err := <-p.hung:
					log.Print(err)
				}
			}
		}()
		log.Print(drain(conn))
		close(stop)
		<-stopped
	}
}

// What the goroutine waits for before it closes comes from outside.
func (p *phone) released(operator <-chan struct{}) {
	for {
		conn, _, err := websocket.DefaultDialer.Dial(p.url, nil)
		if err == nil {
			log.Print(drain(conn))
		}
		stopped := make(chan struct{})
		go func() {
			defer close(stopped)
			<-operator
		}()
		<-stopped
	}
}

// Groups are waited for.
func (p *phone) grouped() {
	for {
		conn, _, err := websocket.DefaultDialer.Dial(p.url, nil) // want `wsbackoff/first`
		if err != nil {
			time.Sleep(time.Second + rand.N(time.Minute))
			continue
		}
		var g errgroup.Group
		g.Go(func() error { return drain(conn) })
		log.Print(g.Wait())
	}
}

func (p *phone) waitGroup() {
	for {
		conn, _, err := websocket.DefaultDialer.Dial(p.url, nil) // want `wsbackoff/first`
		if err != nil {
			time.Sleep(time.Second + rand.N(time.Minute))
			continue
		}
		var wg sync.WaitGroup
		wg.Add(1)
		go func() {
			defer wg.Done()
			log.Print(drain(conn))
		}()
		wg.Wait()
	}
}

// A helper waits for the signal that its caller's reader sends.
func (p *phone) helped() {
	for {
		over := make(chan struct{})
		if err := p.open(over); err != nil { // want `wsbackoff/first`
			time.Sleep(time.Second + rand.N(time.Minute))
			continue
		}
		await(over)
	}
}

func (p *phone) open(over chan<- struct{}) error {
	conn, _, err := websocket.DefaultDialer.Dial(p.url, nil)
	if err != nil {
		return err
	}
	go func() {
		defer close(over)
		log.Print(drain(conn))
	}()
	return nil
}

func await(over <-chan struct{}) {
	select {
	case <-over:
	case <-time.After(time.Hour):
	}
}

// The reader wakes the loop by a condition.
type bell struct {
	url  string
	mu   sync.Mutex
	rung *sync.Cond
	up   bool
}

func (b *bell) keep() {
	for {
		conn, _, err := websocket.DefaultDialer.Dial(b.url, nil) // want `wsbackoff/first`
		if err != nil {
			time.Sleep(time.Second + rand.N(time.Minute))
			continue
		}
		b.set(true)
		go func() {
			log.Print(drain(conn))
			b.set(false)
		}()
		b.mu.Lock()
		for b.up {
			b.rung.Wait()
		}
		b.mu.Unlock()
	}
}

func (b *bell) set(up bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.up = up
	b.rung.Broadcast()
}

// A context that ends by itself is a timer.
func (p *phone) expires(ctx context.Context) {
	for ctx.Err() == nil {
		if conn, _, err := websocket.DefaultDialer.DialContext(ctx, p.url, nil); err == nil {
			log.Print(drain(conn))
		}
		pause, cancel := context.WithTimeout(ctx, 5*time.Second)
		<-pause.Done() // want `wsbackoff/constant`
		cancel()
	}
}

// One channel tells what came and that the connection ended.
type news struct {
	text []byte
	err  error
}

func (p *phone) tell(conn *websocket.Conn, all chan<- news) {
	for {
		_, text, err := conn.ReadMessage()
		all <- news{text: text, err: err}
		if err != nil {
			return
		}
	}
}

func (p *phone) reads() {
	all := make(chan news)
	go p.tell(p.insist(), all)
	for n := range all {
		if n.err != nil {
			go p.tell(p.insist(), all) // want `wsbackoff/first`
			continue
		}
		log.Printf("%s", n.text)
	}
}

// A message asks for one more connection: that is no loss.
func (p *phone) more() {
	all := make(chan news)
	go p.tell(p.insist(), all)
	for n := range all {
		switch {
		case n.err != nil:
			return
		case string(n.text) == "more":
			go p.tell(p.insist(), all)
		}
	}
}

func (p *phone) insist() *websocket.Conn {
	for {
		conn, _, err := websocket.DefaultDialer.Dial(p.url, nil)
		if err == nil {
			return conn
		}
		time.Sleep(time.Second + rand.N(time.Minute))
	}
}

// What ends without an error was asked to.
func (p *phone) asked() {
	for {
		conn, _, err := websocket.DefaultDialer.Dial(p.url, nil)
		if err != nil {
			time.Sleep(time.Second + rand.N(time.Minute))
			continue
		}
		ended := make(chan error, 1)
		go func() {
			if err := drain(conn); err != nil {
				ended <- err
			}
			ended <- nil
		}()
		if err := <-ended; err != nil {
			return
		}
		time.Sleep(time.Second + rand.N(time.Minute))
	}
}

// A dial that fails starts no reader: what comes then is another connection's end.
func (p *phone) switchboard(lines chan error) {
	for {
		select {
		case err := <-lines:
			log.Print(err)
			p.plug(lines) // want `wsbackoff/first`
		case <-p.redial:
			p.plug(lines)
			p.plug(lines)
		}
	}
}

func (p *phone) plug(lines chan<- error) {
	conn, _, err := websocket.DefaultDialer.Dial(p.url, nil)
	if err != nil {
		log.Print(err)
		return
	}
	go func() { lines <- drain(conn) }()
}
