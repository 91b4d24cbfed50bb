package harness

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"syscall"
	"testing"
	"testing/synctest"
	"time"
)

// connected returns the two ends of a new connection of a listener.
func connected(t *testing.T, l net.Listener, dial func(network, addr string) (net.Conn, error)) (client, server net.Conn) {
	t.Helper()
	client, err := dial("tcp", l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	server, err = l.Accept()
	if err != nil {
		t.Fatal(err)
	}
	return client, server
}

// What a program can tell of a connection in memory is what it can tell of one of
// loopback TCP.
func TestAsTCP(t *testing.T) {
	tcp, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer tcp.Close()
	memory := NewNetwork()
	for name, story := range stories {
		t.Run(name, func(t *testing.T) {
			want := tell(t, story, tcp, net.Dial)
			got := tell(t, story, memory, memory.Dial)
			if got != want {
				t.Errorf("in memory:\n%s\nTCP:\n%s", got, want)
			}
		})
	}
}

// tell returns what happens in a story, one event a line.
func tell(t *testing.T, story story, l net.Listener, dial func(network, addr string) (net.Conn, error)) string {
	client, server := connected(t, l, dial)
	defer client.Close()
	defer server.Close()
	var events string
	story(client, server, func(n int, err error) {
		events += fmt.Sprintf("%d %s\n", n, kind(err))
	})
	return events
}

// kind says what programs can tell of an error.
func kind(err error) string {
	if err == nil || err == io.EOF {
		return fmt.Sprint(err)
	}
	op, ok := err.(*net.OpError)
	if !ok {
		return fmt.Sprintf("%T", err)
	}
	s := fmt.Sprintf("%s %s, timeout %t", op.Op, op.Net, op.Timeout())
	for _, known := range []error{net.ErrClosed, os.ErrDeadlineExceeded, syscall.EPIPE, syscall.ECONNRESET} {
		if errors.Is(err, known) {
			s += ", " + known.Error()
		}
	}
	return s
}

// A story is what is done with a connection; it says what comes of it.
type story func(client, server net.Conn, say func(n int, err error))

var stories = map[string]story{
	"FIN": func(client, server net.Conn, say func(n int, err error)) {
		say(server.Write([]byte("bye")))
		say(0, server.Close())
		say(io.ReadFull(client, make([]byte, 3)))
		say(client.Read(make([]byte, 3)))
		say(client.Read(make([]byte, 3)))
	},
	"written after FIN": func(client, server net.Conn, say func(n int, err error)) {
		server.Close()
		say(client.Read(make([]byte, 1)))
		say(client.Write([]byte("x")))
		for {
			if n, err := client.Write([]byte("x")); err != nil {
				say(n, err)
				break
			}
		}
		say(client.Read(make([]byte, 1)))
	},
	"closed with unread data": func(client, server net.Conn, say func(n int, err error)) {
		client.Write([]byte("xx"))
		io.ReadFull(server, make([]byte, 1))
		server.Write([]byte("x"))
		server.Close()
		_, err := io.ReadAll(client)
		say(0, err)
		say(client.Write([]byte("x")))
	},
	"aborted": func(client, server net.Conn, say func(n int, err error)) {
		server.(interface{ SetLinger(int) error }).SetLinger(0)
		server.Close()
		say(client.Read(make([]byte, 1)))
	},
	"closed here": func(client, _ net.Conn, say func(n int, err error)) {
		client.Close()
		say(client.Read(make([]byte, 1)))
		say(client.Write(make([]byte, 1)))
		say(0, client.Close())
		say(0, client.SetReadDeadline(time.Now()))
	},
	"closed here while a read waits": func(client, _ net.Conn, say func(n int, err error)) {
		go client.Close()
		say(client.Read(make([]byte, 1)))
	},
	"deadline": func(client, server net.Conn, say func(n int, err error)) {
		client.SetDeadline(time.Now())
		say(client.Read(make([]byte, 1)))
		say(client.Write(make([]byte, 1)))
		client.SetDeadline(time.Time{})
		say(client.Write(make([]byte, 1)))
		say(server.Read(make([]byte, 9)))
		server.Write(make([]byte, 1))
		client.SetReadDeadline(time.Now().Add(-1))
		say(client.Read(make([]byte, 1)))
	},
	"deadline while a read waits": func(client, _ net.Conn, say func(n int, err error)) {
		go client.SetReadDeadline(time.Now())
		say(client.Read(make([]byte, 1)))
	},
	"nothing": func(client, _ net.Conn, say func(n int, err error)) {
		say(client.Read(nil))
		say(client.Write(nil))
	},
}

// A write waits for room in the window until its deadline, and goes on when the
// other side reads.
func TestWindow(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := NewNetwork()
		client, server := connected(t, n, n.Dial)
		start := time.Now()
		client.SetWriteDeadline(start.Add(time.Minute))
		written, err := client.Write(make([]byte, window+1))
		if written != window || !errors.Is(err, os.ErrDeadlineExceeded) || time.Since(start) != time.Minute {
			t.Errorf("wrote %d, %v, in %v", written, err, time.Since(start))
		}
		client.SetWriteDeadline(time.Time{})
		go io.ReadFull(server, make([]byte, 2*window))
		if written, err := client.Write(make([]byte, window)); written != window || err != nil {
			t.Errorf("wrote %d, %v", written, err)
		}
	})
}

// Of two writes that wait for room, one comes through whole, and then the other.
func TestWriteWhole(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := NewNetwork()
		client, server := connected(t, n, n.Dial)
		for _, b := range []string{"a", "b"} {
			go client.Write(bytes.Repeat([]byte(b), 2*window))
		}
		var got []byte
		for len(got) < 4*window {
			synctest.Wait()
			b := make([]byte, window/2)
			m, err := server.Read(b)
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, b[:m]...)
		}
		if changes := bytes.Count(got, []byte("ab")) + bytes.Count(got, []byte("ba")); changes != 1 {
			t.Errorf("%d changes from one to the other", changes)
		}
	})
}

// What is lost fills the window, and the other side hears of nothing, until the
// kernel gives up.
func TestLose(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := NewNetwork()
		client, server := connected(t, n, n.Dial)
		server.Write([]byte("x"))
		n.Lose()
		if got, err := client.Read(make([]byte, 9)); got != 1 || err != nil {
			t.Errorf("read %d, %v of what had arrived", got, err)
		}
		client.SetWriteDeadline(time.Now().Add(time.Minute))
		if n, err := client.Write(make([]byte, 2*window)); n != window || !errors.Is(err, os.ErrDeadlineExceeded) {
			t.Errorf("wrote %d, %v", n, err)
		}
		client.SetReadDeadline(time.Now().Add(time.Minute))
		server.Write([]byte("x"))
		server.Close()
		if n, err := client.Read(make([]byte, 9)); n != 0 || !errors.Is(err, os.ErrDeadlineExceeded) {
			t.Errorf("read %d, %v", n, err)
		}
		client.SetDeadline(time.Time{})
		time.AfterFunc(time.Hour, n.TimeOut)
		if n, err := client.Read(make([]byte, 9)); n != 0 || !errors.Is(err, syscall.ETIMEDOUT) {
			t.Errorf("read %d, %v", n, err)
		}
		if n, err := client.Write(make([]byte, 9)); n != 0 || !errors.Is(err, syscall.EPIPE) {
			t.Errorf("wrote %d, %v", n, err)
		}
	})
}
