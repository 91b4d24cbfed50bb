package baseline_test

import (
	"go/token"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/wsvet/wsvet/cmd/wsvet/internal/baseline"
	"github.com/wsvet/wsvet/cmd/wsvet/internal/finding"
)

// in returns a finding on each line, and the text of the file.
func in(dir, check, lines string) ([]finding.Finding, finding.Sources) {
	name := filepath.Join(dir, "a", "a.go")
	var findings []finding.Finding
	for i, line := range strings.Split(lines, "\n") {
		if line != "" {
			findings = append(findings, finding.Finding{
				Check: check, Category: "low", Message: "on line " + string(rune('0'+i)),
				Start: token.Position{Filename: name, Line: i + 1, Column: 1},
			})
		}
	}
	return findings, finding.Sources{name: []byte(lines)}
}

func codes(findings []finding.Finding, sources finding.Sources) string {
	var lines []string
	for _, f := range findings {
		lines = append(lines, sources.Key(f, "/").Code)
	}
	return strings.Join(lines, " ")
}

func TestBaseline(t *testing.T) {
	dir := t.TempDir()
	name := filepath.Join(dir, "known.json")
	findings, sources := in(dir, "shout", "one <&>\n\ntwo\ntwo\none <&>\ntwo")
	if err := baseline.Write(name, findings, sources); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	const want = `{
	"version": 1,
	"findings": [
		{
			"file": "a/a.go",
			"check": "shout/low",
			"count": 2,
			"code": "one <&>"
		},
		{
			"file": "a/a.go",
			"check": "shout/low",
			"count": 3,
			"code": "two"
		}
	]
}
`
	if string(text) != want {
		t.Errorf("written:\n%s\nwant:\n%s", text, want)
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) != 1 {
		t.Errorf("files: %v, %v", left, err)
	}

	known, err := baseline.Read(name)
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct{ name, check, lines, fresh, gone string }{
		{"the same", "shout", "one <&>\n\ntwo\ntwo\none <&>\ntwo", "", ""},
		{"moved, in another order, indented", "shout", "\n\ntwo\n\ttwo\n  two\none  <&>\none <&>", "", ""},
		{"one more of each", "shout", "two\ntwo\ntwo\ntwo\none <&>\none <&>\none <&>", "two one <&>", ""},
		{"another line", "shout", "one <&>\none <&>\ntwo\ntwo\ntwo\nthree", "three", ""},
		{"some are gone", "shout", "one <&>\ntwo", "", "one <&> 1, two 2"},
		{"another check", "whisper", "two\ntwo\ntwo\none <&>\none <&>", "two two two one <&> one <&>", "one <&> 2, two 3"},
	} {
		t.Run(test.name, func(t *testing.T) {
			findings, sources := in(dir, test.check, test.lines)
			fresh, entries := known.Filter(findings, sources)
			if got := codes(fresh, sources); got != test.fresh {
				t.Errorf("new: %q, want %q", got, test.fresh)
			}
			var gone []string
			for _, e := range entries {
				gone = append(gone, e.Code+" "+string(rune('0'+e.Count)))
				if want := filepath.Join(dir, "a", "a.go"); known.Path(e) != want {
					t.Errorf("the file is %s, want %s", known.Path(e), want)
				}
			}
			if got := strings.Join(gone, ", "); got != test.gone {
				t.Errorf("gone: %q, want %q", got, test.gone)
			}
		})
	}
}

// A baseline without findings is one.
func TestEmpty(t *testing.T) {
	name := filepath.Join(t.TempDir(), "known.json")
	if err := baseline.Write(name, nil, nil); err != nil {
		t.Fatal(err)
	}
	known, err := baseline.Read(name)
	if err != nil {
		t.Fatal(err)
	}
	findings, sources := in("/m", "shout", "one")
	if fresh, gone := known.Filter(findings, sources); !reflect.DeepEqual(fresh, findings) || gone != nil {
		t.Errorf("new: %v, gone: %v", fresh, gone)
	}
}

// Where a merge leaves two entries of one key, they count together.
func TestMerged(t *testing.T) {
	dir := t.TempDir()
	const entry = `{"file": "a/a.go", "check": "shout/low", "count": 2, "code": "one"}`
	name := filepath.Join(dir, "known.json")
	if err := os.WriteFile(name, []byte(`{"version": 1, "findings": [`+entry+`,`+entry+`]}`), 0o666); err != nil {
		t.Fatal(err)
	}
	known, err := baseline.Read(name)
	if err != nil {
		t.Fatal(err)
	}
	findings, sources := in(dir, "shout", "one\none\none")
	fresh, gone := known.Filter(findings, sources)
	if len(fresh) != 0 || len(gone) != 1 || gone[0].Count != 1 {
		t.Errorf("new: %v, gone: %v", fresh, gone)
	}
}

func TestBroken(t *testing.T) {
	const entry = `{"file": "a.go", "check": "shout", "count": 1, "code": "one"}`
	for _, test := range []struct{ name, text, want string }{
		{"empty", "", "the file is empty"},
		{"cut off", `{"version": 1, "findings": [`, "unexpected EOF"},
		{"of a merge", "<<<<<<< HEAD\n{}", "invalid character"},
		{"two", `{"version": 1} {"version": 1}`, "more than one JSON value"},
		{"other JSON", `{"runs": []}`, "unknown field"},
		{"no version", `{"findings": [` + entry + `]}`, "version 0"},
		{"of the future", `{"version": 2, "findings": []}`, "version 2"},
		{"no count", `{"version": 1, "findings": [` + strings.Replace(entry, "1", "0", 1) + `]}`, "lacks"},
		{"no file", `{"version": 1, "findings": [` + strings.Replace(entry, "a.go", "", 1) + `]}`, "lacks"},
	} {
		t.Run(test.name, func(t *testing.T) {
			name := filepath.Join(t.TempDir(), "known.json")
			if err := os.WriteFile(name, []byte(test.text), 0o666); err != nil {
				t.Fatal(err)
			}
			known, err := baseline.Read(name)
			if err == nil || !strings.Contains(err.Error(), test.want) || !strings.Contains(err.Error(), name) {
				t.Errorf("%v, want an error with %q and the file's name; read %v", err, test.want, known)
			}
		})
	}
	if _, err := baseline.Read(filepath.Join(t.TempDir(), "none.json")); err == nil {
		t.Error("a baseline that is not there was read")
	}
}

// What is there stays when a baseline cannot be written, and a link stays one.
func TestWriteOver(t *testing.T) {
	dir := t.TempDir()
	name, link := filepath.Join(dir, "known.json"), filepath.Join(dir, "link.json")
	if err := os.WriteFile(name, nil, 0o640); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("known.json", link); err != nil {
		t.Fatal(err)
	}
	if err := baseline.Write(link, nil, nil); err != nil {
		t.Fatal(err)
	}
	info, err := os.Lstat(link)
	if err != nil || info.Mode()&os.ModeSymlink == 0 {
		t.Errorf("the link is %v, %v", info, err)
	}
	if info, err = os.Stat(name); err != nil || info.Mode().Perm() != 0o640 || info.Size() == 0 {
		t.Errorf("the file is %v, %v", info, err)
	}
	if err := baseline.Write(dir, nil, nil); err == nil {
		t.Error("a directory was replaced")
	}
	if err := baseline.Write(filepath.Join(dir, "none", "known.json"), nil, nil); err == nil {
		t.Error("written into a directory that is not there")
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) != 2 {
		t.Errorf("files: %v, %v", left, err)
	}
}
