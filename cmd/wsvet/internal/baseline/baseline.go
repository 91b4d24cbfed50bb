// Package baseline keeps the findings that a repository had when it took wsvet
// up, so that only new ones are reported.
//
// A baseline is a JSON file that lists, for each file, rule and text of a line,
// how many findings there were. Line numbers and messages are no part of it: a
// finding that only moves stays known, and so it does in a later version of
// wsvet. One whose own line changes is new.
package baseline

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"

	"github.com/wsvet/wsvet/cmd/wsvet/internal/finding"
)

// version is that of the file's form.
const version = 1

// file is the form of a baseline.
type file struct {
	Version  int     `json:"version"`
	Findings []Entry `json:"findings"`
}

// An Entry stands for the findings of one key, whose file is seen from the
// directory of the baseline.
type Entry struct {
	File  string `json:"file"`
	Rule  string `json:"check"`
	Count int    `json:"count"`
	Code  string `json:"code"`
}

func (e Entry) key() finding.Key { return finding.Key{File: e.File, Rule: e.Rule, Code: e.Code} }

// A Baseline is what was found before.
type Baseline struct {
	dir     string // that of its file
	entries []Entry
}

// Read reads a baseline from a file.
func Read(name string) (*Baseline, error) {
	dir, err := directory(name)
	if err != nil {
		return nil, err
	}
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, fmt.Errorf("baseline: %w", err)
	}
	entries, err := parse(data)
	if err != nil {
		return nil, fmt.Errorf("baseline %s: %w", name, err)
	}
	return &Baseline{dir, entries}, nil
}

func parse(data []byte) ([]Entry, error) {
	var f file
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&f); err == io.EOF {
		return nil, errors.New("the file is empty")
	} else if err != nil {
		return nil, err
	}
	if _, err := dec.Token(); err != io.EOF {
		return nil, errors.New("there is more than one JSON value in it")
	}
	if f.Version != version {
		return nil, fmt.Errorf("it has version %d, and not %d", f.Version, version)
	}
	for _, e := range f.Findings {
		if e.File == "" || e.Rule == "" || e.Count < 1 {
			return nil, fmt.Errorf("an entry lacks file, check or count: %+v", e)
		}
	}
	return f.Findings, nil
}

// directory returns the directory of a file, as positions have it.
func directory(name string) (string, error) {
	return filepath.Abs(filepath.Dir(name))
}

// Filter returns the findings that are not in the baseline, and the entries
// that there are not as many findings for, with the number that is missing.
func (b *Baseline) Filter(findings []finding.Finding, sources finding.Sources) (fresh []finding.Finding, gone []Entry) {
	known := make(map[finding.Key]int)
	for _, e := range b.entries {
		known[e.key()] += e.Count
	}
	for _, f := range findings {
		if key := sources.Key(f, b.dir); known[key] > 0 {
			known[key]--
		} else {
			fresh = append(fresh, f)
		}
	}
	for _, e := range b.entries {
		if e.Count = known[e.key()]; e.Count > 0 {
			delete(known, e.key())
			gone = append(gone, e)
		}
	}
	return fresh, gone
}

// Path returns where the file of an entry is.
func (b *Baseline) Path(e Entry) string {
	return filepath.Join(b.dir, filepath.FromSlash(e.File))
}

// Write makes of the findings a baseline in the file with that name. What was
// there before stays until the new one is complete.
func Write(name string, findings []finding.Finding, sources finding.Sources) error {
	dir, err := directory(name)
	if err != nil {
		return err
	}
	counts := make(map[finding.Key]int)
	for _, f := range findings {
		counts[sources.Key(f, dir)]++
	}
	entries := []Entry{} // not null
	for k, n := range counts {
		entries = append(entries, Entry{File: k.File, Rule: k.Rule, Count: n, Code: k.Code})
	}
	slices.SortFunc(entries, func(a, b Entry) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Rule, b.Rule), cmp.Compare(a.Code, b.Code))
	})
	var text bytes.Buffer
	enc := json.NewEncoder(&text)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "\t")
	if err := enc.Encode(file{version, entries}); err != nil {
		return err
	}
	if err := replace(name, text.Bytes()); err != nil {
		return fmt.Errorf("baseline: %w", err)
	}
	return nil
}

// replace writes data to a file at once: whoever reads it sees all or nothing
// of the change.
func replace(name string, data []byte) (err error) {
	if real, err := filepath.EvalSymlinks(name); err == nil {
		name = real // a link stays one
	}
	mode := os.FileMode(0o644)
	if info, err := os.Stat(name); err == nil {
		if !info.Mode().IsRegular() {
			return fmt.Errorf("%s is no regular file", name)
		}
		mode = info.Mode().Perm()
	}
	temp, err := os.CreateTemp(filepath.Dir(name), filepath.Base(name)+".*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			os.Remove(temp.Name())
		}
	}()
	_, err = temp.Write(data)
	if err := errors.Join(err, temp.Chmod(mode), temp.Close()); err != nil {
		return err
	}
	return os.Rename(temp.Name(), name)
}
