package wslib

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
)

// What the tables say that the libraries do with codes, against what a program
// that uses them prints.

type codesReport struct {
	Sent     map[string]map[int][]byte
	Long     map[string][]byte
	Received map[string]map[string]int
	Frames   map[string][]byte
	Checks   map[string][]int
}

var codes = sync.OnceValues(func() (*codesReport, error) {
	if _, err := current(); err != nil { // it has downloaded the libraries
		return nil, err
	}
	run := exec.Command("go", "run", "./codes")
	run.Dir = testdata
	var stderr strings.Builder
	run.Stderr = &stderr
	out, err := run.Output()
	if err != nil {
		return nil, fmt.Errorf("%w\n%s", err, &stderr)
	}
	r := new(codesReport)
	return r, json.Unmarshal(out, r)
})

func TestCompiledFrames(t *testing.T) {
	r, err := codes()
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range gobwasCompiled {
		b := r.Frames[f.Name]
		if len(b) < 2 || b[0] != 0x80|byte(f.Op) { // final, RFC 6455 section 5.2
			t.Errorf("%s is % x, the table says opcode %d", f.Name, b, f.Op)
			continue
		}
		if code := payloadCode(b[2:]); code != f.Code {
			t.Errorf("%s has the code %d, the table says %d", f.Name, code, f.Code)
		}
	}
}

func TestSentCodes(t *testing.T) {
	r, err := codes()
	if err != nil {
		t.Fatal(err)
	}
	for _, lib := range libraries {
		sent := r.Sent[lib.Name]
		if len(sent) == 0 {
			t.Errorf("%s: nothing was tried", lib.Name)
		}
		for code, payload := range sent {
			sends := lib.Forbidden(int64(code))
			if code == 1000 || code == 1011 || code == 3000 {
				sends = AsIs
			}
			if !became(payload, int64(code), sends) {
				t.Errorf("%s: %d becomes %#v, the table says %d", lib.Name, code, payload, sends)
			}
		}
	}
}

// became reports whether payload, nil for no frame, is what sends says of code.
func became(payload []byte, code int64, sends Sends) bool {
	switch sends {
	case AsIs:
		return len(payload) == 2 && payloadCode(payload) == code
	case Empty:
		return payload != nil && len(payload) == 0
	case Normal:
		return payloadCode(payload) == 1000
	case Drops:
		return payload == nil
	case Refuses:
		return payload == nil || payloadCode(payload) == 1011
	}
	return false
}

func TestLongReasons(t *testing.T) {
	r, err := codes()
	if err != nil {
		t.Fatal(err)
	}
	want := map[Sends]int{Crops: 125, Drops: 0, Refuses: 0, AsIs: 2} // x/net has no reasons
	for _, lib := range libraries {
		payload := r.Long[lib.Name]
		if len(payload) != want[lib.LongReason] || (payload == nil) != (lib.LongReason == Drops || lib.LongReason == Refuses) {
			t.Errorf("%s: a reason of 200 bytes becomes %d, the table says %d", lib.Name, len(payload), lib.LongReason)
		}
	}
}

func payloadCode(b []byte) int64 {
	if len(b) < 2 {
		return 0
	}
	return int64(binary.BigEndian.Uint16(b))
}

func TestCodeChecks(t *testing.T) {
	r, err := codes()
	if err != nil {
		t.Fatal(err)
	}
	for name, check := range codeChecks {
		var got []int
		for code := range 6000 {
			if check(int64(code), []int64{1000, 1006}) {
				got = append(got, code)
			}
		}
		if want := r.Checks[name]; !slices.Equal(got, want) {
			t.Errorf("%s holds for %d codes, the table says %d", name, len(want), len(got))
		}
	}
}

// Of an empty frame and of a cut each library hands out what its table lists,
// and a number that the peer made up where the table says raw.
func TestReceivedCodes(t *testing.T) {
	r, err := codes()
	if err != nil {
		t.Fatal(err)
	}
	for _, lib := range libraries {
		handed, raw := map[int64]bool{}, false
		for name, of := range r.Received {
			if name != lib.Name && name != lib.Name+" by hand" {
				continue
			}
			for payload, code := range of {
				if payload == strconv.Itoa(code) {
					raw = true
				} else {
					handed[int64(code)] = true
				}
			}
		}
		if raw != lib.ReceivedRaw {
			t.Errorf("%s hands on what came: %v, the table says %v", lib.Name, raw, lib.ReceivedRaw)
		}
		for code := range handed {
			if !slices.Contains(lib.Received, code) {
				t.Errorf("%s hands out %d, the table says %d", lib.Name, code, lib.Received)
			}
		}
		for _, code := range lib.Received {
			if !handed[code] && !raw {
				t.Errorf("%s never hands out %d", lib.Name, code)
			}
		}
	}
}
