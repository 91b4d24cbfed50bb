package harness

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"slices"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/gobwas/ws"
	"github.com/gorilla/websocket"
)

// serving runs test in a bubble with a server.
func serving(t *testing.T, test func(t *testing.T, n *Network, s *Server)) {
	synctest.Test(t, func(t *testing.T) {
		n := NewNetwork()
		s := Serve(n)
		defer s.Stop()
		test(t, n, s)
	})
}

func dial(t *testing.T, n *Network) *websocket.Conn {
	t.Helper()
	dialer := websocket.Dialer{NetDialContext: n.DialContext}
	conn, _, err := dialer.Dial("ws://peer/", nil)
	if err != nil {
		t.Fatal(err)
	}
	return conn
}

// A strict server reports what it must not be sent, answers with 1002, and notes
// the payload as it was.
func TestStrict(t *testing.T) {
	masked := func(f ws.Frame) ws.Frame { return ws.MaskFrame(f) }
	for _, test := range []struct {
		name   string
		frame  ws.Frame
		end    string
		answer int
	}{
		{"normal", masked(ws.NewCloseFrame(ClosePayload(1000, "bye"))), "1000 bye <nil>", 1000},
		{"own", masked(ws.NewCloseFrame(ClosePayload(4999, ""))), "4999  <nil>", 4999},
		{"empty", masked(ws.NewCloseFrame(nil)), "1005  <nil>", 1005},
		{"reserved", masked(ws.NewCloseFrame(ClosePayload(1006, ""))), "1006  protocol error: close code 1006 on the wire", 1002},
		{"unknown", masked(ws.NewCloseFrame(ClosePayload(5000, ""))), "5000  protocol error: close code 5000 on the wire", 1002},
		{"half", masked(ws.NewCloseFrame([]byte{3})), "1005  protocol error: close frame with half a code", 1002},
		{"reason", masked(ws.NewCloseFrame(ClosePayload(1000, "\xff"))), "1000 \xff protocol error: close reason that is not UTF-8", 1002},
		{"long", masked(ws.NewCloseFrame(ClosePayload(1000, strings.Repeat("x", 124)))), "1006  protocol error: control frame too long or in fragments", 1002},
		{"mask", ws.NewTextFrame(nil), "1006  protocol error: frame of a client without a mask", 1002},
		{"opcode", masked(ws.NewFrame(3, true, nil)), "1006  protocol error: opcode 3", 1002},
		{"rsv", masked(ws.Frame{Header: ws.Header{Fin: true, Rsv: 4, OpCode: ws.OpText}}), "1006  protocol error: reserved bit set", 1002},
	} {
		t.Run(test.name, func(t *testing.T) {
			serving(t, func(t *testing.T, n *Network, s *Server) {
				conn := dial(t, n)
				defer conn.Close()
				if err := ws.WriteFrame(conn.NetConn(), test.frame); err != nil {
					t.Fatal(err)
				}
				if _, _, err := conn.ReadMessage(); !websocket.IsCloseError(err, test.answer) {
					t.Errorf("answer: %v", err)
				}
				ends := s.Ends()
				if len(ends) != 1 {
					t.Fatal(ends)
				}
				e := ends[0]
				if got := fmt.Sprint(e.Code, " ", e.Reason, " ", e.Err); got != test.end {
					t.Errorf("got  %s\nwant %s", got, test.end)
				}
				payload := ws.UnmaskFrame(test.frame).Payload
				if closed := test.frame.Header.OpCode == ws.OpClose && len(payload) <= 125; closed != (e.Wire != nil) || closed && string(e.Wire) != string(payload) {
					t.Errorf("on the wire: %q", e.Wire)
				}
			})
		})
	}
}

// A client that goes without a close frame is one that the server notes as 1006,
// with the error of TCP.
func TestGone(t *testing.T) {
	serving(t, func(t *testing.T, n *Network, s *Server) {
		for _, linger := range []int{-1, 0} {
			conn := dial(t, n).NetConn().(*conn)
			conn.SetLinger(linger)
			conn.Close()
		}
		synctest.Wait()
		ends := s.Ends()
		if len(ends) != 2 || s.Open() != 0 {
			t.Fatal(ends, s.Open())
		}
		for _, want := range []error{io.EOF, syscall.ECONNRESET} {
			if !slices.ContainsFunc(ends, func(e End) bool { return e.Code == Abnormal && e.Wire == nil && errors.Is(e.Err, want) }) {
				t.Errorf("no %v: %v", want, ends)
			}
		}
	})
}

