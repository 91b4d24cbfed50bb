package finding

import (
	"bytes"
	"encoding/json"
	"fmt"
	"go/token"
	"io"
	"maps"
	"regexp"
	"slices"
	"strconv"
)

// The JSON that the drivers of golang.org/x/tools print: by package and check,
// either a list of diagnostics or an error.
type (
	jsonTree map[string]map[string]json.RawMessage

	jsonDiagnostic struct {
		Category string    `json:"category,omitempty"`
		Posn     string    `json:"posn"`
		End      string    `json:"end"`
		Message  string    `json:"message"`
		Fixes    []jsonFix `json:"suggested_fixes,omitempty"`
	}

	jsonFix struct {
		Message string     `json:"message"`
		Edits   []jsonEdit `json:"edits"`
	}

	jsonEdit struct {
		Filename string `json:"filename"`
		Start    int    `json:"start"`
		End      int    `json:"end"`
		New      string `json:"new"`
	}

	jsonError struct {
		Error string `json:"error"`
	}
)

// WriteJSON writes findings and failures as the drivers of x/tools do.
func WriteJSON(w io.Writer, findings []Finding, failures []Failure) error {
	tree := make(map[string]map[string]any)
	of := func(pkg string) map[string]any {
		if tree[pkg] == nil {
			tree[pkg] = make(map[string]any)
		}
		return tree[pkg]
	}
	for _, f := range findings {
		checks := of(f.Package)
		list, _ := checks[f.Check].([]jsonDiagnostic)
		checks[f.Check] = append(list, toJSON(f))
	}
	for _, f := range failures {
		of(f.Package)[f.Check] = jsonError{f.Message}
	}
	data, err := json.MarshalIndent(tree, "", "\t")
	if err != nil {
		return err
	}
	_, err = w.Write(append(data, '\n'))
	return err
}

func toJSON(f Finding) jsonDiagnostic {
	d := jsonDiagnostic{Category: f.Category, Posn: f.Start.String(), End: f.End.String(), Message: f.Message}
	for _, fix := range f.Fixes {
		var edits []jsonEdit
		for _, e := range fix.Edits {
			edits = append(edits, jsonEdit(e))
		}
		d.Fixes = append(d.Fixes, jsonFix{fix.Message, edits})
	}
	return d
}

// fromJSON reads one JSON object as WriteJSON writes it.
func fromJSON(data []byte) (findings []Finding, failures []Failure, err error) {
	var tree jsonTree
	if err := json.Unmarshal(data, &tree); err != nil {
		return nil, nil, err
	}
	for _, pkg := range slices.Sorted(maps.Keys(tree)) {
		for _, check := range slices.Sorted(maps.Keys(tree[pkg])) {
			raw := tree[pkg][check]
			if bytes.HasPrefix(raw, []byte("{")) {
				var failure jsonError
				if err := json.Unmarshal(raw, &failure); err != nil {
					return nil, nil, err
				}
				failures = append(failures, Failure{pkg, check, failure.Error})
				continue
			}
			var list []jsonDiagnostic
			if err := json.Unmarshal(raw, &list); err != nil {
				return nil, nil, err
			}
			for _, d := range list {
				f, err := ofDiagnostic(d)
				if err != nil {
					return nil, nil, fmt.Errorf("%s: %s: %w", pkg, check, err)
				}
				f.Package, f.Check = pkg, check
				findings = append(findings, f)
			}
		}
	}
	return findings, failures, nil
}

func ofDiagnostic(d jsonDiagnostic) (f Finding, err error) {
	f = Finding{Category: d.Category, Message: d.Message}
	if f.Start, err = parsePosition(d.Posn); err != nil {
		return f, err
	}
	f.End = f.Start
	if d.End != "" { // go vet of before Go 1.25 prints no end
		if f.End, err = parsePosition(d.End); err != nil {
			return f, err
		}
	}
	for _, fix := range d.Fixes {
		var edits []Edit
		for _, e := range fix.Edits {
			edits = append(edits, Edit(e))
		}
		f.Fixes = append(f.Fixes, Fix{fix.Message, edits})
	}
	return f, nil
}

var positionText = regexp.MustCompile(`^(.+?):(\d+)(?::(\d+))?$`)

// parsePosition reads what token.Position.String writes of a place in a file.
func parsePosition(text string) (token.Position, error) {
	m := positionText.FindStringSubmatch(text)
	if m == nil {
		return token.Position{}, fmt.Errorf("%q is no position in a file", text)
	}
	line, err := strconv.Atoi(m[2])
	if err != nil {
		return token.Position{}, err
	}
	column := 0
	if m[3] != "" {
		if column, err = strconv.Atoi(m[3]); err != nil {
			return token.Position{}, err
		}
	}
	return token.Position{Filename: m[1], Line: line, Column: column}, nil
}
