// Command codes prints what the libraries put on the wire for close codes and
// reasons, and what their ready-made frames and tests of codes are, as JSON:
// the tables of wslib are tested against it.
package main

import (
	"encoding/json"
	"log"
	"os"
	"strings"

	"github.com/gobwas/ws"
	gorilla "github.com/gorilla/websocket"
)

// A report is what the test reads.
type report struct {
	// Sent are the payloads of the close frames that a client sent, by library
	// and code: null where it sent no frame.
	Sent map[string]map[int][]byte
	// Long are those for the code 1000 with a reason of 200 bytes.
	Long map[string][]byte
	// Received are the codes that a client's library hands out, by library and by
	// the payload that the peer sent in a close frame: "", "1006", or "cut" where
	// there was none. Libraries that hand out none for it are missing.
	Received map[string]map[string]int
	// Frames are the compiled frames of gobwas, by name.
	Frames map[string][]byte
	// Checks are the codes for which a test of a code holds, by its name.
	Checks map[string][]int
}

func main() {
	r := report{
		Sent:     map[string]map[int][]byte{},
		Long:     map[string][]byte{},
		Received: map[string]map[string]int{},
		Frames:   frames,
		Checks:   map[string][]int{},
	}
	for name, close := range clients {
		r.Sent[name] = map[int][]byte{}
		for _, code := range []int{0, 999, 1000, 1004, 1005, 1006, 1011, 1015, 2000, 3000, 5000} {
			r.Sent[name][code] = sent(close, code, "")
		}
		r.Long[name] = sent(close, 1000, strings.Repeat("x", 200))
	}
	for name, read := range readers {
		r.Received[name] = map[string]int{}
		for payload, send := range peers {
			if code, ok := received(read, send); ok {
				r.Received[name][payload] = code
			}
		}
	}
	for code := range 6000 {
		for name, holds := range checks(code) {
			if holds {
				r.Checks[name] = append(r.Checks[name], code)
			}
		}
	}
	if err := json.NewEncoder(os.Stdout).Encode(r); err != nil {
		log.Fatal(err)
	}
}

// checks are the tests of codes; those of errors list 1000 and 1006.
func checks(code int) map[string]bool {
	c, err := ws.StatusCode(code), &gorilla.CloseError{Code: code}
	return map[string]bool{
		"IsCloseError":                  gorilla.IsCloseError(err, 1000, 1006),
		"IsUnexpectedCloseError":        gorilla.IsUnexpectedCloseError(err, 1000, 1006),
		"StatusCode.Empty":              c.Empty(),
		"StatusCode.IsNotUsed":          c.IsNotUsed(),
		"StatusCode.IsProtocolSpec":     c.IsProtocolSpec(),
		"StatusCode.IsApplicationSpec":  c.IsApplicationSpec(),
		"StatusCode.IsPrivateSpec":      c.IsPrivateSpec(),
		"StatusCode.IsProtocolDefined":  c.IsProtocolDefined(),
		"StatusCode.IsProtocolReserved": c.IsProtocolReserved(),
	}
}

var frames = map[string][]byte{
	"CompiledPing":                         ws.CompiledPing,
	"CompiledPong":                         ws.CompiledPong,
	"CompiledClose":                        ws.CompiledClose,
	"CompiledCloseNormalClosure":           ws.CompiledCloseNormalClosure,
	"CompiledCloseGoingAway":               ws.CompiledCloseGoingAway,
	"CompiledCloseProtocolError":           ws.CompiledCloseProtocolError,
	"CompiledCloseUnsupportedData":         ws.CompiledCloseUnsupportedData,
	"CompiledCloseNoMeaningYet":            ws.CompiledCloseNoMeaningYet,
	"CompiledCloseInvalidFramePayloadData": ws.CompiledCloseInvalidFramePayloadData,
	"CompiledClosePolicyViolation":         ws.CompiledClosePolicyViolation,
	"CompiledCloseMessageTooBig":           ws.CompiledCloseMessageTooBig,
	"CompiledCloseMandatoryExt":            ws.CompiledCloseMandatoryExt,
	"CompiledCloseInternalServerError":     ws.CompiledCloseInternalServerError,
	"CompiledCloseTLSHandshake":            ws.CompiledCloseTLSHandshake,
}
