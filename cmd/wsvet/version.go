package main

import (
	"fmt"
	"io"
	"runtime"
	"runtime/debug"
)

// ownVersion returns the version of the module that the program was built from.
func ownVersion() string {
	if info, ok := debug.ReadBuildInfo(); ok {
		return info.Main.Version
	}
	return "(devel)"
}

// printVersion prints it, and the version of the Go that built the program.
func printVersion(w io.Writer) error {
	_, err := fmt.Fprintf(w, "wsvet %s %s\n", ownVersion(), runtime.Version())
	return err
}
