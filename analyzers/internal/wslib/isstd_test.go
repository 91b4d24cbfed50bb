package wslib

import (
	"go/types"
	"os/exec"
	"strings"
	"testing"
)

func TestIsStd(t *testing.T) {
	out, err := exec.Command("go", "list", "std").Output()
	if err != nil {
		t.Fatal(err)
	}
	std := strings.Fields(string(out))
	if len(std) < 100 {
		t.Fatalf("only %d packages", len(std))
	}
	for _, path := range std {
		if !IsStd(types.NewPackage(path, "p")) {
			t.Errorf("%s is no package of the standard library", path)
		}
	}
	if !IsStd(nil) {
		t.Error("the universe is not of the standard library")
	}
	for _, path := range []string{"myapp/internal/ws", "example.com/ws", "golang.org/x/net/websocket", "main"} {
		if IsStd(types.NewPackage(path, "p")) {
			t.Errorf("%s is a package of the standard library", path)
		}
	}
}
