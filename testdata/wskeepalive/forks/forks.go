// Package forks holds clients of gorilla's forks.
package forks

import (
	btcsuite "github.com/btcsuite/websocket"
	dvonthenen "github.com/dvonthenen/websocket"
	fasthttp "github.com/fasthttp/websocket"
)

func fast(url string) error {
	conn, _, err := fasthttp.DefaultDialer.Dial(url, nil) // want `none`
	if err != nil {
		return err
	}
	for {
		if _, _, err := conn.ReadMessage(); err != nil {
			return err
		}
	}
}

func dvon(url string) error {
	conn, _, err := dvonthenen.DefaultDialer.Dial(url, nil) // want `none`
	if err != nil {
		return err
	}
	for {
		if _, _, err := conn.ReadMessage(); err != nil {
			return err
		}
	}
}

func btc(url string) error {
	conn, _, err := (&btcsuite.Dialer{}).Dial(url, nil) // want `none`
	if err != nil {
		return err
	}
	for {
		if _, _, err := conn.ReadMessage(); err != nil {
			return err
		}
	}
}
