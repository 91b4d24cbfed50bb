// Package gobwasserver says goodbye with ready-made frames, which are a server's,
// of codes that must not be sent.
package gobwasserver

import (
	"net"

	"github.com/gobwas/ws"
)

// Untrusted shakes hands, and says that the other side's certificate is not good.
func Untrusted(conn net.Conn) error {
	if _, err := ws.Upgrade(conn); err != nil {
		return err
	}
	_, err := conn.Write(ws.CompiledCloseTLSHandshake)
	return err
}

// Undefined shakes hands, and says what nobody knows.
func Undefined(conn net.Conn) error {
	if _, err := ws.Upgrade(conn); err != nil {
		return err
	}
	_, err := conn.Write(ws.CompiledCloseNoMeaningYet)
	return err
}

// Shutdown shakes hands, says goodbye, and closes.
func Shutdown(conn net.Conn) error {
	defer conn.Close()
	if _, err := ws.Upgrade(conn); err != nil {
		return err
	}
	_, err := conn.Write(ws.CompiledCloseTLSHandshake)
	return err
}
