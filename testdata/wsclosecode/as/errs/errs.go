// Package errs looks for errors as other packages than errors do.
package errs

import "errors"

func As(err error, target any) bool { return errors.As(err, target) }

func Is(err, target error) bool { return errors.Is(err, target) }
