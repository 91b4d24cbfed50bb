package backoff

import (
	"context"
	"log"
	"time"
)

// A Doubling calls again and again.
type Doubling struct{ First, Most time.Duration }

// Quietly is Aloud without a word.
func (d *Doubling) Quietly(ctx context.Context, call func() error) error { // want Quietly:`.*`
	return d.Aloud(ctx, "", call)
}

// Aloud calls until there is no error. It waits no longer than ctx lives.
func (d *Doubling) Aloud(ctx context.Context, name string, call func() error) error { // want Aloud:`.*`
	wait := d.First
	for ctx.Err() == nil {
		err := call()
		if err == nil {
			return nil
		}
		if name != "" {
			log.Print(name, err)
		}
		if end, ok := ctx.Deadline(); ok {
			if left := time.Until(end); left < wait {
				wait = left
			}
		}
		time.Sleep(wait)
		wait = min(2*wait, d.Most)
	}
	return ctx.Err()
}
