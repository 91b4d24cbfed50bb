package wslib

import (
	"go/constant"
	"go/types"
	"path"
	"regexp"
	"slices"
	"strings"
)

// An Idiom is Go source by which a fix does one thing in the library's own way.
// Words that begin with a dollar sign are filled in: $conn is the connection,
// $wait a duration, others are named where the idiom is; $ws is the library's
// first package, and every other word is the name of a package: one of the
// library's or of the standard library.
type Idiom string

// Idioms are a library's ways. An empty one is something that the library does
// not have, or that cannot be done right there.
type Idioms struct {
	// Bound bounds the reads and writes that follow by $wait, a statement.
	Bound Idiom
	// BoundRead bounds the reads that follow by $wait, a statement, and FreeRead lifts
	// that bound.
	BoundRead, FreeRead Idiom
	// BoundWrite bounds the writes that follow by $wait, a statement, and FreeWrite
	// lifts that bound.
	BoundWrite, FreeWrite Idiom
	// OnPong sets a handler for pongs that bounds the reads by $wait again, a
	// statement.
	OnPong Idiom
	// Ping sends a ping, a statement: $wait bounds its write. One that waits for its
	// pong is an error, and $ctx bounds it.
	Ping Idiom
	// PingFails sends a ping, and holds if that fails: the head of an if statement.
	PingFails Idiom
	// SendPong answers a ping whose payload is the string $data, an error.
	SendPong Idiom
	// SendClose sends a close frame with code 1000, a statement that stands before
	// the connection is closed. It is safe beside a writer.
	SendClose Idiom
	// CloseNormally closes the connection with a close frame of code 1000, an
	// expression in the place of a close without one.
	CloseNormally Idiom
	// EchoClose answers a close frame that came with the code $code, a statement
	// in a close handler.
	EchoClose Idiom
	// Abort closes the connection without a close frame, a statement; AbortOld does
	// so in versions that have no such close, after a close frame that is given up.
	Abort, AbortOld Idiom
	// IsClose holds if the error $err is a close with one of $codes, and is not
	// wrapped.
	IsClose Idiom
	// CodeOf is the code of the close that the error $err wraps, -1 if none.
	CodeOf Idiom
}

// Bounded reports whether SendClose bounds its own write by $wait.
func (i Idioms) Bounded() bool { return strings.Contains(string(i.SendClose), "$wait") }

// Expand returns the source of i, one of lib's idioms: args has what its words
// stand for, imported returns the name by which a file calls a package.
func (lib *Library) Expand(i Idiom, args map[string]string, imported func(path string) string) string {
	return words.ReplaceAllStringFunc(string(i), func(word string) string {
		word = word[1:]
		if arg, ok := args[word]; ok {
			return arg
		}
		return imported(lib.wordPath(word))
	})
}

// words are what an idiom has filled in.
var words = regexp.MustCompile(`\$\w+`)

// wordPath returns the import path of the package that an idiom calls word.
func (lib *Library) wordPath(word string) string {
	if word == "ws" {
		return lib.Path()
	}
	for _, p := range lib.Packages {
		if path.Base(p.Path) == word {
			return p.Path
		}
	}
	return word // of the standard library
}

// selected are the functions, methods and constants that an idiom uses.
var selected = regexp.MustCompile(`\$(\w+)\.(\w+)`)

// Supports reports whether the package p can use the idiom on a connection of
// the type conn: the version and the fork at hand have what it is made of, as
// the tables know it, in packages that p may import.
func (x *Index) Supports(p *types.Package, lib *Library, i Idiom, conn types.Type) bool {
	if i == "" || lib == nil {
		return false
	}
	for _, match := range selected.FindAllStringSubmatch(string(i), -1) {
		word, name := match[1], match[2]
		if word == "conn" {
			if f, _ := x.Method(conn, name); f == nil {
				return false
			}
			continue
		}
		path := lib.wordPath(word)
		if path == word {
			continue
		}
		imported := x.Importable(p, path)
		if imported == nil {
			return false
		}
		switch obj := imported.Scope().Lookup(name).(type) {
		case nil:
			return false
		case *types.Func:
			if f, _ := x.Func(obj); f == nil {
				return false
			}
		}
	}
	return true
}

// Importable returns the package with that path if a fix in p may import it: p
// does, or one of the library packages that p imports.
func (ps *packageIndex) Importable(p *types.Package, path string) *types.Package {
	among := func(list []*types.Package) *types.Package {
		if i := slices.IndexFunc(list, func(q *types.Package) bool { return unvendored(q.Path()) == path }); i >= 0 {
			return list[i]
		}
		return nil
	}
	if q := among(p.Imports()); q != nil {
		return q
	}
	for _, imp := range p.Imports() {
		if ps.Package(imp) == nil {
			continue
		}
		if q := among(imp.Imports()); q != nil {
			return q
		}
	}
	return nil
}

// KnowsPongs reports whether what names obj, of a library that hands over control
// frames, recognises pongs: it is their opcode, or tests for control frames.
func (x *Index) KnowsPongs(obj types.Object) bool {
	if p := x.Package(obj.Pkg()); p == nil || p.lib == nil {
		return false
	}
	switch obj := obj.(type) {
	case *types.Const:
		v, exact := constant.Int64Val(constant.ToInt(obj.Val()))
		return exact && Opcode(v) == OpPong
	case *types.Func:
		return obj.Name() == "IsControl"
	}
	return false
}
