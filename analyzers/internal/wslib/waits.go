package wslib

import (
	"go/types"
	"slices"
	"strings"

	"github.com/wsvet/wsvet/analyzers/internal/lang"
)

// A WaitRole is what a call does to the time that passes.
type WaitRole uint8

const (
	// Sleeps: the call returns after the duration Wait.Dur.
	Sleeps WaitRole = iota + 1
	// Fires: the result is, or has in its field C, a channel from which a value
	// can be received after Dur.
	Fires
	// Ticks is Fires, again and again.
	Ticks
	// Resets: the timer or ticker in the receiver fires after Dur.
	Resets
	// Later: the library calls the function Callback after Dur.
	Later
	// Policy: the result decides how long to wait; see Wait.Pace, Jitter and Wraps.
	Policy
	// Option: the result, handed to a Policy or Retries, changes its pace.
	Option
	// Next: the result is the duration that the policy Wait.Policy has come to,
	// or, without one, a duration of this Pace and of what Wait.Of hold.
	Next
	// Pauses: the call, or the receipt from its result, waits as a policy decides.
	Pauses
	// Retries: the library calls Callback until it succeeds, with waits between.
	Retries
	// Limits: the call waits for its turn, as a rate limiter does.
	Limits
	// Randomises: the result is random.
	Randomises
	// Runs: the library calls Callback, and then returns.
	Runs
	// Starts: the library calls Callback in a goroutine.
	Starts
	// Joins: the call waits until goroutines have ended.
	Joins
	// Listens: the call waits until somebody wakes those who listen to the receiver.
	Listens
	// Wakes: the call wakes those who listen to the receiver.
	Wakes
	// Expires: the result is a context that ends after Dur, or sooner.
	Expires
	// Awaits: the call waits for something outside of the program: a person, a
	// request, a signal.
	Awaits
)

// A Pace is how a policy's waits change from one attempt to the next.
type Pace uint8

const (
	// AnyPace is one that is not known.
	AnyPace Pace = iota
	// Zero waits for nothing.
	Zero
	// Steady waits the same each time.
	Steady
	// Growing waits longer each time, and as long in every client.
	Growing
	// Jittered waits have something random in them.
	Jittered
)

// A Wait is what a function means for the time between two attempts.
type Wait struct {
	// Name and Type are as in Func; an empty Type stands for any signature (of a
	// function with type parameters, or one that differs between versions).
	Name string
	Type string
	Role WaitRole
	// Dur is the duration.
	Dur Slot
	// Callback is the function that is called.
	Callback Slot
	// Policy is the value, an argument or the receiver, that has the pace.
	Policy Slot
	// Of are arguments that the duration of a Next is made of.
	Of []Slot
	// Pace is that of the policy made, or of the retries where no slot has it.
	Pace Pace
	// Factor is, of an Option or Retries, the argument that turns jitter on, or,
	// where it is a constant zero, off.
	Factor Slot
	// Attempts is the argument that bounds the number of attempts.
	Attempts Slot
	// Bound is the number of attempts where nothing else is said, 0 for none.
	Bound int64
}

// A PolicyType is a struct that holds a policy.
type PolicyType struct {
	// Name is the type's.
	Name string
	// Pace is that of a value without jitter.
	Pace Pace
	// Jitter is the field that turns jitter on: true, or a factor over zero.
	Jitter string
	// Grow is the field without which nothing grows, "" where it always does.
	Grow string
	// Steps is the field that bounds the attempts.
	Steps string
}

// A WaitPackage is the table of one package.
type WaitPackage struct {
	Path  string
	Funcs []Wait
	Types []PolicyType
}

// Wait returns what fn means for the time between two attempts, nil if no
// table names it.
func (fs *functionIndex) Wait(fn *types.Func) *Wait {
	if fn == nil || fn.Pkg() == nil {
		return nil
	}
	p := waitTables[unvendored(fn.Pkg().Path())]
	if p == nil {
		return nil
	}
	fn = fn.Origin()
	name := lang.FuncName(fn)
	i := slices.IndexFunc(p.Funcs, func(w Wait) bool {
		return w.Name == name && (w.Type == "" || w.Type == typeString(fn.Signature(), fn.Pkg()))
	})
	if i < 0 {
		return nil
	}
	return &p.Funcs[i]
}

// PolicyType returns the policy that values of type t, or of what t points to,
// hold, nil if they hold none.
func (vs *valueIndex) PolicyType(t types.Type) *PolicyType {
	if t == nil {
		return nil
	}
	named, ok := types.Unalias(lang.Deref(t)).(*types.Named)
	if !ok || named.Obj().Pkg() == nil {
		return nil
	}
	p := waitTables[unvendored(named.Obj().Pkg().Path())]
	if p == nil {
		return nil
	}
	i := slices.IndexFunc(p.Types, func(t PolicyType) bool { return t.Name == named.Obj().Name() })
	if i < 0 {
		return nil
	}
	return &p.Types[i]
}

// Idle reports whether the functions of p are known to wait for nothing: those
// that log, count and name things.
func (fs *functionIndex) Idle(p *types.Package) bool {
	return p != nil && slices.ContainsFunc(idle, func(path string) bool {
		return p.Path() == path || strings.HasPrefix(p.Path(), path+"/")
	})
}

func unvendored(path string) string {
	if i := strings.LastIndex(path, "/vendor/"); i >= 0 {
		return path[i+len("/vendor/"):]
	}
	return path
}

var waitTables = func() map[string]*WaitPackage {
	m := map[string]*WaitPackage{}
	for _, p := range waitPackages() {
		m[p.Path] = p
	}
	return m
}()

// idle are modules and packages of which no function waits for a next attempt.
var idle = []string{
	"github.com/charmbracelet/log",
	"github.com/fatih/color",
	"github.com/go-kit/log",
	"github.com/go-logr/logr",
	"github.com/golang/glog",
	"github.com/google/uuid",
	"github.com/hashicorp/go-hclog",
	"github.com/pkg/errors",
	"github.com/prometheus/client_golang",
	"github.com/rs/zerolog",
	"github.com/sirupsen/logrus",
	"go.opentelemetry.io/otel",
	"go.uber.org/atomic",
	"go.uber.org/multierr",
	"go.uber.org/zap",
	"k8s.io/klog",
	"github.com/cloudwego/hertz/pkg/app/client", // sends a request, for a response to upgrade
}
