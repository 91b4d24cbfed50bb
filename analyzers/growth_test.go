package analyzers_test

import (
	"fmt"
	"strings"
	"testing"

	"golang.org/x/tools/go/packages"

	"github.com/wsvet/wsvet/analyzers"
)

// TestGrowth has packages of a size, or a depth, that nobody writes: the work
// must not grow much faster than they do, or this takes forever.
func TestGrowth(t *testing.T) {
	c := load(t)
	// client is a function that dials until it is stopped, with code before the
	// loop that reads, and in it.
	client := func(i int, before, inside string) string {
		return fmt.Sprintf(`
func read%d(url string, n int) {
	for {
		conn, _, err := websocket.DefaultDialer.Dial(url, nil)
		if err != nil {
			continue
		}
		%s
		for {
			%s
			if _, _, err := conn.ReadMessage(); err != nil {
				break
			}
		}
	}
}
`, i, before, inside)
	}
	many := func(n int, text string) string {
		var s strings.Builder
		for i := range n {
			s.WriteString(strings.NewReplacer("$i", fmt.Sprint(i), "$j", fmt.Sprint(i+1), "$k", fmt.Sprint((i+1)%n)).Replace(text))
		}
		return s.String()
	}
	nested := func(n int, opening, inner, closing string) string {
		return strings.Repeat(opening, n) + inner + strings.Repeat(closing, n)
	}
	const readOne = "if _, _, err := conn.ReadMessage(); err != nil {\nreturn\n}\n"
	for _, tc := range []struct {
		name, text string
		findings   int
	}{
		{"a function of a megabyte", client(0, many(52_000, "n = work(n + $i)\n"), ""), 3},
		{"a long loop", client(0, "", many(500, "if n > $i {\nn = work(n)\n}\n")), 3},
		{"10,000 dials", many(10_000, "func dial$i(url string) (*websocket.Conn, error) {\nc, _, err := websocket.DefaultDialer.Dial(url, nil)\nreturn c, err\n}\n"), 0},
		{"clients", many(300, strings.Replace(client(0, "", ""), "read0", "read$i", 1)), 3 * 300},
		{"dials in one function", "func all(url string) {\n" + many(100, "c$i, _, _ := websocket.DefaultDialer.Dial(url, nil)\nfor {\nif _, _, err := c$i.ReadMessage(); err != nil {\nbreak\n}\n}\n") + "}\n", 200},
		{"readers of one connection", "type client struct{ conn *websocket.Conn }\nfunc (c *client) dial(url string) (err error) {\nc.conn, _, err = websocket.DefaultDialer.Dial(url, nil)\nreturn err\n}\n" +
			many(1_000, "func (c *client) use$i() {\nfor {\nif _, _, err := c.conn.ReadMessage(); err != nil {\nreturn\n}\n}\n}\n"), 1_001},
		{"helpers of helpers", "func help0(c *websocket.Conn) error {\n_, _, err := c.ReadMessage()\nreturn err\n}\n" + many(2_000, "func help$j(c *websocket.Conn) error { return help$i(c) }\n") +
			"func use(url string) error {\nc, _, _ := websocket.DefaultDialer.Dial(url, nil)\nfor {\nif err := help2000(c); err != nil {\nreturn err\n}\n}\n}\n", 1},
		{"recursion", many(100, "func dial$i(url string) {\nc, _, err := websocket.DefaultDialer.Dial(url, nil)\nif err != nil {\ndial$k(url)\nreturn\n}\nread$i(c, url)\n}\nfunc read$i(c *websocket.Conn, url string) {\nc.ReadMessage()\ndial$k(url)\n}\n"), 100},
		{"blocks", client(0, nested(2_000, "{\n", "n++\n", "}\n"), ""), 3},
		{"ifs", client(0, "", nested(1_000, "if n > 0 {\n", readOne, "}\n")), 4},
		{"loops", client(0, "", nested(300, "for {\n", readOne, "}\n")), 3},
		{"function literals", client(0, "", nested(500, "func() {\n", readOne, "}()\n")), 3},
		{"goroutines", client(0, "", nested(500, "go func() {\n", readOne, "}()\n")), 3},
		{"parentheses", client(0, "n = "+nested(5_000, "(", "n", ")"), ""), 3},
		{"calls", client(0, "n = "+nested(2_000, "work(", "n", ")"), ""), 3},
		{"a sum", client(0, "n = n"+strings.Repeat("+n", 10_000), ""), 3},
		{"else", client(0, "", strings.Repeat("if n == 1 {\nn++\n} else ", 200)+"{\n}\n"), 3},
		{"cases", client(0, "", "switch n {\n"+many(2_000, "case $i:\nn++\n")+"}\n"), 3},
	} {
		t.Run(tc.name, func(t *testing.T) {
			p, err := c.program(t).with("package p\n\nimport \"github.com/gorilla/websocket\"\n\nfunc work(n int) int { return n }\n\n" + tc.text)
			if err != nil {
				t.Fatal(err)
			}
			n := 0
			for text, times := range findings(t, analyzers.Suite(), []*packages.Package{p.write(t)}, true) {
				if id.MatchString(text) {
					n += times
				}
			}
			if n != tc.findings {
				t.Errorf("%d findings, want %d", n, tc.findings)
			}
		})
	}
}
