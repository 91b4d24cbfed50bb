// Command wsvet finds, in Go code that uses WebSockets, connections that end without
// a close handshake and dead connections that nobody notices: what stands behind
// close code 1006.
//
// It is two programs in one, and its arguments say which. Called by go vet, or by a
// build system that speaks its protocol, it analyses the one package that a .cfg
// file describes; called by a person it loads and analyses the packages named.
//
//	wsvet ./...
//	go vet -vettool=$(which wsvet) ./...
//
// Findings go to standard output (go vet: to standard error), errors to standard
// error. The help lists the checks and the flags, and has all about a check:
//
//	wsvet help
//	wsvet help wskeepalive
//	wsvet version
//
// # Choosing checks
//
// Name the checks to run, or those to leave out. The flags of a check have its name
// before the dot: skip leaves categories out, tests reports in test files, too. All
// of them work with go vet -vettool as well.
//
//	wsvet -wsclosecode ./...
//	wsvet -wskeepalive=false ./...
//	wsvet -wskeepalive.skip=pingonly -wsclosecode.tests ./...
//	go vet -vettool=$(which wsvet) -wsbackoff=false -wskeepalive.skip=pingonly ./...
//
// wsvet itself takes -C dir, -tags and -test=false (no test files, whatever tests
// says) besides; other flags of the go command, such as -mod and -overlay, come from
// GOFLAGS. It compiles nothing, and needs no C compiler where packages use cgo.
//
// # What is left out
//
// A package that does not compile is not analysed. Standard error has a line a cause,
// with the packages that it keeps out, and the exit code says that something is
// missing; all other packages are analysed. What is wrong with the functions of a
// package that these only import, or with the files that a package embeds, keeps
// none out:
//
//	feed/feed.go:8:29: undefined: conf.URL (not analysed: example.com/m/feed)
//
// # Fixes
//
//	wsvet -fix -diff ./...
//	wsvet -fix ./...
//
// The first prints what the second begins with: the second repeats until nothing
// changes, at most three times, since a fix may show another finding. Then it says on
// standard error which files it fixed, and how many findings have no fix. Both run go
// vet -fix of Go 1.26 or later with wsvet as its tool, which compiles the packages, and
// change files of the main module alone. Test files are left out where they do not
// compile and no check reports in them. No file is written before all is done, and
// each is replaced in one step.
//
// Where fixes of two checks overlap, -fix applies one check after the other, and -diff
// fails: choose one check. The go command can be called for it, too:
//
//	go vet -vettool=$(which wsvet) -wskeepalive.pongwait=30s -fix -diff ./...
//	go fix -fixtool=$(which wsvet) -diff ./...
//
// Read the diff before it goes in.
//
// # Formats
//
// The flag -format names one of:
//
//   - text: a line a finding, as go vet has it; with -c N the source, too, with N
//     lines before and behind and carets below the place, coloured on a terminal
//     where NO_COLOR is not set
//   - json: findings and fixes, as all drivers of golang.org/x/tools print them; the
//     same as -json
//   - sarif: SARIF 2.1.0 with the text of each check, and fixes
//   - github: workflow commands: annotations in GitHub Actions
//   - gitlab: a code quality report for GitLab
//
// The last three name files from the root of the repository. Columns count UTF-16
// code units there, and fingerprints stay when lines move.
//
// The command wsvet report writes the same of what go vet -json has found, so that
// vet's cache is of use. It repeats what go vet says of packages that it could not
// analyse, and fails then; for that it needs standard error, too:
//
//	wsvet -format=sarif ./... > wsvet.sarif
//	go vet -json -vettool=$(which wsvet) ./... 2>&1 | wsvet report -format=sarif > wsvet.sarif
//
// # Old findings
//
// A baseline holds the findings that are there today. With it only new ones are
// reported:
//
//	wsvet -write-baseline=wsvet-baseline.json ./...
//	wsvet -baseline=wsvet-baseline.json ./...
//	go vet -json -vettool=$(which wsvet) ./... 2>&1 | wsvet report -baseline=wsvet-baseline.json
//
// A finding is known by its file, its check and category, and the text of its line,
// so it may move. It is new where its own line changes, or where there are more of
// it than before. Findings that are gone are counted on standard error, until the
// baseline is written anew.
//
// # Exit codes
//
// The columns are for code without findings, with findings, and code that does not
// compile:
//
//	0 3 1  wsvet ./...
//	0 3 1  wsvet -json ./...
//	0 3 1  wsvet -format=sarif ./...
//	0 3 1  wsvet -format=github ./...
//	0 3 1  wsvet -format=gitlab ./...
//	0 0 1  wsvet -fix ./...
//	0 3 1  wsvet -fix -diff ./...
//	0 0 1  wsvet -write-baseline=new.json ./...
//	0 1 1  go vet -vettool=$(which wsvet) ./...
//	0 0 1  go vet -vettool=$(which wsvet) -json ./...
//	0 0 1  go vet -vettool=$(which wsvet) -fix ./...
//	0 1 1  go vet -vettool=$(which wsvet) -fix -diff ./...
//	0 0 1  go fix -fixtool=$(which wsvet) ./...
//	0 1 1  go fix -fixtool=$(which wsvet) -diff ./...
//	0 3 1  go vet -json -vettool=$(which wsvet) ./... 2>&1 | wsvet report
//	0 3 1  go vet -json -vettool=$(which wsvet) ./... 2>&1 | wsvet report -json
//
// wsvet exits with 1, too, on bad usage, where no package matches, and where the
// input of wsvet report is incomplete. Failure comes before findings: where one
// package is left out, the findings in the others are reported, and the code is 1.
// With -baseline only new findings count.
//
// # As a tool of a module
//
// In a module file of its own, wsvet changes nothing in the module:
//
//	go mod init -modfile=wsvet.mod example.com/user/wsvet
//	go get -tool -modfile=wsvet.mod github.com/wsvet/wsvet/cmd/wsvet
//	go tool -modfile=wsvet.mod wsvet ./...
//
// In the module's own go.mod it leaves the WebSocket libraries at their versions,
// but for golang.org/x/net: that and other golang.org/x modules are raised to what
// golang.org/x/tools requires, and the go directive to 1.25.0.
//
//	go get -tool github.com/wsvet/wsvet/cmd/wsvet
//	go mod tidy
//	go tool wsvet ./...
//	go vet -vettool=$(go tool -n wsvet) ./...
//
// # golangci-lint
//
// golangci-lint v2 builds wsvet in. The file .custom-gcl.yml says so:
//
//	version: v2.15.0
//	plugins:
//	  - module: github.com/wsvet/wsvet
//	    import: github.com/wsvet/wsvet/cmd/gclplugin
//	    version: latest
//
// A release is better than latest: golangci-lint's cache tells the builds of a
// plugin apart by that text. The file .golangci.yml chooses checks, and sets their
// flags; .golangci.example.yml in the repository has all that can be said, with the
// defaults:
//
//	version: "2"
//	linters:
//	  default: none
//	  enable:
//	    - wsvet
//	  settings:
//	    custom:
//	      wsvet:
//	        type: module
//	        settings:
//	          disable: [wsbackoff]
//	          flags:
//	            wskeepalive:
//	              skip: pingonly
//	issues:
//	  max-issues-per-linter: 0
//	  max-same-issues: 0
//	  uniq-by-line: false
//
// The first of these builds it, the others run it:
//
//	golangci-lint custom
//	./custom-gcl run ./...
//	./custom-gcl run --fix ./...
//
// It finds what wsvet finds, and learns of the packages that others import, of other
// modules too, as wsvet does. These are its own ways:
//
//   - Without the three lines on issues it shows 50 findings at most, three of one
//     text, and one a line.
//   - A comment //nolint:wsvet silences a finding, as //wsvet:ignore does. So do its
//     own exclusions.
//   - A finding in a file that names another with //line, which is not Go, stands
//     where the code is.
//
// # In CI
//
// With wsvet as a tool of the module, a step fails by its exit code when something
// is found; do not run it with -fix there. Where GitHub has no code scanning,
// annotations need no more than this, and GitHub shows ten of a step:
//
//	steps:
//	  - run: go tool wsvet -format=github ./...
//
// GitLab:
//
//	wsvet:
//	  image: golang:1.26
//	  script:
//	    - go tool wsvet -format=gitlab ./... > gl-code-quality-report.json
//	  artifacts:
//	    when: always
//	    reports:
//	      codequality: gl-code-quality-report.json
//
// pre-commit:
//
//	repos:
//	  - repo: local
//	    hooks:
//	      - id: wsvet
//	        name: wsvet
//	        entry: go tool wsvet ./...
//	        language: system
//	        types: [go]
//	        pass_filenames: false
//
// # In editors
//
// gopls loads no analyzers but its own, and the Go extension of VS Code runs no go
// vet beside it. A task there (.vscode/tasks.json) lists the findings as problems:
//
//	{
//	  "version": "2.0.0",
//	  "tasks": [
//	    {
//	      "label": "wsvet",
//	      "type": "shell",
//	      "command": "go tool wsvet ./...",
//	      "problemMatcher": "$go"
//	    }
//	  ]
//	}
//
// In Vim, :make lists them after :set makeprg=go\ tool\ wsvet\ ./...
//
// # With Bazel
//
// Each check is a package that exports its Analyzer, as nogo wants it:
//
//	nogo(
//	    name = "nogo",
//	    visibility = ["//visibility:public"],
//	    deps = [
//	        "@com_github_wsvet_wsvet//analyzers/wskeepalive",
//	        "@com_github_wsvet_wsvet//analyzers/wsbackoff",
//	        "@com_github_wsvet_wsvet//analyzers/wsclosecode",
//	        "@com_github_wsvet_wsvet//analyzers/wscloseerr",
//	        "@com_github_wsvet_wsvet//analyzers/wsclosehandshake",
//	        "@com_github_wsvet_wsvet//analyzers/wsdialtimeout",
//	        "@com_github_wsvet_wsvet//analyzers/wsreadloop",
//	        "@com_github_wsvet_wsvet//analyzers/wsunclosed",
//	        "@com_github_wsvet_wsvet//analyzers/wsignore",
//	    ],
//	)
//
// # How long it takes
//
// wsvet has the go command list the packages, and type-checks from source what the
// checks need: whole the packages that import a WebSocket library or one that hands
// connections on, and helpers that these may call; of what they import the
// declarations only; all others not at all. Nothing is compiled, so it takes about as
// long with an empty build cache as with a full one.
//
// CometBFT, 166 packages and 1,122 with what they import, on 2 cores of an AMD EPYC
// that had other work to do, Go 1.26.8, 26 November 2026, processor time:
//
//	                     full cache  empty cache
//	go list -deps -json       1.0 s        1.9 s
//	wsvet                    10.4 s       11.8 s
//
// Its peak memory is 344 MB there. Modules that were generated, where one package in
// ten, three in a hundred and ten in a thousand dial, read and close a connection:
//
//	packages             go list -deps -json    wsvet
//	10, 198 in all                     0.2 s    0.4 s
//	100, 288 in all                    0.2 s    0.6 s
//	1,000, 1,188 in all                1.0 s    1.3 s
//
// Under go vet all packages are type-checked from source for any tool; wsvet leaves
// the standard library out. The script .ci/bench measures the same in another module,
// with a full and with an empty build cache, beside go vet, staticcheck and
// golangci-lint where they are installed.
package main
