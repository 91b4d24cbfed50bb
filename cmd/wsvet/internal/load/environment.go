package load

import (
	"encoding/json"
	"fmt"
	"go/types"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// An environment is what the go command goes by and does not list.
type environment struct {
	sizes   types.Sizes
	overlay overlay
}

func readEnvironment(flags []string) (*environment, error) {
	out, err := exec.Command("go", "env", "-json", "GOARCH", "GOFLAGS").Output()
	if err != nil {
		return nil, fmt.Errorf("go env: %w", err)
	}
	var vars struct{ GOARCH, GOFLAGS string }
	if err := json.Unmarshal(out, &vars); err != nil {
		return nil, fmt.Errorf("go env: %w", err)
	}
	env := &environment{sizes: types.SizesFor("gc", vars.GOARCH)}
	if env.sizes == nil {
		return nil, fmt.Errorf("GOARCH=%s is not known to the Go that wsvet was built with", vars.GOARCH)
	}
	for _, flag := range append(strings.Fields(vars.GOFLAGS), flags...) {
		if name, ok := strings.CutPrefix(strings.TrimLeft(flag, "-"), "overlay="); ok {
			if env.overlay, err = readOverlay(name); err != nil {
				return nil, err
			}
		}
	}
	return env, nil
}

// An overlay is the file of the go command's flag of that name: it says which
// file to read in the place of another.
type overlay map[string]string

func readOverlay(name string) (overlay, error) {
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, fmt.Errorf("-overlay: %w", err)
	}
	var file struct{ Replace map[string]string }
	if err := json.Unmarshal(data, &file); err != nil {
		return nil, fmt.Errorf("-overlay: %s: %w", name, err)
	}
	absolute := make(overlay)
	for from, to := range file.Replace {
		if from, err = filepath.Abs(from); err != nil {
			return nil, err
		}
		if to, err = filepath.Abs(to); err != nil {
			return nil, err
		}
		absolute[from] = to
	}
	return absolute, nil
}

// apply puts the files to read in the place of those that are named, as go vet
// does.
func (o overlay) apply(files []string) {
	for i, name := range files {
		if actual, ok := o[name]; ok {
			files[i] = actual
		}
	}
}
