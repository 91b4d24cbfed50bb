package wskeepalive

import (
	"errors"
	"net"
	"os"
	"syscall"
	"testing"
	"time"

	"github.com/wsvet/wsvet/testdata/behaviour/harness"
	gwsrealtime "github.com/wsvet/wsvet/testdata/behaviour/wskeepalive/gws_realtime"
	xnetrealtime "github.com/wsvet/wsvet/testdata/behaviour/wskeepalive/xnet_realtime"
)

// while is how long a program must wait in real time to be one that waits: the
// fix is made with a bound of a tenth of a second.
const while = time.Second / 2

// waits wants a program to wait.
func waits(t *testing.T, end chan error) {
	t.Helper()
	select {
	case err := <-end:
		t.Errorf("left: %v", err)
	case <-time.After(while):
		t.Logf("waits after %v", while)
	}
}

// timesOut wants a program to leave because nothing came.
func timesOut(t *testing.T, end chan error) {
	t.Helper()
	from := time.Now()
	err := <-end
	if !errors.Is(err, os.ErrDeadlineExceeded) {
		t.Errorf("left: %v", err)
	}
	t.Logf("left after %v: %v", time.Since(from), err)
}

// askXnet waits for an answer over TCP: x/net has no hook for the dial.
func askXnet(t *testing.T, test func(s *harness.Server, end chan error)) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := harness.Serve(l)
	defer s.Stop()
	end := make(chan error)
	go func() {
		_, err := xnetrealtime.Ask("ws://"+l.Addr().String(), question)
		end <- err
	}()
	test(s, end)
}

func TestBeforeXnet(t *testing.T) {
	askXnet(t, func(s *harness.Server, end chan error) {
		waits(t, end)
		s.Reset()
		if err := <-end; !errors.Is(err, syscall.ECONNRESET) {
			t.Error(err)
		}
	})
}

func TestAfterXnet(t *testing.T) {
	askXnet(t, func(s *harness.Server, end chan error) { timesOut(t, end) })
}

// chatGws never stops writing, and loses its network.
func chatGws(t *testing.T, test func(n *harness.Network, end chan error)) {
	n := harness.NewNetwork()
	s := harness.Serve(n)
	defer s.Stop()
	out := make(chan []byte)
	end := make(chan error)
	go func() { end <- gwsrealtime.Chat(gwsOption(n), out, func([]byte) {}) }()
	done := make(chan struct{})
	written := make(chan struct{})
	go func() {
		defer close(written)
		defer close(out)
		for i := 0; ; i++ {
			select {
			case out <- make([]byte, 1000):
			case <-done:
				return
			}
			if i == 0 {
				n.Lose()
			}
		}
	}()
	test(n, end)
	close(done)
	<-written
}

func TestBeforeGws(t *testing.T) {
	chatGws(t, func(n *harness.Network, end chan error) {
		waits(t, end)
		n.TimeOut()
		<-end
	})
}

func TestAfterGws(t *testing.T) {
	chatGws(t, func(_ *harness.Network, end chan error) { timesOut(t, end) })
}
