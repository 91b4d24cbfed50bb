// Package far does not import the fork of which its connection is.
package far

import "github.com/wsvet/wsvet/testdata/e2e/fork/near"

// Read reads until the connection ends.
func Read(url string) error {
	conn, err := near.Dial(url) // want `\(wskeepalive/none\)`
	if err != nil {
		return err
	}
	defer conn.Close()
	for {
		if _, _, err := conn.ReadMessage(); err != nil {
			return err
		}
	}
}
