package wskeepalive

import (
	"errors"
	"net"
	"os"
	"runtime"
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

// leaves wants a program to leave, and returns its error.
func leaves(t *testing.T, end chan error) error {
	t.Helper()
	from := time.Now()
	select {
	case err := <-end:
		t.Logf("left after %v: %v", time.Since(from), err)
		return err
	case <-time.After(time.Minute): // the machine may be slow
		t.Fatal("waits")
		return nil
	}
}

// askXnet waits for an answer over TCP: x/net has no hook for the dial.
func askXnet(t *testing.T, test func(s *harness.Server, end chan error)) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := harness.Serve(l)
	defer s.Stop()
	end := make(chan error, 1)
	go func() {
		_, err := xnetrealtime.Ask("ws://"+l.Addr().String(), question)
		end <- err
	}()
	test(s, end)
}

func TestBeforeXnet(t *testing.T) {
	askXnet(t, func(s *harness.Server, end chan error) {
		for len(s.Received(harness.Binary)) == 0 {
			runtime.Gosched()
		}
		waits(t, end)
		s.Reset()
		if err := <-end; !errors.Is(err, syscall.ECONNRESET) {
			t.Error(err)
		}
	})
}

func TestAfterXnet(t *testing.T) {
	askXnet(t, func(s *harness.Server, end chan error) {
		if err := leaves(t, end); !errors.Is(err, os.ErrDeadlineExceeded) {
			t.Error(err)
		}
	})
}

// chatGws never stops writing, and loses its network.
func chatGws(t *testing.T, test func(n *harness.Network, end chan error)) {
	n := harness.NewNetwork()
	s := harness.Serve(n)
	defer s.Stop()
	out := make(chan []byte)
	end := make(chan error, 1)
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
	chatGws(t, func(_ *harness.Network, end chan error) {
		// Where a read and a write time out in the same moment, the library may
		// have an error without a text.
		if leaves(t, end) == nil {
			t.Error("no error")
		}
	})
}
