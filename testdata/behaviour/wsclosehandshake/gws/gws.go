// Package gws says what it has to say and goes.
package gws

import "github.com/lxzan/gws"

// Say sends a text.
func Say(option *gws.ClientOption, text string) error {
	conn, _, err := gws.NewClient(new(gws.BuiltinEventHandler), option)
	if err != nil {
		return err
	}
	err = conn.WriteString(text)
	conn.NetConn().Close()
	return err
}
