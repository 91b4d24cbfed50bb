// Package realcode requires published code that uses WebSockets, as it is, so
// that wsvet can be tried on it from a clone:
//
//	go run ./cmd/wsvet -C testdata/realcode github.com/hirokisan/bybit/v2
package realcode

import _ "github.com/hirokisan/bybit/v2"
