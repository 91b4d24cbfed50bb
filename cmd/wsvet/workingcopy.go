package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// A workingCopy has copies of files, which the go command takes for the files
// themselves by way of an overlay.
type workingCopy struct {
	dir     string
	overlay string            // for the go command's flag -overlay
	replace map[string]string // what the overlay says: a file's copy, or "" where it is hidden
	before  map[string][]byte // the texts of the files
	now     map[string][]byte // the texts of their copies, when they were last looked at

	// mark is a comment at the end of every copy, another one in each run. The go
	// command caches what go vet fixes under the texts of the files, but a fix names
	// the copy that it goes to: one from the cache would go to the copy of a run
	// that is over.
	mark string
}

func newWorkingCopy() (*workingCopy, error) {
	dir, err := os.MkdirTemp("", "wsvet")
	if err != nil {
		return nil, err
	}
	w := &workingCopy{
		dir:     dir,
		overlay: filepath.Join(dir, "overlay.json"),
		replace: make(map[string]string),
		before:  make(map[string][]byte),
		now:     make(map[string][]byte),
		mark:    "// copy made by wsvet -fix in " + filepath.Base(dir) + "\n",
	}
	return w, w.writeOverlay()
}

func (w *workingCopy) remove() { os.RemoveAll(w.dir) }

// add copies files that have no copy yet. A copy that is named is no new file.
func (w *workingCopy) add(names []string) error {
	for _, name := range names {
		if w.now[name] != nil || w.original(name) != name {
			continue
		}
		text, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		to := filepath.Join(w.dir, strconv.Itoa(len(w.now)), filepath.Base(name))
		if err := os.MkdirAll(filepath.Dir(to), 0o777); err != nil {
			return err
		}
		marked := w.marked(text)
		if err := os.WriteFile(to, marked, 0o666); err != nil {
			return err
		}
		w.replace[name], w.before[name], w.now[name] = to, text, marked
	}
	return w.writeOverlay()
}

// marked returns the text of the copy of a file that nothing has changed yet.
func (w *workingCopy) marked(text []byte) []byte {
	return slices.Concat(text, []byte("\n"+w.mark))
}

// unmarked returns the text of a changed copy without the mark, and without the
// empty line before it.
func (w *workingCopy) unmarked(text []byte) []byte {
	text = bytes.Replace(text, []byte(w.mark), nil, 1)
	return append(bytes.TrimRight(text, "\n"), '\n')
}

// hideTests leaves the test files beside the files with these names out.
func (w *workingCopy) hideTests(names []string) error {
	for _, name := range names {
		tests, err := filepath.Glob(filepath.Join(filepath.Dir(w.original(name)), "*_test.go"))
		if err != nil {
			return err
		}
		for _, test := range tests {
			w.replace[test] = ""
		}
	}
	return w.writeOverlay()
}

func (w *workingCopy) writeOverlay() error {
	data, err := json.Marshal(map[string]any{"Replace": w.replace})
	if err != nil {
		return err
	}
	return os.WriteFile(w.overlay, data, 0o666)
}

// original returns the file that name is the copy of, name if it is none.
func (w *workingCopy) original(name string) string {
	for from, to := range w.replace {
		if to == name {
			return from
		}
	}
	return name
}

// changed returns the files whose copies changed since it was last called.
func (w *workingCopy) changed() ([]string, error) {
	var names []string
	for _, name := range slices.Sorted(maps.Keys(w.now)) {
		text, err := os.ReadFile(w.replace[name])
		if err != nil {
			return nil, err
		}
		if !bytes.Equal(text, w.now[name]) {
			w.now[name] = text
			names = append(names, name)
		}
	}
	return names, nil
}

// install puts the copies that changed in the place of their files. It replaces
// none where another program has changed one of them meanwhile.
func (w *workingCopy) install() error {
	var names []string
	for _, name := range slices.Sorted(maps.Keys(w.now)) {
		if bytes.Equal(w.now[name], w.marked(w.before[name])) {
			continue
		}
		text, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		if !bytes.Equal(text, w.before[name]) {
			return fmt.Errorf("nothing fixed: %s was changed by another program", shortPath(name))
		}
		names = append(names, name)
	}
	for _, name := range names {
		text := w.unmarked(w.now[name])
		if err := replaceFile(name, text); err != nil {
			return err
		}
		w.before[name] = text
	}
	return nil
}

// replaceFile gives a file a new text in one step.
func replaceFile(name string, text []byte) error {
	name, err := filepath.EvalSymlinks(name)
	if err != nil {
		return err
	}
	info, err := os.Stat(name)
	if err != nil {
		return err
	}
	tmp, err := os.CreateTemp(filepath.Dir(name), "."+filepath.Base(name)+".*")
	if err != nil {
		return err
	}
	defer os.Remove(tmp.Name()) // nothing, once it has its new name
	_, err = tmp.Write(text)
	if err := errors.Join(err, tmp.Chmod(info.Mode().Perm()), tmp.Close()); err != nil {
		return err
	}
	return os.Rename(tmp.Name(), name)
}

// restoreNames puts the names of files in the place of those of their copies.
func (w *workingCopy) restoreNames(text string) string {
	for from, to := range w.replace {
		if to != "" {
			text = strings.ReplaceAll(text, to, shortPath(from))
		}
	}
	return text
}
