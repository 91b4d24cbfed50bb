package report

import (
	"go/parser"
	"go/token"
	"regexp"
	"strings"

	"golang.org/x/tools/go/analysis"
)

// A Doc is what a check says of itself. Help, the README, the SARIF rules, the
// flags and the categories are made of it.
type Doc struct {
	Name       string     // the check's
	Title      string     // one line: "report connections that …"
	Text       string     // all about the check, below the title
	Categories []Category // in the order in which the check decides
}

// A Category is a kind of finding of a check.
type Category struct {
	Name string
	Text string // one line: what is reported
}

// PackageDoc returns the Doc of a check from the source of its doc.go, whose
// package comment starts with
//
//	Package NAME reports …
//
// and lists the categories under the heading Categories.
func PackageDoc(source string) *Doc {
	file, err := parser.ParseFile(token.NewFileSet(), "doc.go", source, parser.PackageClauseOnly|parser.ParseComments)
	if err != nil {
		return &Doc{}
	}
	name := file.Name.Name
	title, text, _ := strings.Cut(strings.TrimSpace(file.Doc.Text()), "\n\n")
	title = strings.TrimPrefix(oneLine(title), "Package "+name+" reports ")
	return newDoc(name, "report "+strings.TrimSuffix(title, "."), text)
}

// DocOf returns the Doc of an analyzer from its text.
func DocOf(a *analysis.Analyzer) *Doc {
	title, text, _ := strings.Cut(strings.TrimSpace(a.Doc), "\n\n")
	return newDoc(a.Name, title, text)
}

func newDoc(name, title, text string) *Doc {
	d := &Doc{Name: name, Title: title, Text: text}
	_, list, _ := strings.Cut("\n"+text, "\n# Categories\n")
	list, _, _ = strings.Cut(list, "\n# ")
	for _, item := range category.FindAllStringSubmatch(list, -1) {
		d.Categories = append(d.Categories, Category{item[1], oneLine(item[2])})
	}
	return d
}

// category is an item of the list of categories, which may go on in the lines
// below it.
var category = regexp.MustCompile(`(?m)^ +- (\w+): (.*(?:\n {4,}.*)*)`)

func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

// Analyzer returns an analyzer that has the name, the text and the flags of the
// check, and the values of these flags.
func (d *Doc) Analyzer() (*analysis.Analyzer, *Options) {
	a := &analysis.Analyzer{
		Name: d.Name,
		Doc:  d.Title + "\n\n" + d.Text,
		URL:  "https://pkg.go.dev/github.com/wsvet/wsvet/analyzers/" + d.Name,
	}
	var names []string
	for _, c := range d.Categories {
		names = append(names, c.Name)
	}
	return a, Flags(a, names...)
}
