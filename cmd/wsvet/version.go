package main

import (
	"errors"
	"fmt"
	"io"
	"runtime/debug"
)

// printVersion prints the version of the module that the program was built from,
// and of the Go that built it.
func printVersion(w io.Writer) error {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return errors.New("built without module information")
	}
	_, err := fmt.Fprintf(w, "wsvet %s %s\n", info.Main.Version, info.GoVersion)
	return err
}
