// Package expiry reads under deadlines whose expiry leads back to the read.
package expiry

import (
	"context"
	"errors"
	"io"
	"log"
	"net"
	"os"
	"time"

	"github.com/gobwas/ws"
	"github.com/gobwas/ws/wsutil"
	"github.com/gorilla/websocket"
	xnet "golang.org/x/net/websocket"
)

// The deadline is there to look at the context.
func looking(ctx context.Context, url string) error {
	conn, err := xnet.Dial(url, "", "http://localhost/") // want `again when its deadline has run out and no ping: .* \(wskeepalive/none\)`
	if err != nil {
		return err
	}
	defer conn.Close()
	for ctx.Err() == nil {
		conn.SetReadDeadline(time.Now().Add(time.Second))
		var msg string
		err := xnet.Message.Receive(conn, &msg)
		var netErr net.Error
		if errors.As(err, &netErr) && netErr.Timeout() {
			continue
		}
		if err != nil {
			return err
		}
		log.Println(msg)
	}
	return ctx.Err()
}

// Any error but the end leads back.
func logging(url string) error {
	conn, _, _, err := ws.Dial(context.Background(), url) // want `none`
	if err != nil {
		return err
	}
	for {
		conn.SetReadDeadline(time.Now().Add(time.Second))
		p, err := wsutil.ReadServerText(conn)
		if errors.Is(err, io.EOF) {
			return err
		}
		if err != nil {
			log.Println(err)
			continue
		}
		log.Printf("%s", p)
	}
}

// The test is a helper's, and the read is one's, too.
func helped(url string) error {
	conn, _, _, err := ws.Dial(context.Background(), url) // want `pingonly`
	if err != nil {
		return err
	}
	for {
		p, err := receive(conn)
		if isTimeout(err) {
			_ = wsutil.WriteClientMessage(conn, ws.OpPing, nil)
			continue
		} else if err != nil {
			return err
		}
		log.Printf("%s", p)
	}
}

func receive(conn net.Conn) ([]byte, error) {
	if err := conn.SetReadDeadline(time.Now().Add(time.Second)); err != nil {
		return nil, err
	}
	return wsutil.ReadServerText(conn)
}

func isTimeout(err error) bool {
	netErr, ok := err.(net.Error)
	return ok && netErr.Timeout()
}

// The time-outs are counted.
func counted(url string) error {
	conn, err := xnet.Dial(url, "", "http://localhost/")
	if err != nil {
		return err
	}
	missed := 0
	for {
		conn.SetReadDeadline(time.Now().Add(time.Second))
		var msg string
		err := xnet.Message.Receive(conn, &msg)
		if os.IsTimeout(err) {
			if missed++; missed > 3 {
				return err
			}
			continue
		}
		if err != nil {
			return err
		}
		missed = 0
		log.Println(msg)
	}
}

// A timeout leaves, a frame that is too large does not.
func leaving(url string) error {
	conn, err := xnet.Dial(url, "", "http://localhost/")
	if err != nil {
		return err
	}
	for {
		conn.SetReadDeadline(time.Now().Add(time.Second))
		var msg string
		err := xnet.Message.Receive(conn, &msg)
		if err == xnet.ErrFrameTooLarge {
			continue
		}
		if err != nil {
			return err
		}
		log.Println(msg)
	}
}

// One ping may stay without an answer.
func pinged(url string) error {
	conn, _, _, err := ws.Dial(context.Background(), url)
	if err != nil {
		return err
	}
	asked := false
	for {
		conn.SetReadDeadline(time.Now().Add(time.Second))
		_, _, err := wsutil.ReadServerData(conn)
		if errors.Is(err, os.ErrDeadlineExceeded) && !asked {
			asked = true
			_ = wsutil.WriteClientMessage(conn, ws.OpPing, nil)
			continue
		}
		if err != nil {
			return err
		}
		asked = false
	}
}

// In gorilla, an error of a read is the last.
func permanent(url string) error {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil)
	if err != nil {
		return err
	}
	for {
		conn.SetReadDeadline(time.Now().Add(time.Second))
		_, msg, err := conn.ReadMessage()
		if os.IsTimeout(err) {
			continue
		}
		if err != nil {
			return err
		}
		log.Printf("%s", msg)
	}
}
