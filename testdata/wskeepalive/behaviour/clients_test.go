package behaviour

import (
	"context"
	"errors"
	"net"
	"net/http"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	coder "github.com/coder/websocket"
	"github.com/gobwas/ws"
	"github.com/gorilla/websocket"
	"github.com/lxzan/gws"
)

// A client reads until its connection ends, and hands over what it reads.
type client struct {
	name string
	// slow: its handler may take its time.
	slow bool
	run  func(dial func() (net.Conn, error), handle func([]byte)) error
}

const url = "ws://peer/"

var clients = []client{
	{"gorilla", true, func(dial func() (net.Conn, error), handle func([]byte)) error {
		return readGorilla(&websocket.Dialer{NetDial: func(string, string) (net.Conn, error) { return dial() }}, url, handle)
	}},
	{"coder", false, func(dial func() (net.Conn, error), handle func([]byte)) error {
		transport := &http.Transport{DialContext: func(context.Context, string, string) (net.Conn, error) { return dial() }}
		options := &coder.DialOptions{HTTPClient: &http.Client{Transport: transport}}
		return readCoder(context.Background(), "http://peer/", options, new(atomic.Int64))
	}},
	{"gobwas", true, func(dial func() (net.Conn, error), handle func([]byte)) error {
		dialer := ws.Dialer{NetDial: func(context.Context, string, string) (net.Conn, error) { return dial() }}
		return readGobwas(dialer, url, handle)
	}},
	{"gws", true, func(dial func() (net.Conn, error), handle func([]byte)) error {
		return readGws(&gws.ClientOption{Addr: url, NewDialer: func() (gws.Dialer, error) { return dialer(dial), nil }}, handle)
	}},
}

type dialer func() (net.Conn, error)

func (d dialer) Dial(network, addr string) (net.Conn, error) { return d() }

// long is longer than any bound that the fix may write.
const long = 24 * time.Hour

// bound is when a fixed client must have left a dead peer: a ping period and
// the wait for the pong.
const bound = 2 * time.Minute

// start runs c against a peer, and returns what its end is sent to.
func start(c client, handle func([]byte), serve func(*peer)) (end chan error, p *peer) {
	mine, theirs := pipe()
	p = &peer{conn: theirs}
	go func() {
		if p.handshake() == nil {
			serve(p)
		}
	}()
	end = make(chan error, 1)
	go func() {
		end <- c.run(func() (net.Conn, error) { return mine, nil }, handle)
	}()
	return end, p
}

func each(t *testing.T, test func(t *testing.T, c client)) {
	for _, c := range clients {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) { test(t, c) })
		})
	}
}

// As they are, the clients wait for a peer that went silent as long as TCP does.
func TestBefore(t *testing.T) {
	each(t, func(t *testing.T, c client) {
		end, p := start(c, func([]byte) {}, mute)
		time.Sleep(long)
		select {
		case err := <-end:
			t.Fatalf("ended: %v", err)
		default:
		}
		p.conn.Close()
		<-end
	})
}

// With the fix, they leave a peer that is silent from the start,
func TestAfterMute(t *testing.T) {
	each(t, func(t *testing.T, c client) {
		end, p := start(c, func([]byte) {}, mute)
		ended(t, end)
		p.conn.Close()
	})
}

// and one that falls silent after a long time.
func TestAfterDeath(t *testing.T) {
	each(t, func(t *testing.T, c client) {
		end, p := start(c, func([]byte) {}, (*peer).live)
		time.Sleep(long)
		running(t, end)
		p.dead.Store(true)
		ended(t, end)
		p.conn.Close()
	})
}

// They stay with a peer that answers pings, and says nothing else, and all that
// they started ends with the connection: synctest waits for it.
func TestAfterQuiet(t *testing.T) {
	each(t, func(t *testing.T, c client) {
		end, p := start(c, func([]byte) {}, (*peer).live)
		time.Sleep(long)
		running(t, end)
		p.conn.Close()
		<-end
	})
}

// They stay with a busy peer, also when its messages take longer than the bound.
func TestAfterBusy(t *testing.T) {
	each(t, func(t *testing.T, c client) {
		got := 0
		handle := func([]byte) {
			got++
			time.Sleep(5 * time.Minute)
		}
		if !c.slow {
			handle = func([]byte) { got++ }
		}
		stop := make(chan struct{})
		end, p := start(c, handle, func(p *peer) {
			go func() {
				for {
					select {
					case <-stop:
						return
					case <-time.After(20 * time.Second):
						p.write(text, []byte("news"))
					}
				}
			}()
			p.live()
		})
		time.Sleep(time.Hour)
		running(t, end)
		if c.slow && got < 10 {
			t.Errorf("got %d messages", got)
		}
		close(stop)
		p.conn.Close()
		<-end
	})
}

// A loop that dials again leaves nothing behind of the last connection.
func TestAfterAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var peers []*peer
		dials := 0
		refused := errors.New("refused")
		dial := func(string, string) (net.Conn, error) {
			if dials++; dials > 3 {
				return nil, refused
			}
			mine, theirs := pipe()
			p := &peer{conn: theirs}
			peers = append(peers, p)
			go func() {
				if p.handshake() == nil {
					mute(p)
				}
			}()
			return mine, nil
		}
		end := make(chan error, 1)
		go func() { end <- readAgain(&websocket.Dialer{NetDial: dial}, url, func([]byte) {}) }()
		time.Sleep(4 * bound)
		select {
		case err := <-end:
			if !errors.Is(err, refused) {
				t.Errorf("ended: %v", err)
			}
		default:
			t.Error("not ended")
		}
		for _, p := range peers {
			p.conn.Close()
		}
	})
}

func running(t *testing.T, end chan error) {
	t.Helper()
	select {
	case err := <-end:
		t.Fatalf("left a live peer: %v", err)
	default:
	}
}

func ended(t *testing.T, end chan error) {
	t.Helper()
	select {
	case err := <-end:
		if err == nil {
			t.Error("no error")
		}
	case <-time.After(bound):
		t.Error("still waiting for a dead peer")
	}
}
