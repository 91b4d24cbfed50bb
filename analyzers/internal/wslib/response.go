package wslib

import (
	"go/types"

	"github.com/wsvet/wsvet/analyzers/internal/lang"
)

// SwitchingProtocols is the status of the response to a handshake that succeeded,
// RFC 6455 section 4.1.
const SwitchingProtocols = 101

// IsResponse reports whether t is the type of an HTTP response, or a pointer to one.
func IsResponse(t types.Type) bool { return lang.IsNamed(t, "net/http", "Response") }

// IsResponseStatus reports whether v is the field of an HTTP response that has its
// status.
func IsResponseStatus(v *types.Var) bool {
	return v != nil && v.IsField() && v.Name() == "StatusCode" && v.Pkg() != nil && v.Pkg().Path() == "net/http"
}
