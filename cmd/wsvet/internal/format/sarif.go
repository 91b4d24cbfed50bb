package format

import (
	"cmp"
	"io"
	"net/url"
	"path/filepath"
	"slices"
	"strings"

	"github.com/wsvet/wsvet/cmd/wsvet/internal/finding"
)

// What we write of SARIF, the Static Analysis Results Interchange Format.
// https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/sarif-v2.1.0-errata01-os-complete.html
type (
	sarifLog struct {
		Schema  string     `json:"$schema"`
		Version string     `json:"version"`
		Runs    []sarifRun `json:"runs"`
	}

	sarifRun struct {
		Tool        sarifTool                `json:"tool"`
		Invocations []sarifInvocation        `json:"invocations"`
		BaseIDs     map[string]sarifLocation `json:"originalUriBaseIds"`
		ColumnKind  string                   `json:"columnKind"`
		Results     []sarifResult            `json:"results"` // null would mean that nothing was looked for
	}

	sarifTool struct {
		Driver sarifDriver `json:"driver"`
	}

	sarifDriver struct {
		Name           string      `json:"name"`
		Version        string      `json:"version"`
		InformationURI string      `json:"informationUri"`
		Rules          []sarifRule `json:"rules"`
	}

	sarifRule struct {
		ID               string        `json:"id"`
		ShortDescription *sarifMessage `json:"shortDescription,omitempty"`
		Help             *sarifMessage `json:"help,omitempty"`
		HelpURI          string        `json:"helpUri,omitempty"`
	}

	sarifInvocation struct {
		ExecutionSuccessful bool `json:"executionSuccessful"`
	}

	sarifMessage struct {
		Text     string `json:"text"`
		Markdown string `json:"markdown,omitempty"`
	}

	sarifResult struct {
		RuleID              string            `json:"ruleId"`
		RuleIndex           int               `json:"ruleIndex"`
		Level               string            `json:"level"`
		Message             sarifMessage      `json:"message"`
		Locations           []sarifPlace      `json:"locations"`
		PartialFingerprints map[string]string `json:"partialFingerprints"`
		Fixes               []sarifFix        `json:"fixes,omitempty"`
	}

	sarifPlace struct {
		PhysicalLocation sarifPhysicalLocation `json:"physicalLocation"`
	}

	sarifPhysicalLocation struct {
		ArtifactLocation sarifLocation `json:"artifactLocation"`
		Region           sarifRegion   `json:"region"`
	}

	sarifLocation struct {
		URI         string        `json:"uri,omitempty"`
		URIBaseID   string        `json:"uriBaseId,omitempty"`
		Description *sarifMessage `json:"description,omitempty"`
	}

	// A sarifRegion counts lines and columns from 1; its end column is the one
	// behind it.
	sarifRegion struct {
		StartLine   int `json:"startLine"`
		StartColumn int `json:"startColumn,omitempty"`
		EndLine     int `json:"endLine,omitempty"`
		EndColumn   int `json:"endColumn,omitempty"`
	}

	sarifFix struct {
		Description     sarifMessage  `json:"description"`
		ArtifactChanges []sarifChange `json:"artifactChanges"`
	}

	sarifChange struct {
		ArtifactLocation sarifLocation      `json:"artifactLocation"`
		Replacements     []sarifReplacement `json:"replacements"`
	}

	sarifReplacement struct {
		DeletedRegion   sarifRegion  `json:"deletedRegion"`
		InsertedContent sarifContent `json:"insertedContent"`
	}

	sarifContent struct {
		Text string `json:"text"`
	}
)

const (
	sarifSchema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
	// sourceRoot is what viewers and services call the root of the repository.
	sourceRoot = "%SRCROOT%"
)

// writeSARIF writes a log with one run.
func writeSARIF(w io.Writer, r *Report) error {
	s := sarifReport{r}
	rules, index := s.rules()
	results := []sarifResult{}
	prints := r.fingerprints()
	for i, f := range r.Findings {
		results = append(results, sarifResult{
			RuleID:    f.Rule(),
			RuleIndex: index[f.Rule()],
			Level:     "warning",
			Message:   sarifMessage{Text: f.Message},
			Locations: []sarifPlace{{sarifPhysicalLocation{
				ArtifactLocation: s.location(f.Start.Filename),
				Region:           s.region(f),
			}}},
			PartialFingerprints: map[string]string{"wsvet/v1": prints[i]},
			Fixes:               s.fixes(f),
		})
	}
	return indented(w, sarifLog{
		Schema:  sarifSchema,
		Version: "2.1.0",
		Runs: []sarifRun{{
			Tool: sarifTool{sarifDriver{
				Name:           "wsvet",
				Version:        r.Version,
				InformationURI: "https://github.com/wsvet/wsvet",
				Rules:          rules,
			}},
			Invocations: []sarifInvocation{{ExecutionSuccessful: !r.Failed}},
			BaseIDs:     map[string]sarifLocation{sourceRoot: {Description: &sarifMessage{Text: "the root of the repository"}}},
			ColumnKind:  "utf16CodeUnits",
			Results:     results,
		}},
	})
}

