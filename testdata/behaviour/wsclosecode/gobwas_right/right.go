// Package gobwasright says goodbye as RFC 6455 has it, and hands on only what may
// be sent.
package gobwasright

import (
	"context"
	"errors"
	"net"
	"time"

	"github.com/gobwas/ws"
	"github.com/gobwas/ws/wsutil"
)

const newsWait = time.Minute

// A Client is connected.
type Client struct{ conn net.Conn }

// Dial connects a client.
func Dial(dialer ws.Dialer, url string) (*Client, error) {
	conn, err := dial(dialer, url)
	if err != nil {
		return nil, err
	}
	return &Client{conn}, nil
}

// Failed says that something is wrong here.
func (c *Client) Failed() error {
	return goodbye(c.conn, ws.NewCloseFrameBody(ws.StatusInternalServerError, "lost"))
}

// Nothing says that there is no code.
func (c *Client) Nothing() error { return goodbye(c.conn, nil) }

// Close says goodbye, and closes.
func (c *Client) Close() error {
	defer c.conn.Close()
	return goodbye(c.conn, ws.NewCloseFrameBody(ws.StatusNormalClosure, ""))
}

// Relay hands on what comes from one side until that ends, and how it ended.
func Relay(from, to ws.Dialer, url string) error {
	src, err := dial(from, url)
	if err != nil {
		return err
	}
	defer src.Close()
	dst, err := dial(to, url)
	if err != nil {
		return err
	}
	defer dst.Close()
	for {
		if err := src.SetReadDeadline(time.Now().Add(newsWait)); err != nil {
			return err
		}
		msg, kind, err := wsutil.ReadServerData(src)
		if err != nil {
			return goodbye(dst, bodyOf(err))
		}
		if err := wsutil.WriteClientMessage(dst, kind, msg); err != nil {
			return err
		}
	}
}

// bodyOf returns the body of a frame that says why a read failed, to others.
func bodyOf(err error) []byte {
	var closed wsutil.ClosedError
	switch {
	case !errors.As(err, &closed):
		return ws.NewCloseFrameBody(ws.StatusInternalServerError, "")
	case closed.Code == ws.StatusNoStatusRcvd:
		return nil
	}
	return ws.NewCloseFrameBody(closed.Code, closed.Reason)
}

func goodbye(conn net.Conn, body []byte) error {
	return ws.WriteFrame(conn, ws.MaskFrame(ws.NewCloseFrame(body)))
}

func dial(dialer ws.Dialer, url string) (net.Conn, error) {
	conn, _, _, err := dialer.Dial(context.Background(), url)
	return conn, err
}
