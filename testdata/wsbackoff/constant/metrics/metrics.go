// Package metrics counts.
package metrics

import "context"

var counts = map[string]int{}

func Count(ctx context.Context, what string, err error) { counts[what]++ }