// A sarifReport answers what of a report is in a SARIF log.
type sarifReport struct{ *Report }

// rules returns the rules, those of findings that nothing is known of
// included, and the index of each.
func (s sarifReport) rules() ([]sarifRule, map[string]int) {
	rules := []sarifRule{}
	index := make(map[string]int)
	for _, rule := range s.Rules {
		index[rule.ID] = len(rules)
		rules = append(rules, sarifRule{
			ID:               rule.ID,
			ShortDescription: &sarifMessage{Text: rule.Short},
			Help:             &sarifMessage{Text: rule.Help, Markdown: "```text\n" + rule.Help + "\n```\n"},
			HelpURI:          rule.URL,
		})
	}
	for _, f := range s.Findings {
		if _, known := index[f.Rule()]; !known {
			index[f.Rule()] = len(rules)
			rules = append(rules, sarifRule{ID: f.Rule()})
		}
	}
	return rules, index
}

// location names a file from the root of the repository, and one outside
// of it by where it is.
func (s sarifReport) location(name string) sarifLocation {
	if path := s.path(name); !outside(path) {
		return sarifLocation{URI: (&url.URL{Path: path}).String(), URIBaseID: sourceRoot}
	}
	return sarifLocation{URI: (&url.URL{Scheme: "file", Path: "/" + strings.TrimPrefix(filepath.ToSlash(name), "/")}).String()}
}

// region returns the place of f in its file.
func (s sarifReport) region(f finding.Finding) sarifRegion {
	region := sarifRegion{StartLine: f.Start.Line, StartColumn: s.column(f)}
	end := s.Sources.Column(f.End.Filename, f.End.Line, f.End.Column)
	if region.StartColumn > 0 && end > 0 && f.End.Filename == f.Start.Filename {
		region.EndLine, region.EndColumn = f.End.Line, end
	}
	return region
}

// fixes returns the fixes of f whose files are there.
func (s sarifReport) fixes(f finding.Finding) []sarifFix {
	var fixes []sarifFix
	for _, fix := range f.Fixes {
		if changes, ok := s.changes(fix.Edits); ok {
			fixes = append(fixes, sarifFix{sarifMessage{Text: fix.Message}, changes})
		}
	}
	return fixes
}

// changes returns the changes that edits make, file by file. Replacements
// all refer to the file as it is.
func (s sarifReport) changes(edits []finding.Edit) ([]sarifChange, bool) {
	var changes []sarifChange
	file := ""
	for _, e := range joined(edits) {
		startLine, startColumn, ok := s.Sources.Place(e.Filename, e.Start)
		endLine, endColumn, okEnd := s.Sources.Place(e.Filename, e.End)
		if !ok || !okEnd {
			return nil, false
		}
		if e.Filename != file {
			file = e.Filename
			changes = append(changes, sarifChange{ArtifactLocation: s.location(file)})
		}
		last := &changes[len(changes)-1]
		last.Replacements = append(last.Replacements, sarifReplacement{
			sarifRegion{startLine, startColumn, endLine, endColumn},
			sarifContent{e.New},
		})
	}
	return changes, len(changes) > 0
}

// joined returns the edits by file and place, with those that touch made one.
func joined(edits []finding.Edit) []finding.Edit {
	edits = slices.Clone(edits)
	slices.SortStableFunc(edits, func(a, b finding.Edit) int {
		return cmp.Or(cmp.Compare(a.Filename, b.Filename), cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End))
	})
	var all []finding.Edit
	for _, e := range edits {
		if n := len(all); n > 0 && all[n-1].Filename == e.Filename && all[n-1].End == e.Start {
			all[n-1].End = e.End
			all[n-1].New += e.New
		} else {
			all = append(all, e)
		}
	}
	return all
}
