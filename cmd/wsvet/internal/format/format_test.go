package format_test

import (
	"encoding/json"
	"go/token"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"golang.org/x/tools/go/analysis"

	"github.com/wsvet/wsvet/analyzers"
	"github.com/wsvet/wsvet/cmd/wsvet/internal/finding"
	"github.com/wsvet/wsvet/cmd/wsvet/internal/format"
)

const source = "package p\n\n/* ä€𝄞 */ func b() {} // 𝄞\n\nfunc b2() {}\n"

// at returns a finding about a word of the source, with a fix that puts another
// in its place and inserts a line.
func at(word string, lines int) finding.Finding {
	start := strings.Index(source, word)
	position := func(offset int) token.Position {
		before := source[:offset]
		return token.Position{
			Filename: "/repo/p q/p.go",
			Line:     strings.Count(before, "\n") + 1 + lines,
			Column:   offset - strings.LastIndex(before, "\n"),
		}
	}
	edit := func(start, end int, text string) finding.Edit {
		return finding.Edit{Filename: "/repo/p q/p.go", Start: start, End: end, New: text}
	}
	return finding.Finding{
		Package: "example.com/p", Check: "shout", Category: "low", Message: "100% low:\nsay " + strings.ToUpper(word),
		Start: position(start), End: position(start + len(word)),
		Fixes: []finding.Fix{{Message: "shout", Edits: []finding.Edit{
			edit(start+1, start+len(word), strings.ToUpper(word[1:])),
			edit(10, 10, "// ä𝄞\n"),
			edit(start, start+1, strings.ToUpper(word[:1])),
		}}},
	}
}

func report(findings ...finding.Finding) *format.Report {
	return &format.Report{
		Findings: findings,
		Rules:    []format.Rule{{ID: "shout/low", Short: "in short", Help: "at length", URL: "https://example.com"}},
		Version:  "v1.2.3",
		Dir:      "/repo/p q",
		Root:     "/repo",
		Sources:  finding.Sources{"/repo/p q/p.go": []byte(source)},
	}
}

