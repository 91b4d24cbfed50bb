// Command golangci is golangci-lint with wsvet in it: what golangci-lint custom
// makes, without a copy of golangci-lint's repository.
package main

import (
	"fmt"
	"os"

	"github.com/golangci/golangci-lint/v2/pkg/commands"
	"github.com/golangci/golangci-lint/v2/pkg/exitcodes"

	_ "github.com/wsvet/wsvet/cmd/gclplugin"
)

func main() {
	// Of this version, golangci-lint's cache tells one build from another.
	info := commands.BuildInfo{Version: "(devel)"}
	if err := commands.Execute(info); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(exitcodes.Failure)
	}
}
