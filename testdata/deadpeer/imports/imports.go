// Package imports has connections that another package looks after.
package imports

import (
	"context"

	"github.com/wsvet/wsvet/testdata/deadpeer/watches"
)

func dialed(ctx context.Context) {
	conn, err := watches.Dial(ctx, "ws://host") // want `^read loop in dialed; held in conn; answered for elsewhere; pinged in dialed$`
	if err != nil {
		return
	}
	for {
		if _, _, err := conn.Read(ctx); err != nil {
			return
		}
	}
}

func given(ctx context.Context) {
	conn, err := watches.Plain(ctx, "ws://host") // want `^read loop in given; held in conn; watched; pinged in given$`
	if err != nil {
		return
	}
	go watches.Watch(conn)
	for {
		if _, _, err := conn.Read(ctx); err != nil {
			return
		}
	}
}

func plain(ctx context.Context) {
	conn, err := watches.Plain(ctx, "ws://host") // want `^read loop in plain; held in conn$`
	if err != nil {
		return
	}
	for {
		if _, _, err := conn.Read(ctx); err != nil {
			return
		}
	}
}
