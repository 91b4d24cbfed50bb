// Package wrapped uses a wrapper of another module.
package wrapped

import (
	"log"
	"time"

	"example.com/wsclient"
	"github.com/gorilla/websocket"
)

func listen(url string, handle func([]byte)) error {
	client := wsclient.New(url)
	if err := client.Connect(); err != nil { // want `wskeepalive/none`
		return err
	}
	defer client.Close(websocket.CloseAbnormalClosure, "") // want `wsclosecode/reserved`
	for {
		message, err := client.Receive()
		if err != nil {
			return err
		}
		handle(message)
	}
}

func listenBounded(url string, handle func([]byte)) error {
	client := wsclient.New(url)
	if err := client.Connect(); err != nil {
		return err
	}
	defer client.Close(websocket.CloseGoingAway, "")
	for {
		if err := client.SetIdleTimeout(time.Minute); err != nil {
			return err
		}
		message, err := client.Receive()
		if err != nil {
			return err
		}
		handle(message)
	}
}

func stay(client *wsclient.Client, handle func([]byte)) {
	for {
		if err := client.Connect(); err != nil { // want `wsbackoff/none`
			log.Print(err)
			continue
		}
		pump(client, handle)
	}
}

func pump(client *wsclient.Client, handle func([]byte)) {
	for {
		_ = client.SetIdleTimeout(time.Minute)
		message, err := client.Receive() // want `wscloseerr/read`
		if err != nil {
			return
		}
		handle(message)
	}
}
