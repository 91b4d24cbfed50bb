package wskeepalive_test

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/wsvet/wsvet/analyzers/internal/atest"
)

// The clients of testdata's package behaviour do not notice a dead peer as they
// are. With the fix, which is what Test finds in the golden file, they do, stay
// with a peer that lives, and leave nothing behind.
func TestBehaviour(t *testing.T) {
	dir := atest.Dir(t)
	clients := filepath.Join(dir, "wskeepalive", "behaviour", "clients.go")
	overlay, err := json.Marshal(map[string]map[string]string{"Replace": {clients: clients + ".golden"}})
	if err != nil {
		t.Fatal(err)
	}
	fixed := filepath.Join(t.TempDir(), "overlay.json")
	if err := os.WriteFile(fixed, overlay, 0o666); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{
		{"test", "-run=TestBefore", "./wskeepalive/behaviour"},
		{"test", "-run=TestAfter", "-overlay=" + fixed, "./wskeepalive/behaviour"},
	} {
		cmd := exec.Command("go", args...)
		cmd.Dir = dir
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Errorf("%s: %v\n%s", args[1], err, out)
		}
	}
}
