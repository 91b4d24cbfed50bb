package finding

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
)

// FromVet reads what go vet -json prints on standard output and on standard
// error, be they mixed or apart: JSON objects that start and end at the margin,
// and other lines between. Go up to 1.25 prints all of it on standard error.
//
// Those other lines are written to log, but for the headers "# package" with
// nothing below. told is whether there was any that tells of a failure. Input
// that ends within an object, or that has nothing in it, is an error.
func FromVet(r io.Reader, log io.Writer) (findings []Finding, failures []Failure, told bool, err error) {
	input := bufio.NewReader(r)
	var object strings.Builder // begun and not yet complete
	var header string          // the last one, not yet written to log
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
		case strings.TrimSpace(line) == "":
		case strings.HasPrefix(line, "# "):
			header = line
		default:
			fmt.Fprint(log, header, strings.TrimSuffix(line, "\n"), "\n")
			header = ""
			told = told || !progress(line)
		}
	}
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

// progress reports whether the go command tells with the line what it does.
func progress(line string) bool {
	return strings.HasPrefix(line, "go: downloading ") || strings.HasPrefix(line, "go: finding ")
}