func written(t *testing.T, name string, r *format.Report) string {
	t.Helper()
	var out strings.Builder
	if err := format.Lookup(name)(&out, r); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestNothing(t *testing.T) {
	for name, want := range map[string]string{"text": "", "json": "{}\n", "github": "", "gitlab": "[]\n"} {
		if got := written(t, name, report()); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
	if got := written(t, "sarif", report()); !strings.Contains(got, `"results": []`) {
		t.Errorf("sarif:\n%s", got)
	}
	if names := format.Names(); !slices.Equal(names, []string{"text", "json", "sarif", "github", "gitlab"}) {
		t.Errorf("formats: %s", names)
	}
	if format.Lookup("xml") != nil {
		t.Error("there is a format xml")
	}
}

func TestText(t *testing.T) {
	unknown := at("b2", 0)
	unknown.Start.Column = 0
	if got, want := written(t, "text", report(at("b()", 0), unknown)), "p.go:3:22: 100% low:\nsay B()\np.go:5: 100% low:\nsay B2\n"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestGitHub(t *testing.T) {
	strange := at("b2", 0)
	strange.Start.Filename = "/repo/a,b:c%.go" // of which nothing is known
	want := "::warning file=p q/p.go,line=3,col=17,title=shout/low::100%25 low:%0Asay B()\n" +
		"::warning file=a%2Cb%3Ac%25.go,line=5,title=shout/low::100%25 low:%0Asay B2\n"
	if got := written(t, "github", report(at("b()", 0), strange)); got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

type issue struct {
	Description, Fingerprint, Severity string
	CheckName                          string `json:"check_name"`
	Location                           struct {
		Path  string
		Lines struct{ Begin int }
	}
}

func TestGitLab(t *testing.T) {
	issues := func(r *format.Report) []issue {
		var all []issue
		if err := json.Unmarshal([]byte(written(t, "gitlab", r)), &all); err != nil {
			t.Fatal(err)
		}
		return all
	}
	first, again, other := at("b()", 0), at("b()", 0), at("b2", 0)
	again.Start.Column++
	before := issues(report(first, again, other))
	if len(before) != 3 {
		t.Fatalf("%d issues", len(before))
	}
	got := before[0]
	if got.Description != first.Message || got.CheckName != "shout/low" || got.Severity != "major" ||
		got.Location.Path != "p q/p.go" || got.Location.Lines.Begin != 3 {
		t.Errorf("%+v", got)
	}
	prints := map[string]bool{}
	for _, i := range before {
		prints[i.Fingerprint] = true
	}
	if len(prints) != 3 {
		t.Errorf("fingerprints are not distinct: %v", prints)
	}

	// All is two lines further down, and the finding in another line is gone.
	moved := report(at("b()", 2), func() finding.Finding { f := at("b()", 2); f.Start.Column++; return f }())
	moved.Sources["/repo/p q/p.go"] = []byte("// new\n\n" + source)
	for i, after := range issues(moved) {
		if after.Fingerprint != before[i].Fingerprint {
			t.Errorf("finding %d has another fingerprint when it moves", i)
		}
	}
}

// The parts of a SARIF log that are looked at.
type (
	log struct {
		Runs []struct {
			Tool struct {
				Driver struct {
					Version string
					Rules   []struct {
						ID                     string
						ShortDescription, Help struct{ Text string }
						HelpURI                string
					}
				}
			}
			Invocations []struct{ ExecutionSuccessful bool }
			ColumnKind  string
			Results     []struct {
				RuleID    string
				RuleIndex int
				Message   struct{ Text string }
				Locations []struct {
					PhysicalLocation struct {
						ArtifactLocation location
						Region           region
					}
				}
				Fixes []struct {
					ArtifactChanges []struct {
						ArtifactLocation location
						Replacements     []replacement
					}
				}
			}
		}
	}
	location    struct{ URI, URIBaseID string }
	region      struct{ StartLine, StartColumn, EndLine, EndColumn int }
	replacement struct {
		DeletedRegion   region
		InsertedContent struct{ Text string }
	}
)

func readLog(t *testing.T, r *format.Report) log {
	t.Helper()
	var l log
	if err := json.Unmarshal([]byte(written(t, "sarif", r)), &l); err != nil {
		t.Fatal(err)
	}
	return l
}

// offsets returns the code units that a region covers.
func (r region) offsets(text []uint16) (start, end int) {
	offset := func(line, column int) int {
		at := 0
		for ; line > 1; line-- {
			at += slices.Index(text[at:], '\n') + 1
		}
		return at + column - 1
	}
	return offset(r.StartLine, r.StartColumn), offset(r.EndLine, r.EndColumn)
}

func TestSARIF(t *testing.T) {
	first, unknown := at("b()", 0), at("b2", 0)
	unknown.Check, unknown.Category, unknown.Start.Filename, unknown.End.Filename = "other", "", "/elsewhere/ä.y", "/elsewhere/ä.y"
	unknown.Fixes = nil
	l := readLog(t, report(first, unknown))
	run := l.Runs[0]
	if run.ColumnKind != "utf16CodeUnits" || run.Tool.Driver.Version != "v1.2.3" || !run.Invocations[0].ExecutionSuccessful {
		t.Errorf("%+v", run)
	}
	rules := run.Tool.Driver.Rules
	if len(rules) != 2 || rules[0].ID != "shout/low" || rules[0].ShortDescription.Text != "in short" ||
		rules[0].Help.Text != "at length" || rules[0].HelpURI != "https://example.com" || rules[1].ID != "other" {
		t.Errorf("rules: %+v", rules)
	}
	for i, result := range run.Results {
		if result.RuleID != rules[i].ID || result.RuleIndex != i {
			t.Errorf("result %d is of rule %s, %d", i, result.RuleID, result.RuleIndex)
		}
	}

	result := run.Results[0]
	if result.Message.Text != first.Message {
		t.Errorf("message %q", result.Message.Text)
	}
	place := result.Locations[0].PhysicalLocation
	if want := (location{"p%20q/p.go", "%SRCROOT%"}); place.ArtifactLocation != want {
		t.Errorf("the file is %v, want %v", place.ArtifactLocation, want)
	}
	text := utf16.Encode([]rune(source))
	if start, end := place.Region.offsets(text); string(utf16.Decode(text[start:end])) != "b()" {
		t.Errorf("the region %+v has %q", place.Region, string(utf16.Decode(text[start:end])))
	}
	place = run.Results[1].Locations[0].PhysicalLocation
	if want := (location{"file:///elsewhere/%C3%A4.y", ""}); place.ArtifactLocation != want {
		t.Errorf("the file outside is %v, want %v", place.ArtifactLocation, want)
	}
	if want := (region{StartLine: 5}); place.Region != want {
		t.Errorf("the place in a file that is not there is %v, want %v", place.Region, want)
	}

	// The fix, applied as SARIF says: all regions are those of the old text.
	change := result.Fixes[0].ArtifactChanges[0]
	if len(change.Replacements) != 2 {
		t.Errorf("edits that touch are not joined: %v", change.Replacements)
	}
	slices.Reverse(change.Replacements)
	for _, r := range change.Replacements {
		start, end := r.DeletedRegion.offsets(text)
		text = slices.Concat(text[:start], utf16.Encode([]rune(r.InsertedContent.Text)), text[end:])
	}
	want := "package p\n// ä𝄞\n\n/* ä€𝄞 */ func B() {} // 𝄞\n\nfunc b2() {}\n"
	if got := string(utf16.Decode(text)); got != want {
		t.Errorf("fixed:\n%s\nwant:\n%s", got, want)
	}
}

func TestSARIFFailed(t *testing.T) {
	r := report()
	r.Failed = true
	if readLog(t, r).Runs[0].Invocations[0].ExecutionSuccessful {
		t.Error("the log does not say that something failed")
	}
	gone := at("b()", 0)
	gone.Fixes[0].Edits[0].End = len(source) + 1
	if fixes := readLog(t, report(gone)).Runs[0].Results[0].Fixes; fixes != nil {
		t.Errorf("a fix beyond the file: %+v", fixes)
	}
}

// The text of each check lists its categories, which are those of its flag. A check
// without categories has one rule, called as the check is.
func TestRules(t *testing.T) {
	for _, a := range analyzers.Suite() {
		ids := []string{a.Name}
		_, list, categories := strings.Cut(a.Flags.Lookup("skip").Usage, "(of ")
		if categories {
			ids = nil
			for name := range strings.SplitSeq(strings.TrimSuffix(list, ")"), ", ") {
				ids = append(ids, a.Name+"/"+name)
			}
		}
		var got []string
		for _, r := range format.Rules([]*analysis.Analyzer{a}) {
			got = append(got, r.ID)
			if strings.Contains(r.Short, ": ") != categories || strings.Contains(r.Short, "\n") || len(r.Short) > 1024 {
				t.Errorf("%s: %q", r.ID, r.Short)
			}
			if r.Help != a.Doc || r.URL != a.URL {
				t.Errorf("%s: help %q, URL %s", r.ID, r.Help, r.URL)
			}
		}
		slices.Sort(ids)
		slices.Sort(got)
		if !reflect.DeepEqual(got, ids) {
			t.Errorf("%s: the text lists %s, the flag %s", a.Name, got, ids)
		}
	}

	plain := &analysis.Analyzer{Name: "plain", Doc: "report it\n\nAt length."}
	if got, want := format.Rules([]*analysis.Analyzer{plain}), []format.Rule{{ID: "plain", Short: "report it", Help: plain.Doc}}; !reflect.DeepEqual(got, want) {
		t.Errorf("%+v, want %+v", got, want)
	}
}

func TestShort(t *testing.T) {
	dir := filepath.FromSlash("/a/very/long/path")
	for name, want := range map[string]string{
		"/a/very/long/path/f.go": "f.go", "/a/very/long/f.go": "../f.go", "/b": "/b",
	} {
		if got := format.Short(dir, filepath.FromSlash(name)); got != filepath.FromSlash(want) {
			t.Errorf("%s is %s, want %s", name, got, want)
		}
	}
}

// TestSource shows the lines around findings, on a terminal and elsewhere.
func TestSource(t *testing.T) {
	at := func(line, column, endLine, endColumn int) finding.Finding {
		name := "/repo/p q/p.go"
		return finding.Finding{
			Check: "shout", Message: "low",
			Start: token.Position{Filename: name, Line: line, Column: column},
			End:   token.Position{Filename: name, Line: endLine, Column: endColumn},
		}
	}
	text := finding.Sources{"/repo/p q/p.go": []byte("one\n\tä := f(\n\t)\nfour")}
	for _, test := range []struct {
		finding finding.Finding
		context int
		color   bool
		want    string
	}{
		{at(2, 4, 2, 5), 0, false, "p.go:2:4: low\n2\t\tä := f(\n\t\t ^\n"},
		{at(2, 8, 3, 3), 1, false, "p.go:2:8: low\n1\tone\n2\t\tä := f(\n\t\t     ^^\n3\t\t)\n"},
		{at(4, 1, 4, 5), 9, false, "p.go:4:1: low\n1\tone\n2\t\tä := f(\n3\t\t)\n4\tfour\n\t^^^^\n"},
		{at(4, 1, 4, 1), 0, true, "\x1b[1mp.go:4:1:\x1b[0m low\n4\tfour\n\t\x1b[1;31m^\x1b[0m\n"},
		{at(4, 9, 4, 9), 0, false, "p.go:4:9: low\n4\tfour\n"},
		{at(7, 0, 0, 0), 1, false, "p.go:7: low\n"},
	} {
		r := report(test.finding)
		r.Sources, r.Source, r.Context, r.Color = text, true, test.context, test.color
		if got := written(t, "text", r); got != test.want {
			t.Errorf("%s: %q, want %q", test.finding.Start, got, test.want)
		}
	}
}
