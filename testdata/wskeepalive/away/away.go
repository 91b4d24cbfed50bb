// Package away holds connections that go to code which cannot be seen.
package away

import (
	"fmt"
	"io"
	"log"
	"net"

	"github.com/gobwas/ws"
	"github.com/gorilla/websocket"
)

// Only returned: the caller's duty.
func Dial(url string) (*websocket.Conn, error) {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil)
	return conn, err
}

// Returned, although a first message is read here.
func Greeted(url string) (*websocket.Conn, error) {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil)
	if err != nil {
		return nil, err
	}
	if _, _, err := conn.ReadMessage(); err != nil {
		return nil, err
	}
	return conn, nil
}

// Given to a function value from outside.
func Given(url string, use func(*websocket.Conn)) {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil)
	if err != nil {
		return
	}
	use(conn)
	for i := 0; i < 10; i++ {
		conn.ReadMessage()
	}
}

type keeper interface{ Keep(*websocket.Conn) }

// Given to an interface's method.
func Kept(url string, k keeper) {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil)
	if err != nil {
		return
	}
	k.Keep(conn)
	for i := 0; i < 10; i++ {
		conn.ReadMessage()
	}
}

// A net.Conn with deadlines goes out.
func NetConn(url string, use func(net.Conn)) {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil)
	if err != nil {
		return
	}
	use(conn.NetConn())
	for i := 0; i < 10; i++ {
		conn.ReadMessage()
	}
}

// Who gets an io.ReadWriter cannot set a deadline.
func ReadWriter(url string, use func(io.ReadWriter)) { // want ReadWriter:"looks after"
	conn, _, err := websocket.DefaultDialer.Dial(url, nil) // want `none`
	if err != nil {
		return
	}
	use(conn.NetConn())
	for i := 0; i < 10; i++ {
		conn.ReadMessage()
	}
}

// Nor can a logger.
func Logged(url string) { // want Logged:"looks after"
	conn, _, err := websocket.DefaultDialer.Dial(url, nil) // want `none`
	if err != nil {
		return
	}
	log.Println(conn)
	fmt.Printf("%p\n", conn)
	for i := 0; i < 10; i++ {
		conn.ReadMessage()
	}
}

// Client embeds the connection: its methods are everybody's, but the package reads
// it in a loop of its own.
type Client struct {
	*websocket.Conn
}

func NewClient(url string) (*Client, error) { // want NewClient:"looks after"
	conn, _, err := websocket.DefaultDialer.Dial(url, nil) // want `none`
	if err != nil {
		return nil, err
	}
	c := &Client{conn}
	go func() {
		for i := 0; i < 10; i++ {
			c.ReadMessage()
		}
	}()
	return c, nil
}

// Hidden hides it, and reads it in a loop of its own: nobody else can help.
type Hidden struct{ conn *websocket.Conn }

func NewHidden(url string) (*Hidden, error) { // want NewHidden:"looks after"
	conn, _, err := websocket.DefaultDialer.Dial(url, nil) // want `none`
	if err != nil {
		return nil, err
	}
	h := &Hidden{conn}
	go h.loop()
	return h, nil
}

func (h *Hidden) loop() {
	for i := 0; i < 10; i++ {
		h.conn.ReadMessage()
	}
}

func (h *Hidden) Close() error { return h.conn.Close() }

// Stream reads when its user says so; its user may close it meanwhile.
type Stream struct{ conn *websocket.Conn }

func NewStream(url string) (*Stream, error) {
	conn, _, err := websocket.DefaultDialer.Dial(url, nil)
	if err != nil {
		return nil, err
	}
	return &Stream{conn}, nil
}

func (s *Stream) Next() ([]byte, error) {
	_, msg, err := s.conn.ReadMessage()
	return msg, err
}

func (s *Stream) Close() error { return s.conn.Close() }

// Returned as an io.Reader: nobody can bound it any more.
func Reader(url string) (io.Reader, error) { // want Reader:"looks after"
	conn, _, err := websocket.DefaultDialer.Dial(url, nil) // want `none`
	if err != nil {
		return nil, err
	}
	if _, _, err := conn.ReadMessage(); err != nil {
		return nil, err
	}
	return conn.UnderlyingConn(), nil
}

// The same as net.Conn.
func Raw(ctx interface{ Done() <-chan struct{} }, conn net.Conn) net.Conn {
	if _, _, err := (ws.Dialer{}).Upgrade(conn, nil); err != nil {
		return nil
	}
	ws.ReadFrame(conn)
	return conn
}
