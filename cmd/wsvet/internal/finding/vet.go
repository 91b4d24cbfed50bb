package finding

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
)

// FromVet reads what go vet -json prints on standard output and on standard
// error, be they mixed or apart: JSON objects that start and end at the margin,
// and other lines between. Go up to 1.25 prints all of it on standard error.
//
// Those other lines are written to log, but for the headers "# package" with
// nothing below. told is whether they tell of a failure. Input that ends within
// an object, or that has nothing in it, is an error.
func FromVet(r io.Reader, log io.Writer) (findings []Finding, failures []Failure, told bool, err error) {
	input := bufio.NewReader(r)
	var object strings.Builder // begun, and not yet complete
	text := notes{log: log}
	objects := 0
	for number := 1; ; number++ {
		line, err := input.ReadString('\n')
		if err == io.EOF && line == "" {
			break
		}
		if err != nil && err != io.EOF {
			return nil, nil, false, err
		}
		switch begun := object.Len() > 0; {
		case begun && (line[0] == '\t' || line[0] == '}'), !begun && line[0] == '{':
			if !begun {
				text.end() // a header above an object is not one of lines below
			}
			object.WriteString(line)
			if !complete(line, object.String()) {
				continue
			}
			found, failed, err := fromJSON([]byte(object.String()))
			if err != nil {
				return nil, nil, false, fmt.Errorf("the JSON that ends at line %d of the input: %w", number, err)
			}
			findings, failures = append(findings, found...), append(failures, failed...)
			objects++
			object.Reset()
		case strings.TrimSpace(line) != "":
			text.add(strings.TrimSuffix(line, "\n"))
		}
	}
	told = text.end()
	switch {
	case object.Len() > 0:
		return nil, nil, false, errors.New("the input ends within a JSON object")
	case objects == 0 && !told:
		return nil, nil, false, errors.New("the input has nothing of go vet -json in it")
	}
	return Sort(findings), failures, told, nil
}

// complete reports whether an object ends with the line: at the margin, or on
// the line that it began on.
func complete(line, object string) bool {
	return line[0] == '}' || line == object && json.Valid([]byte(line))
}

// notes are the lines that the go command writes beside JSON: of its own, and
// below headers what the tools say of a package.
type notes struct {
	log    io.Writer
	header string // that of the block, "" if there is none
	block  []string
	failed bool
}

func (n *notes) add(line string) {
	if strings.HasPrefix(line, "# ") {
		n.end()
		n.header = line
		return
	}
	if len(n.block) == 0 && n.header != "" {
		fmt.Fprintln(n.log, n.header)
	}
	fmt.Fprintln(n.log, line)
	n.block = append(n.block, line)
}

// end ends a block, and reports whether one so far tells of a failure: all do,
// but for what the go command says of downloads and the like, and what a C
// compiler only warns of.
func (n *notes) end() bool {
	all := strings.Join(n.block, "\n")
	if warned := strings.Contains(all, "warning: ") && !strings.Contains(all, "error: "); n.header == "" || !warned {
		n.failed = n.failed || slices.ContainsFunc(n.block, func(line string) bool { return !harmless.MatchString(line) })
	}
	n.header, n.block = "", nil
	return n.failed
}

var harmless = regexp.MustCompile(`^(go: downloading |go: finding |(go: )?warning: )`)
