// Package codeflow has codes on their way to a sink.
package codeflow

import (
	"cmp"
	"errors"

	"github.com/gorilla/websocket"
)

func sink(int) {}

func constants(quiet bool) {
	code := 1
	if quiet {
		code = 2
	}
	sink(code) // want `^\[1 2\]$`
	code = 3
	sink(code) // want `^\[3\]$`
}

func received(err error) {
	var end *websocket.CloseError
	if errors.As(err, &end) {
		sink(end.Code) // want `^\[r1000 r1005 r1006\]$`
	}
}

func compared(end *websocket.CloseError) {
	if end.Code == 1006 {
		return
	}
	sink(end.Code) // want `^\[r1000 r1005\]$`
}

func ranges(end *websocket.CloseError) {
	if end.Code < 1005 || end.Code > 1010 {
		sink(end.Code) // want `^\[r1000\]$`
	}
}

func switched(end *websocket.CloseError) {
	switch end.Code {
	case 1005, 1006:
		end.Code = 1011
	}
	sink(end.Code) // want `^\[r1000\]$`
}

func tagless(end *websocket.CloseError) {
	code := end.Code
	switch {
	case code == 1006:
		code = 1011
	case code == 1005:
		return
	}
	sink(code) // want `^\[1011 r1000\]$`
}

// A map may map each code.
func mapped(end *websocket.CloseError, other map[int]int) {
	code := end.Code
	if c, ok := other[code]; ok {
		code = c
	}
	sink(code) // want `^\[\]$`
}

// A branch that only logs filters nothing.
func logged(end *websocket.CloseError) {
	if end.Code == 1006 {
		println("vanished")
	}
	sink(end.Code) // want `^\[r1000 r1005 r1006\]$`
}

func helper(code int) int {
	if code == 1006 {
		return 1011
	}
	return code
}

func helped(end *websocket.CloseError) {
	sink(helper(end.Code)) // want `^\[1011 r1000 r1005\]$`
}

func sendable(code int) bool { return code != 1006 && code != 1005 }

func asked(end *websocket.CloseError) {
	if sendable(end.Code) {
		sink(end.Code) // want `^\[r1000\]$`
	}
}

// Both results are known together.
func pair(end *websocket.CloseError) (int, bool) {
	if end.Code == 1006 {
		return 0, false
	}
	return end.Code, true
}

func paired(end *websocket.CloseError) {
	if code, ok := pair(end); ok {
		sink(code) // want `^\[r1000 r1005\]$`
	} else {
		sink(code) // want `^\[0\]$`
	}
}

func failing(end *websocket.CloseError) (int, error) {
	if end.Code == 1006 {
		return 1, errors.New("vanished")
	}
	return end.Code, nil
}

func failed(end *websocket.CloseError) {
	code, err := failing(end)
	if err != nil {
		sink(code) // want `^\[1\]$`
		return
	}
	sink(code) // want `^\[r1000 r1005\]$`
}

func selected(end *websocket.CloseError, n int) {
	sink(cmp.Or(end.Code, 1)) // want `^\[1 r1000 r1005 r1006\]$`
	sink(cmp.Or(n, 2))        // want `^\[2\]$`
	sink(cmp.Or(3, 4))        // want `^\[3\]$`
	sink(max(end.Code, 1005)) // want `^\[1005 r1005 r1006\]$`
	sink(min(end.Code, 1005)) // want `^\[1005 r1000 r1005\]$`
}

// The function is entered for some codes only.
func entered(code int) {
	sink(code) // want `^\[r1000\]$`
}

func enters(end *websocket.CloseError) {
	if end.Code < 1005 {
		entered(end.Code)
	}
}

func captured(end *websocket.CloseError) {
	code := end.Code
	if code == 1006 {
		code = 1011
	}
	func() {
		sink(code) // want `^\[1011 r1000 r1005\]$`
	}()
}

func looped(ends []*websocket.CloseError) {
	for _, end := range ends {
		if end.Code == 1005 {
			continue
		}
		sink(end.Code) // want `^\[r1000 r1006\]$`
	}
}
