// Package gobwas reads with github.com/gobwas/ws.
package gobwas

import (
	"bytes"
	"context"
	"io"
	"log"
	"net"

	"github.com/gobwas/ws"
	"github.com/gobwas/ws/wsutil"
)

func data(conn net.Conn, handle func([]byte)) {
	for {
		msg, _, err := wsutil.ReadServerData(conn) // want `ReadServerData's is not used by the return`
		if err != nil {
			return
		}
		handle(msg)
	}
}

func header(conn net.Conn) (ws.Header, error) {
	h, err := ws.ReadHeader(conn) // want `ReadHeader's is not used`
	if err != nil {
		return h, nil
	}
	return h, nil
}

func frame(conn net.Conn, handle func([]byte)) {
	for {
		f, err := ws.ReadFrame(conn) // want `ReadFrame's is not used`
		if err != nil {
			break
		}
		handle(f.Payload)
	}
}

func reader(conn net.Conn, handle func(io.Reader)) {
	rd := wsutil.NewReader(conn, ws.StateServerSide)
	for {
		if _, err := rd.NextFrame(); err != nil { // want `NextFrame's is not used`
			log.Println("connection lost")
			return
		}
		handle(rd)
	}
}

// The rest of a frame is read from the dialed connection itself.
func payload(ctx context.Context, url string) []byte {
	conn, _, _, err := ws.Dial(ctx, url)
	if err != nil {
		return nil
	}
	defer conn.Close()
	h, err := ws.ReadHeader(conn)
	if err != nil {
		log.Print(err)
		return nil
	}
	p := make([]byte, h.Length)
	io.ReadFull(conn, p) // want `ReadFull's is not looked at`
	return p
}

// What is in memory is no connection.
func memory(p []byte) ws.Header {
	h, _ := ws.ReadHeader(bytes.NewReader(p))
	return h
}

// A plain net.Conn that comes from somewhere may be anything.
func plain(conn net.Conn, p []byte) {
	io.ReadFull(conn, p)
}

func logged(conn net.Conn, handle func([]byte)) {
	for {
		msg, _, err := wsutil.ReadServerData(conn)
		if err != nil {
			log.Print(err)
			return
		}
		handle(msg)
	}
}

// Nor is a buffer that a message was put into.
func buffered(conn net.Conn) (ws.Header, error) {
	msg, err := wsutil.ReadServerText(conn)
	if err != nil {
		return ws.Header{}, err
	}
	buf := bytes.NewBuffer(msg)
	h, _ := ws.ReadHeader(buf)
	io.CopyN(io.Discard, buf, h.Length)
	return h, nil
}