// The server says what it is told to, and answers pings until it hangs.
func TestSilence(t *testing.T) {
	serving(t, func(t *testing.T, n *Network, s *Server) {
		conn := dial(t, n)
		defer conn.Close()
		pongs := 0
		conn.SetPongHandler(func(string) error { pongs++; return nil })
		long := strings.Repeat("x", 200)
		go func() {
			s.Send(Text, []byte(long))
			conn.WriteControl(websocket.PingMessage, nil, time.Time{})
			time.Sleep(time.Second)
			s.Silence(true)
			conn.WriteControl(websocket.PingMessage, nil, time.Time{})
			s.Send(Text, []byte("not heard"))
			conn.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(1000, ""), time.Time{})
			time.Sleep(time.Hour)
			s.Silence(false)
			s.Send(Text, nil)
		}()
		start := time.Now()
		if _, got, err := conn.ReadMessage(); string(got) != long || err != nil {
			t.Errorf("got %q, %v", got, err)
		}
		if _, got, err := conn.ReadMessage(); len(got) > 0 || err != nil || time.Since(start) < time.Hour {
			t.Errorf("got %q, %v after %v", got, err, time.Since(start))
		}
		if pongs != 1 || len(s.Received(Ping)) != 2 || len(s.Received(Close)) != 1 {
			t.Errorf("%d pongs, received %v and %v", pongs, s.Received(Ping), s.Received(Close))
		}
	})
}

// A server that stalls takes no more than the window, sends, and goes on.
func TestStall(t *testing.T) {
	serving(t, func(t *testing.T, n *Network, s *Server) {
		conn := dial(t, n)
		defer conn.Close()
		start := time.Now()
		s.Stall(true)
		time.AfterFunc(time.Hour, func() { s.Stall(false) })
		s.Send(Text, nil)
		if _, _, err := conn.ReadMessage(); err != nil {
			t.Error(err)
		}
		for range 2 * window / 1000 {
			if err := conn.WriteMessage(websocket.BinaryMessage, make([]byte, 1000)); err != nil {
				t.Error(err)
			}
		}
		if took := time.Since(start); took != time.Hour {
			t.Errorf("written in %v", took)
		}
		s.Stall(true)
		s.Cut()
	})
}

// A close frame of the server is answered by the client, which the server notes.
func TestClose(t *testing.T) {
	serving(t, func(t *testing.T, n *Network, s *Server) {
		conn := dial(t, n)
		defer conn.Close()
		s.Send(Close, ClosePayload(1012, "restart"))
		_, _, err := conn.ReadMessage()
		if !websocket.IsCloseError(err, 1012) {
			t.Error(err)
		}
		if _, err := conn.NetConn().Read(make([]byte, 1)); err != io.EOF {
			t.Errorf("after the answer: %v", err)
		}
		if ends := s.Ends(); len(ends) != 1 || ends[0].Code != 1012 || ends[0].Err != nil {
			t.Errorf("got %v", ends)
		}
	})
}

// What the server cuts is no end that it sees.
func TestCut(t *testing.T) {
	serving(t, func(t *testing.T, n *Network, s *Server) {
		conn := dial(t, n)
		defer conn.Close()
		s.Cut()
		if _, _, err := conn.ReadMessage(); !websocket.IsCloseError(err, websocket.CloseAbnormalClosure) {
			t.Errorf("cut: %v", err)
		}
		conn = dial(t, n)
		defer conn.Close()
		s.Reset()
		if _, _, err := conn.ReadMessage(); !errors.Is(err, syscall.ECONNRESET) {
			t.Errorf("reset: %v", err)
		}
		s.Drop(true)
		conn = dial(t, n)
		defer conn.Close()
		if _, _, err := conn.ReadMessage(); !websocket.IsCloseError(err, websocket.CloseAbnormalClosure) {
			t.Errorf("dropped: %v", err)
		}
		if ends := s.Ends(); len(ends) > 0 {
			t.Errorf("seen: %v", ends)
		}
	})
}

// Every dial is noted, and ends as the network wants.
func TestDials(t *testing.T) {
	serving(t, func(t *testing.T, n *Network, s *Server) {
		start := time.Now()
		for _, test := range []struct {
			set  func()
			want error
			took time.Duration
		}{
			{func() {}, nil, 0},
			{func() { n.Refuse(true) }, syscall.ECONNREFUSED, 0},
			{func() { n.Refuse(false) }, nil, 0},
			{n.Lose, syscall.ETIMEDOUT, connectTimeout},
		} {
			test.set()
			at := time.Now()
			conn, err := n.Dial("tcp", "peer:80")
			if !errors.Is(err, test.want) || time.Since(at) != test.took {
				t.Errorf("%v after %v, want %v after %v", err, time.Since(at), test.want, test.took)
			}
			if err == nil {
				conn.Close()
			}
			time.Sleep(time.Minute)
		}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if _, err := n.DialContext(ctx, "tcp", "peer:80"); !errors.Is(err, context.DeadlineExceeded) {
			t.Error(err)
		}
		var at []time.Duration
		for _, d := range n.Dials() {
			at = append(at, d.Sub(start))
		}
		want := []time.Duration{0, time.Minute, 2 * time.Minute, 3 * time.Minute, 4*time.Minute + connectTimeout}
		if !slices.Equal(at, want) {
			t.Errorf("dialed at %v, want %v", at, want)
		}
	})
}

// The server serves loopback TCP as well.
func TestServeTCP(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s := Serve(l)
	defer s.Stop()
	conn, _, err := websocket.DefaultDialer.Dial("ws://"+l.Addr().String(), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	s.Reset()
	if _, _, err := conn.ReadMessage(); !errors.Is(err, syscall.ECONNRESET) {
		t.Error(err)
	}
}
