package constant

import (
	"context"
	"time"

	"github.com/gorilla/websocket"

	"github.com/wsvet/wsvet/testdata/wsbackoff/constant/metrics"
)

// Settings that are asked for one by one make no other paths of the ways that
// come together again.
type settings struct {
	n   int
	o0  string
	p0  bool
	o1  string
	p1  bool
	o2  string
	p2  bool
	o3  string
	p3  bool
	o4  string
	p4  bool
	o5  string
	p5  bool
	o6  string
	p6  bool
	o7  string
	p7  bool
	o8  string
	p8  bool
	o9  string
	p9  bool
	o10 string
	p10 bool
	o11 string
	p11 bool
}

func (s *settings) prepare() error {
	if s.o0 != "" {
		s.n++
	} else if s.p0 {
		s.n--
	}
	if s.o1 != "" {
		s.n++
	} else if s.p1 {
		s.n--
	}
	if s.o2 != "" {
		s.n++
	} else if s.p2 {
		s.n--
	}
	if s.o3 != "" {
		s.n++
	} else if s.p3 {
		s.n--
	}
	if s.o4 != "" {
		s.n++
	} else if s.p4 {
		s.n--
	}
	if s.o5 != "" {
		s.n++
	} else if s.p5 {
		s.n--
	}
	if s.o6 != "" {
		s.n++
	} else if s.p6 {
		s.n--
	}
	if s.o7 != "" {
		s.n++
	} else if s.p7 {
		s.n--
	}
	if s.o8 != "" {
		s.n++
	} else if s.p8 {
		s.n--
	}
	if s.o9 != "" {
		s.n++
	} else if s.p9 {
		s.n--
	}
	if s.o10 != "" {
		s.n++
	} else if s.p10 {
		s.n--
	}
	if s.o11 != "" {
		s.n++
	} else if s.p11 {
		s.n--
	}
	return nil
}

func (s *settings) connect(ctx context.Context) *websocket.Conn {
	for {
		conn, err := s.dial(ctx)
		if err == nil {
			return conn
		}
		time.Sleep(time.Second) // want `wsbackoff/constant`
	}
}

func (s *settings) dial(ctx context.Context) (*websocket.Conn, error) {
	if err := s.prepare(); err != nil {
		return nil, err
	}
	if s.o0 != "" {
		s.n++
	} else if s.p0 {
		s.n--
	}
	if s.o1 != "" {
		s.n++
	} else if s.p1 {
		s.n--
	}
	if s.o2 != "" {
		s.n++
	} else if s.p2 {
		s.n--
	}
	if s.o3 != "" {
		s.n++
	} else if s.p3 {
		s.n--
	}
	if s.o4 != "" {
		s.n++
	} else if s.p4 {
		s.n--
	}
	if s.o5 != "" {
		s.n++
	} else if s.p5 {
		s.n--
	}
	if s.o6 != "" {
		s.n++
	} else if s.p6 {
		s.n--
	}
	if s.o7 != "" {
		s.n++
	} else if s.p7 {
		s.n--
	}
	if s.o8 != "" {
		s.n++
	} else if s.p8 {
		s.n--
	}
	if s.o9 != "" {
		s.n++
	} else if s.p9 {
		s.n--
	}
	if s.o10 != "" {
		s.n++
	} else if s.p10 {
		s.n--
	}
	if s.o11 != "" {
		s.n++
	} else if s.p11 {
		s.n--
	}
	conn, _, err := websocket.DefaultDialer.Dial("ws://localhost", nil)
	if err != nil {
		metrics.Count(ctx, "dial", err) // notes something, and does not wait
	}
	return conn, err
}
