// Package relay knows no WebSocket.
package relay

import (
	"bufio"
	"io"
	"net"
)

func Join(a, b io.ReadWriter) error {
	errs := make(chan error, 2)
	one := func(dst io.Writer, src io.Reader) {
		_, err := io.Copy(dst, src)
		errs <- err
	}
	go one(a, b)
	go one(b, a)
	return <-errs
}

// Pipe is Join for those who would close.
func Pipe[C io.ReadWriteCloser](a, b C) {
	defer a.Close()
	go io.Copy(a, b)
	_, _ = io.Copy(b, a)
}

func Lines(r io.Reader, each func(string)) error {
	scanner := bufio.NewScanner(r)
	for scanner.Scan() {
		each(scanner.Text())
	}
	return scanner.Err()
}

// A Session keeps its connection.
type Session struct {
	conn net.Conn
	each func(byte)
}

func NewSession(conn net.Conn, each func(byte)) *Session { return &Session{conn: conn, each: each} }

func (s *Session) Serve() error {
	var b [1]byte
	for {
		if _, err := io.ReadFull(s.conn, b[:]); err != nil {
			return err
		}
		s.each(b[0])
	}
}

func (s *Session) Close() error { return s.conn.Close() }
