// Package load lists packages and type-checks, from source, what the checks need
// of them. Nothing is compiled, so that an empty build cache costs nothing.
//
// A package is loaded in one of two ways: whole, to be analysed, or its
// declarations only, for the packages that use them. Function bodies, what no
// exported declaration mentions, and imports that only these need are no part of
// the declarations.
package load

import (
	"errors"
	"fmt"
	"go/types"
	"strings"

	"golang.org/x/tools/go/packages"
)

// A Query says which packages to list.
type Query struct {
	Patterns   []string
	BuildFlags []string // flags of the go command that choose files, such as -tags
	Tests      bool     // list test variants and external tests, too
}

// A Listing is what the go command says of packages before any is read.
type Listing struct {
	Named    []*packages.Package // those that the patterns match
	All      []*packages.Package // these and all that they depend on
	Failures []Failure           // what the patterns name and is not there
	Overlay  bool                // the go command is told to read files in the place of others

	sizes types.Sizes
}

// List asks the go command for the packages of a query.
func List(q Query) (*Listing, error) {
	type answer struct {
		env *environment
		err error
	}
	answers := make(chan answer, 1)
	go func() {
		env, err := readEnvironment(q.BuildFlags)
		answers <- answer{env, err}
	}()
	pkgs, err := packages.Load(&packages.Config{
		// With NeedTypes, NeedSyntax or NeedTypesSizes the go command would run cgo.
		Mode: packages.NeedName | packages.NeedFiles | packages.NeedImports | packages.NeedDeps |
			packages.NeedModule | packages.NeedForTest,
		BuildFlags: q.BuildFlags,
		Tests:      q.Tests,
	}, q.Patterns...)
	env := <-answers
	switch {
	case err != nil:
		return nil, goError(err)
	case env.err != nil:
		return nil, env.err
	case len(pkgs) == 0:
		return nil, fmt.Errorf("no packages match %s", strings.Join(q.Patterns, " "))
	}
	l := &Listing{sizes: env.env.sizes, Overlay: env.env.overlay != nil}
	for _, p := range pkgs {
		switch {
		case isTestMain(p):
		case isAbsent(p):
			l.Failures = append(l.Failures, listFailure(p))
		default:
			l.Named = append(l.Named, p)
		}
	}
	packages.Visit(pkgs, nil, func(p *packages.Package) {
		if !isTestMain(p) {
			env.env.overlay.apply(p.GoFiles)
			l.All = append(l.All, p)
		}
	})
	return l, nil
}

// isTestMain reports whether p is the main package that go test writes.
func isTestMain(p *packages.Package) bool {
	return p.Name == "main" && strings.HasSuffix(p.ID, ".test")
}

// goError returns an error of packages.Load as the go command worded it, without the
// downloads that it reports on the way there.
func goError(err error) error {
	_, message, ok := strings.Cut(err.Error(), "stderr: ")
	if !ok {
		return err
	}
	var lines []string
	for line := range strings.Lines(message) {
		if !strings.HasPrefix(line, "go: downloading ") {
			lines = append(lines, line)
		}
	}
	return errors.New(strings.TrimSpace(strings.Join(lines, "")))
}
