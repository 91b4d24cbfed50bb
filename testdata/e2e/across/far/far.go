// Package far reads what is dialed two packages below it.
package far

import (
	"time"

	"github.com/wsvet/wsvet/testdata/e2e/across/mid"
)

func listen(url string, handle func([]byte)) error {
	s, err := mid.Open(url) // want `wskeepalive/none`
	if err != nil {
		return err
	}
	defer s.Close(1000)
	for {
		message, err := s.Next()
		if err != nil {
			return err
		}
		handle(message)
	}
}

func listenBounded(url string, handle func([]byte)) error {
	s, err := mid.Open(url)
	if err != nil {
		return err
	}
	defer s.Close(1000)
	for {
		if err := s.Bound(time.Minute); err != nil {
			return err
		}
		message, err := s.Next()
		if err != nil {
			return err
		}
		handle(message)
	}
}

func stay(url string, handle func([]byte)) {
	for {
		s, err := mid.Open(url) // want `wsbackoff/none`
		if err != nil {
			continue
		}
		for err == nil {
			var message []byte
			_ = s.Bound(time.Minute)
			if message, err = s.Next(); err == nil {
				handle(message)
			}
		}
		s.Close(1000)
	}
}
