package wsclosecode

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/analysis"

	"github.com/wsvet/wsvet/analyzers/internal/codeflow"
	"github.com/wsvet/wsvet/analyzers/internal/connflow"
	"github.com/wsvet/wsvet/analyzers/internal/lang"
	"github.com/wsvet/wsvet/analyzers/internal/report"
	"github.com/wsvet/wsvet/analyzers/internal/rewrite"
	"github.com/wsvet/wsvet/analyzers/internal/wslib"
)

// Analyzer is the check.
var Analyzer = newAnalyzer()

func newAnalyzer() *analysis.Analyzer {
	a, options := report.PackageDoc(source).Analyzer()
	a.Requires = []*analysis.Analyzer{connflow.Analyzer}
	a.Run = func(pass *analysis.Pass) (any, error) {
		return connflow.Check(pass, options.Tests, func(flow *connflow.Flow) {
			c := &checker{
				origins:  origins{flow, codeflow.New(flow)},
				pass:     pass,
				Reporter: report.New(pass, options),
				session:  rewrite.NewSession(pass),
				reported: map[token.Pos]bool{},
			}
			c.frames()
			for _, call := range flow.Calls {
				c.call(call)
			}
		})
	}
	return a
}

// The categories.
const (
	reserved = "reserved"
	echo     = "echo"
	reason   = "reason"
)

// Limits of a control frame, RFC 6455 section 5.5: the reason shares the
// payload with the two bytes of the code.
const (
	maxPayload = 125
	maxReason  = maxPayload - 2
)

type checker struct {
	*report.Reporter
	origins
	pass    *analysis.Pass
	session *rewrite.Session
	// reported holds the places of findings: one place is one finding, however
	// many frames are made of it.
	reported map[token.Pos]bool
}

// A frame is a close frame, or its payload, that a call builds or sends.
type frame struct {
	call *connflow.Call
	// raw: the code is in a payload that is packed by hand, of which the library
	// knows nothing.
	raw bool
}

// sends returns what the library does with the code in the frame.
func (f frame) sends(code int64) wslib.Sends {
	if f.raw {
		return wslib.AsIs
	}
	return f.call.Lib.Forbidden(code)
}

// bad reports whether the code would cause trouble in the frame: it may not be
// sent, and the library does not make something legal of it.
func (f frame) bad(code int64) bool {
	if legal(code) {
		return false
	}
	s := f.sends(code)
	return s != wslib.Empty && s != wslib.Normal
}

// legal reports whether the code may be in a close frame, RFC 6455 section 7.4.
// 1012 to 1014 were registered later.
func legal(code int64) bool {
	switch code {
	case 1004, 1005, 1006:
		return false
	}
	return 1000 <= code && code <= 1014 || 3000 <= code && code <= 4999
}

// call looks at one call of a library function.
func (c *checker) call(call *connflow.Call) {
	if call.Lib == nil || call.Expr == nil {
		return
	}
	switch call.Func.Role {
	case wslib.BuildFrame, wslib.Write, wslib.Close:
	default:
		return
	}
	if code := call.Slot(call.Func.Code); code != nil {
		c.code(frame{call: call}, code)
		c.reason(call, code)
	}
	if call.Op == wslib.OpConnClose && call.Func.Code == wslib.None {
		if payload := call.Slot(call.Func.Payload); payload != nil && lang.IsBytes(c.flow.Info.TypeOf(payload)) {
			(&payloads{c}).payload(frame{call: call, raw: true}, payload)
		}
	}
}

// code looks at where a frame's code comes from.
func (c *checker) code(f frame, code ast.Expr) {
	for _, s := range c.flow.Sources(code) {
		c.source(f, s, code)
	}
}

