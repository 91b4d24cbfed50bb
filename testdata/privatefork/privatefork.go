// Package websocket has the exported shape of gorilla/websocket, as the private
// copies of it have that no table can name. It talks to nobody: the checks look
// at what its functions are called and take, never into their bodies.
package websocket

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"time"
)

// The opcodes of RFC 6455 section 11.8.
const (
	TextMessage   = 1
	BinaryMessage = 2
	CloseMessage  = 8
	PingMessage   = 9
	PongMessage   = 10
)

// The close codes of RFC 6455 section 7.4.1.
const (
	CloseNormalClosure           = 1000
	CloseGoingAway               = 1001
	CloseProtocolError           = 1002
	CloseUnsupportedData         = 1003
	CloseNoStatusReceived        = 1005
	CloseAbnormalClosure         = 1006
	CloseInvalidFramePayloadData = 1007
	ClosePolicyViolation         = 1008
	CloseMessageTooBig           = 1009
	CloseMandatoryExtension      = 1010
	CloseInternalServerErr       = 1011
	CloseServiceRestart          = 1012
	CloseTryAgainLater           = 1013
	CloseTLSHandshake            = 1015
)

var errNoNetwork = errors.New("privatefork: no network")

// A CloseError says with which close frame the peer left.
type CloseError struct {
	Code int
	Text string
}

func (e *CloseError) Error() string { return fmt.Sprintf("closed: %d %s", e.Code, e.Text) }

// IsCloseError reports whether err is a *CloseError with one of codes.
func IsCloseError(err error, codes ...int) bool {
	e, ok := err.(*CloseError)
	for _, code := range codes {
		if ok && e.Code == code {
			return true
		}
	}
	return false
}

// IsUnexpectedCloseError reports whether err is a *CloseError with none of codes.
func IsUnexpectedCloseError(err error, codes ...int) bool {
	_, ok := err.(*CloseError)
	return ok && !IsCloseError(err, codes...)
}

// FormatCloseMessage returns the payload of a close frame.
func FormatCloseMessage(closeCode int, text string) []byte {
	if closeCode == CloseNoStatusReceived {
		return nil
	}
	return append(binary.BigEndian.AppendUint16(nil, uint16(closeCode)), text...)
}

// A Dialer holds the options of a dial.
type Dialer struct {
	NetDial          func(network, addr string) (net.Conn, error)
	NetDialContext   func(ctx context.Context, network, addr string) (net.Conn, error)
	HandshakeTimeout time.Duration
}

// DefaultDialer has a bounded handshake.
var DefaultDialer = &Dialer{HandshakeTimeout: 45 * time.Second}

func (d *Dialer) Dial(urlStr string, requestHeader http.Header) (*Conn, *http.Response, error) {
	return d.DialContext(context.Background(), urlStr, requestHeader)
}

func (d *Dialer) DialContext(ctx context.Context, urlStr string, requestHeader http.Header) (*Conn, *http.Response, error) {
	return nil, nil, errNoNetwork
}

// NewClient is a dial over a connection that is there already.
func NewClient(netConn net.Conn, u *url.URL, requestHeader http.Header, readBufSize, writeBufSize int) (*Conn, *http.Response, error) {
	return nil, nil, errNoNetwork
}

// An Upgrader holds the options of an accepted request.
type Upgrader struct {
	CheckOrigin func(r *http.Request) bool
}

func (u *Upgrader) Upgrade(w http.ResponseWriter, r *http.Request, responseHeader http.Header) (*Conn, error) {
	return nil, errNoNetwork
}

// A Conn is a WebSocket connection.
type Conn struct {
	conn                net.Conn
	onPing, onPong      func(string) error
	onClose             func(int, string) error
	readErr, writeError error
}

func (c *Conn) Close() error         { return c.conn.Close() }
func (c *Conn) NetConn() net.Conn    { return c.conn }
func (c *Conn) RemoteAddr() net.Addr { return c.conn.RemoteAddr() }

func (c *Conn) SetReadDeadline(t time.Time) error  { return c.conn.SetReadDeadline(t) }
func (c *Conn) SetWriteDeadline(t time.Time) error { return c.conn.SetWriteDeadline(t) }

func (c *Conn) NextReader() (messageType int, r io.Reader, err error) { return 0, nil, c.readErr }
func (c *Conn) ReadMessage() (messageType int, p []byte, err error)   { return 0, nil, c.readErr }
func (c *Conn) ReadJSON(v any) error                                  { return c.readErr }

func (c *Conn) NextWriter(messageType int) (io.WriteCloser, error) { return nil, c.writeError }
func (c *Conn) WriteMessage(messageType int, data []byte) error    { return c.writeError }
func (c *Conn) WriteJSON(v any) error                              { return c.writeError }
func (c *Conn) WriteControl(messageType int, data []byte, deadline time.Time) error {
	return c.writeError
}

func (c *Conn) SetPingHandler(h func(appData string) error)         { c.onPing = h }
func (c *Conn) SetPongHandler(h func(appData string) error)         { c.onPong = h }
func (c *Conn) SetCloseHandler(h func(code int, text string) error) { c.onClose = h }
