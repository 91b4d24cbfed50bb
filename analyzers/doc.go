// Package analyzers lists the checks of wsvet. This is how they are built, and
// how to add to them.
//
// # The house
//
// A check is a package of its own, a go/analysis pass that reads like a
// paragraph: it asks engines what the code does, narrows step by step, and
// reports. An engine answers one kind of question for all checks and knows
// nothing of what is wrong. What the functions of a WebSocket library or of the
// standard library mean is data. From the bottom to the top:
//
//   - internal/lang: what go/ast and go/types are asked again and again
//   - internal/wslib: tables, one a library, of what each function means (a
//     role and its arguments), of the library's traits and of its idioms, which
//     fixes are made of; and the same for the standard library and for what waits
//   - internal/paths: the control flow of a function, walked with what is known
//     of its variables
//   - internal/report: flags, silence, the form of a message, a check's Doc
//   - internal/connflow: where each connection of a package goes and what is done
//     to it there; facts that carry this from package to package
//   - internal/errfate, places, codeflow, timing, lifetime, handshake: what becomes
//     of an error; from where a statement is reached and under which locks; where a
//     close code goes; how long something waits; whether a connection is closed on
//     every path; what bounds a dial
//   - internal/deadpeer: what reads a connection, and what would notice that its peer
//     is gone: bounds of the reads, watchdogs, pings
//   - internal/redial: the cycles in which a package dials again, and what is waited
//     on each way around them; facts of what functions dial, wait for and send
//   - internal/reread: whether a connection is read again after a read of it has
//     failed
//   - internal/rewrite: what fixes are built with: imports, free names, anchors
//   - ws…: the checks
//   - this package: Suite
//   - cmd/wsvet, cmd/gclplugin: the drivers
//
// A package imports packages below it, no check another one, and nothing above
// wslib spells the name of a library's function: tests in this package hold both.
//
// The inputs are in testdata, a module of its own that has the real libraries:
// what a check reports stands in // want comments, what its fix writes in a
// .golden file beside, which go test -update writes. atest loads them.
//
// One package is analysed as follows. A package in whose reach there is no
// WebSocket is left at once. Else connflow finds the connections, once for all
// checks, and each check asks its questions. Findings are reported where report
// does not silence them. Fixes are computed one by one and applied together: a
// fix declares nothing at package level, and compiles beside every subset of the
// others.
//
// # Adding a library
//
// Write small programs first that show what it does against a peer on loopback:
// what a read returns for each way in which a connection ends, which codes go out
// and come in, what bounds a dial, what renews a deadline, who may write at once.
// Then:
//
//   - testdata/go.mod, testdata/libs/libs.go: require and import it
//   - internal/wslib/NAME.go: its table; libraries.go: its name in the list. The
//     tests of wslib say which functions and constants are missing, or have
//     another signature than the table assumes
//   - testdata/codes: a client that sends close codes and one that receives them;
//     the traits of the table are tested against what they see
//   - internal/wslib/waits.go: packages of it that only look as if they waited
//   - testdata/wsCHECK/NAME for each check: what is reported and what is not
//   - README.md: the list of libraries
//
// A fork of gorilla/websocket is a gorillaLike table without what it lacks.
//
// # Adding a check
//
//   - wsNAME/doc.go: the package comment is the check's text, from "Package wsNAME
//     reports …" over the headings Categories, Bad, Good, Silence and Fix to
//     Flags; help, the SARIF rules and the flags follow from it
//   - wsNAME/wsNAME.go: Analyzer, made by report.PackageDoc(source).Analyzer();
//     message.go and fix.go beside it
//   - analyzers.go: a line in Suite; internal/report/report.go: its name in Names
//   - testdata/wsNAME and wsNAME/wsNAME_test.go, which calls atest.Run
//   - go test ./cmd/... -run 'Readme|Example' -update: the table in README.md and
//     .golangci.example.yml
//   - testdata/behaviour/wsNAME: programs that show the trouble before the fix
//     and not after it
//
// If it needs more than some 400 lines, an engine lacks a question.
//
// # Adding a category
//
//   - wsNAME/doc.go: an item under Categories, in the order in which the check
//     decides
//   - wsNAME: a constant for it, and where it is reported
//   - testdata/wsNAME: cases; a test wants every category to be found
//   - the table in README.md, as above
//
// # Adding a fix
//
//   - internal/wslib/idioms.go and the tables: how each library says it, if the
//     tables have no idiom for it yet
//   - wsNAME/fix.go: a rewrite.Builder of the file, anchors and idioms. Where no
//     local edit is right it returns a fix without edits, and the message says in
//     a few words what to do
//   - testdata/wsNAME: the golden, and a case for each refusal
//   - testdata/behaviour/wsNAME: what the fixed program does
package analyzers
