package format

import (
	"encoding/json"
	"io"
)

// A codeQualityIssue is a finding as GitLab shows it in merge requests.
// https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
type codeQualityIssue struct {
	Description string              `json:"description"`
	CheckName   string              `json:"check_name"`
	Fingerprint string              `json:"fingerprint"`
	Severity    string              `json:"severity"`
	Location    codeQualityLocation `json:"location"`
}

type codeQualityLocation struct {
	Path  string `json:"path"`
	Lines struct {
		Begin int `json:"begin"`
	} `json:"lines"`
}

// writeGitLab writes a report of code quality.
func writeGitLab(w io.Writer, r *Report) error {
	issues := []codeQualityIssue{} // not null
	prints := r.fingerprints()
	for i, f := range r.Findings {
		issue := codeQualityIssue{
			Description: f.Message,
			CheckName:   f.Rule(),
			Fingerprint: prints[i],
			Severity:    "major",
			Location:    codeQualityLocation{Path: r.path(f.Start.Filename)},
		}
		issue.Location.Lines.Begin = f.Start.Line
		issues = append(issues, issue)
	}
	return indented(w, issues)
}

// indented writes a value as JSON for people, too.
func indented(w io.Writer, value any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "\t")
	return enc.Encode(value)
}
