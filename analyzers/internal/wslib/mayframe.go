package wslib

import "go/types"

// MayFrame reports whether who has a connection of lib as a value of type t may send
// a close frame on it: an interface shows by its methods' names that he may not.
func MayFrame(lib *Library, t types.Type) bool {
	iface, ok := t.Underlying().(*types.Interface)
	if !ok || iface.NumMethods() == 0 {
		return true
	}
	for m := range iface.Methods() {
		switch m.Name() {
		case "WriteControl", "WriteMessage", "WritePreparedMessage", "WriteClose", "NextWriter", "NetConn", "UnderlyingConn", "Unwrap":
			return true
		case "Write": // the frame itself, where the library has no connection of its own
			if lib.CodePackage == gobwasPath {
				return true
			}
		}
	}
	return false
}