// source looks at one source of a code; at is the code's place in the frame.
func (c *checker) source(f frame, s *connflow.Source, at ast.Expr) {
	if c.flow.Info.Types[s.Expr].Value != nil {
		if v, ok := lang.Int(c.flow.Info, s.Expr); ok && !c.isKey(s.Expr) && !(v <= 0 && (c.kept(s) || c.fallback(s))) && f.bad(v) && c.codes.Reaches(s, nil) {
			c.reportReserved(f, s, v)
		}
		return
	}
	codes, asCame := c.received(s)
	reaches := func(v int64) bool { return f.bad(v) && c.codes.Reaches(s, constant.MakeInt64(v)) }
	bad := slices.DeleteFunc(codes, func(v int64) bool { return v == 1006 && replies{c.flow, c.codes}.answers(f, s) || !reaches(v) })
	if len(bad) == 0 {
		return
	}
	mapped := slices.Clone(bad)
	if asCame {
		for _, v := range []int64{1004, 1005, 1006, 1015} {
			if !slices.Contains(bad, v) && reaches(v) {
				mapped = append(mapped, v)
			}
		}
		slices.Sort(mapped)
	}
	c.reportEcho(f, s, at, echoed{bad, mapped, asCame})
}

// An echoed code is one that was received and is sent on.
type echoed struct {
	// bad are the codes that it may be though they must not be sent, mapped those
	// that a fix maps to another one.
	bad, mapped []int64
	// asCame: but for 0, which is an empty frame, the other side sent them.
	asCame bool
}

// payloads looks at the payloads of close frames that are packed by hand.
type payloads struct{ *checker }

// payload looks at where a close frame's payload comes from.
func (c *payloads) payload(f frame, payload ast.Expr) {
	for _, s := range c.flow.Sources(payload) {
		if s.Expr == nil || c.appended(s) {
			continue
		}
		if b, code, ok := packed(c.flow, s.Expr); ok {
			if f.bad(code) && c.codes.Reaches(s, nil) {
				c.reportBytes(f, b, s, code)
			}
			continue
		}
		if at := c.packedBy(s); at != nil {
			c.source(f, s, at)
		}
	}
	c.longPayload(f, payload)
}

// appended reports whether s is copied to where a payload's code is not.
func (c *payloads) appended(s *connflow.Source) bool {
	return slices.ContainsFunc(append([]ast.Expr{s.Expr}, s.Path...), func(e ast.Expr) bool {
		path := c.flow.Path(e)
		if len(path) < 2 {
			return false
		}
		call, ok := path[1].(*ast.CallExpr)
		if !ok || !c.flow.Info.Types[call.Fun].IsBuiltin() || len(call.Args) != 2 || call.Args[1] != e {
			return false
		}
		to, ok := ast.Unparen(call.Args[0]).(*ast.SliceExpr)
		if !ok || to.Low == nil {
			return false
		}
		low, known := lang.Int(c.flow.Info, to.Low)
		return !known || low != 0
	})
}

// packedBy returns the argument by which s, a code, came into a payload by
// hand (binary.BigEndian.PutUint16); nil where a library packed it.
func (c *payloads) packedBy(s *connflow.Source) ast.Expr {
	var at ast.Expr
	for _, e := range append([]ast.Expr{s.Expr}, s.Path...) {
		if call := c.packing(e); call != nil {
			if call.Lib != nil {
				return nil
			}
			at = e
		}
	}
	return at
}

// packing returns the call that packs e, a close code, into a payload.
func (c *payloads) packing(e ast.Expr) *connflow.Call {
	for _, call := range c.flow.Calls {
		if call.Func.Role == wslib.BuildFrame && call.Func.Code != wslib.None && call.Slot(call.Func.Code) == e {
			return call
		}
	}
	return nil
}

