package main

import "testing"

// TestDependencies has the standalone driver find, in a package named alone,
// what go vet finds: it learns from packages that no pattern matches, and
// reports nothing in them.
func TestDependencies(t *testing.T) {
	dir := testdata(t)
	alone := wsvet(t, dir, "./e2e/across/app")
	alone.wantCode(t, exitFindings)
	all := wsvet(t, dir, "./e2e/across/app", "./e2e/across/ws")
	if alone.stdout != all.stdout {
		t.Errorf("app alone:\n%s\nwith its dependency:\n%s", alone.stdout, all.stdout)
	}
	wsvet(t, dir, "./e2e/across/ws").wantCode(t, exitClean)
}
