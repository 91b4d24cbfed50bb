// Package gclplugin makes the suite a linter of golangci-lint, by the name of
// wsvet: a module plugin, which golangci-lint custom builds in.
package gclplugin

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/golangci/plugin-module-register/register"
	"golang.org/x/tools/go/analysis"

	"github.com/wsvet/wsvet/analyzers"
)

func init() {
	register.Plugin("wsvet", func(conf any) (register.LinterPlugin, error) {
		return newPlugin(analyzers.Suite(), conf)
	})
}

// settings are what linters.settings.custom.wsvet.settings may hold in a
// configuration of golangci-lint.
type settings struct {
	// Enable names the checks to run: all, if it is empty.
	Enable []string `json:"enable"`
	// Disable names checks not to run.
	Disable []string `json:"disable"`
	// Flags are values of flags, by check and flag.
	Flags map[string]map[string]json.RawMessage `json:"flags"`
}

// A plugin is the checks to run, their flags set.
type plugin struct {
	checks []*analysis.Analyzer
}

func (p *plugin) BuildAnalyzers() ([]*analysis.Analyzer, error) { return p.checks, nil }
func (p *plugin) GetLoadMode() string                           { return register.LoadModeTypesInfo }

// newPlugin returns the plugin as conf wants it. A program has the flags of a
// check once, with the check: the plugin that is made last decides them all,
// and nothing is left of those before.
func newPlugin(suite []*analysis.Analyzer, conf any) (*plugin, error) {
	s, err := register.DecodeSettings[settings](conf)
	if err != nil {
		return nil, fmt.Errorf("%w (the settings are enable, disable and flags)", err)
	}
	for _, names := range [][]string{s.Enable, s.Disable, slices.Sorted(maps.Keys(s.Flags))} {
		if err := known(suite, names); err != nil {
			return nil, err
		}
	}
	for _, a := range suite {
		if err := setFlags(a, s.Flags[a.Name]); err != nil {
			return nil, err
		}
	}
	checks := s.choose(suite)
	if len(checks) == 0 {
		return nil, errors.New("no check is left to run")
	}
	return &plugin{checks}, nil
}

// known returns an error if the suite lacks one of the checks named.
func known(suite []*analysis.Analyzer, names []string) error {
	var all []string
	for _, a := range suite {
		all = append(all, a.Name)
	}
	for _, name := range names {
		if !slices.Contains(all, name) {
			return fmt.Errorf("unknown check %q; the checks are %s", name, strings.Join(all, ", "))
		}
	}
	return nil
}

// choose returns the checks to run.
func (s *settings) choose(suite []*analysis.Analyzer) []*analysis.Analyzer {
	var checks []*analysis.Analyzer
	for _, a := range suite {
		enabled := len(s.Enable) == 0 || slices.Contains(s.Enable, a.Name)
		if enabled && !slices.Contains(s.Disable, a.Name) {
			checks = append(checks, a)
		}
	}
	return checks
}

// setFlags sets the flags of a to those values, and all others to their
// defaults.
func setFlags(a *analysis.Analyzer, values map[string]json.RawMessage) error {
	var names []string
	var errs []error
	a.Flags.VisitAll(func(f *flag.Flag) {
		names = append(names, f.Name)
		if err := setFlag(f, values[f.Name]); err != nil {
			errs = append(errs, fmt.Errorf("flag %s of %s: %w", f.Name, a.Name, err))
		}
	})
	for _, name := range slices.Sorted(maps.Keys(values)) {
		if !slices.Contains(names, name) {
			errs = append(errs, fmt.Errorf("unknown flag %q of %s; its flags are %s", name, a.Name, strings.Join(names, ", ")))
		}
	}
	return errors.Join(errs...)
}

// setFlag sets f to a value, to its default if there is none.
func setFlag(f *flag.Flag, value json.RawMessage) error {
	if value == nil {
		return f.Value.Set(f.DefValue)
	}
	text, err := flagText(value)
	if err == nil {
		err = f.Value.Set(text)
	}
	if err != nil {
		return fmt.Errorf("invalid value %s: %w (the default is %q)", value, err, f.DefValue)
	}
	return nil
}

// flagText returns a value as the command line would have it: a list with
// commas between.
func flagText(value json.RawMessage) (string, error) {
	var v any
	if err := json.Unmarshal(value, &v); err != nil {
		return "", err
	}
	switch v := v.(type) {
	case string:
		return v, nil
	case bool, float64:
		return string(value), nil // as it is written
	case []any:
		var texts []string
		for _, element := range v {
			texts = append(texts, fmt.Sprint(element))
		}
		return strings.Join(texts, ","), nil
	}
	return "", errors.New("want one value, or a list")
}
