// Package contexts makes contexts, and cancels them.
package contexts

import (
	"context"
	"time"

	_ "github.com/gorilla/websocket"
)

func ends(context.Context) {}

func cancelled(func()) {}

func made() {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	ends(ctx) // want `made by WithCancel$`
	child, stop := context.WithTimeout(ctx, time.Second)
	ends(child)     // want `made by WithCancel, WithTimeout$`
	cancelled(stop) // want `cancels WithTimeout$`
}

type session struct {
	ctx  context.Context
	stop func()
}

func start(parent context.Context) *session {
	s := &session{}
	s.ctx, s.stop = context.WithCancel(parent)
	return s
}

func (s *session) run() {
	ends(s.ctx)       // want `made by WithCancel$`
	cancelled(s.stop) // want `cancels WithCancel$`
}

func Given(ctx context.Context, stop func()) {
	ends(ctx)       // want `made by nothing$`
	cancelled(stop) // want `cancels nothing$`
}
