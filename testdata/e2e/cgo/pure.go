// Package cgo has a file that cgo rewrites: what the checks see of it is
// generated code, which a person wrote.
package cgo