// packed returns the code in the first two bytes of a payload that is spelled
// out: a literal of bytes, or a constant string or one converted to bytes.
func packed(flow *connflow.Flow, e ast.Expr) (ast.Expr, int64, bool) {
	switch e := ast.Unparen(e).(type) {
	case *ast.CompositeLit:
		if !lang.IsBytes(flow.Info.TypeOf(e)) || len(e.Elts) < 2 {
			return nil, 0, false
		}
		high, ok1 := lang.Int(flow.Info, e.Elts[0])
		low, ok2 := lang.Int(flow.Info, e.Elts[1])
		return e, high<<8 | low, ok1 && ok2
	case *ast.CallExpr:
		if len(e.Args) == 1 && flow.Info.Types[e.Fun].IsType() && lang.IsBytes(flow.Info.TypeOf(e)) {
			return packed(flow, e.Args[0])
		}
	}
	if text, ok := lang.String(flow.Info, e); ok && len(text) >= 2 {
		return e, int64(text[0])<<8 | int64(text[1]), true
	}
	return nil, 0, false
}

// reason looks at a reason that is too long for a control frame.
func (c *checker) reason(call *connflow.Call, code ast.Expr) {
	text := call.Slot(call.Func.Reason)
	if text == nil || !refuses(call.Lib) || c.noReason(call, code) {
		return
	}
	for _, s := range c.flow.Sources(text) {
		if v, ok := lang.String(c.flow.Info, s.Expr); ok && len(v) > maxReason && c.codes.Reaches(s, nil) {
			c.reportReason(call, s, len(v))
		}
	}
}

// refuses reports whether the library sends no frame with too long a reason.
func refuses(lib *wslib.Library) bool {
	return lib.LongReason == wslib.Drops || lib.LongReason == wslib.Refuses
}

// noReason reports whether the library leaves the reason out, as the frame has
// no code.
func (c *checker) noReason(call *connflow.Call, code ast.Expr) bool {
	sources := c.flow.Sources(code)
	return len(sources) > 0 && !slices.ContainsFunc(sources, func(s *connflow.Source) bool {
		v, ok := lang.Int(c.flow.Info, s.Expr)
		return !ok || legal(v) || call.Lib.Forbidden(v) != wslib.Empty
	})
}

// longPayload looks at a payload, spelled out, that no control frame holds.
func (c *payloads) longPayload(f frame, payload ast.Expr) {
	if !refuses(f.call.Lib) {
		return
	}
	for _, s := range c.flow.Sources(payload) {
		if s.Expr == nil || c.appended(s) {
			continue
		}
		if n := length(c.flow, s.Expr); n > maxPayload && c.codes.Reaches(s, nil) {
			c.reportPayload(f.call, s, n)
		}
	}
}

// length returns the number of bytes of a payload that is spelled out.
func length(flow *connflow.Flow, e ast.Expr) int {
	e = ast.Unparen(e)
	if text, ok := lang.String(flow.Info, e); ok {
		return len(text)
	}
	switch e := e.(type) {
	case *ast.CompositeLit:
		if lang.IsBytes(flow.Info.TypeOf(e)) {
			return len(e.Elts)
		}
	case *ast.CallExpr:
		if len(e.Args) == 1 && flow.Info.Types[e.Fun].IsType() {
			return length(flow, e.Args[0])
		}
	}
	return 0
}

// frames looks at the uses of ready-made frames: those that are written.
func (c *checker) frames() {
	if !slices.ContainsFunc(c.pass.Pkg.Imports(), func(p *types.Package) bool {
		tables := c.flow.Index.Package(p)
		return tables != nil && len(tables.Frames) > 0
	}) {
		return
	}
	for _, call := range c.flow.Calls {
		if call.Func.Role != wslib.Write {
			continue
		}
		e := call.Slot(call.Func.Frame)
		if e == nil {
			continue
		}
		for _, s := range c.flow.Sources(e) {
			if s.Var == nil || codeflow.Start(s) == nil {
				continue
			}
			made, lib := c.flow.Index.FrameVar(s.Var)
			if made == nil || made.Op != wslib.OpConnClose || made.Code == 0 || legal(made.Code) || !c.codes.Reaches(s, nil) {
				continue
			}
			c.reportFrame(call, s, made, lib)
		}
	}
}
