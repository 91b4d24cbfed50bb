package main

import (
	"encoding/json"
	"os"
)

// skipStandard does what go vet asks for where the .cfg file named asks for no
// more than the facts of a package of the standard library, and reports whether
// it did: it has no WebSockets, and no facts, which an empty file says. Most of
// what go vet asks for is of this kind, and to parse and type-check it all would
// take several times as long as the rest. The standalone driver looks at none of
// it either.
func skipStandard(name string) bool {
	data, err := os.ReadFile(name)
	if err != nil {
		return false // unitchecker says why
	}
	var cfg struct {
		ModulePath string // "" in the standard library
		VetxOnly   bool
		VetxOutput string
	}
	if err := json.Unmarshal(data, &cfg); err != nil || !cfg.VetxOnly || cfg.ModulePath != "" {
		return false
	}
	return os.WriteFile(cfg.VetxOutput, nil, 0o666) == nil
}
