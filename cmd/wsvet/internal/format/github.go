package format

import (
	"fmt"
	"io"
	"strings"

	"github.com/wsvet/wsvet/cmd/wsvet/internal/finding"
)

// writeGitHub writes the workflow commands with which a step of GitHub Actions
// annotates lines.
// https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
func writeGitHub(w io.Writer, r *Report) error {
	for _, f := range r.Findings {
		if _, err := fmt.Fprintf(w, "::warning %s::%s\n", r.properties(f), data.Replace(f.Message)); err != nil {
			return err
		}
	}
	return nil
}

func (r *Report) properties(f finding.Finding) string {
	properties := fmt.Sprintf("file=%s,line=%d", property.Replace(r.path(f.Start.Filename)), f.Start.Line)
	if column := r.column(f); column > 0 {
		properties += fmt.Sprintf(",col=%d", column)
	}
	return properties + ",title=" + property.Replace(f.Rule())
}

// What stands for the characters that would end a message or a property.
var (
	data     = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	property = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
)
