// Package gws closes connections of lxzan/gws.
package gws

import "github.com/lxzan/gws"

type handler struct{ gws.BuiltinEventHandler }

func tell(url, text string) error {
	conn, _, err := gws.NewClient(&handler{}, &gws.ClientOption{Addr: url})
	if err != nil {
		return err
	}
	err = conn.WriteString(text)
	conn.NetConn().Close() // want `connection dialed at line 9 is closed here without a close frame`
	return err
}

func bye(url, text string) error {
	conn, _, err := gws.NewClient(&handler{}, &gws.ClientOption{Addr: url})
	if err != nil {
		return err
	}
	_ = conn.WriteString(text)
	return conn.WriteClose(1000, nil)
}
