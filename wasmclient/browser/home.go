package browser

import "strings"

// atHome reports whether a host name is one of the viewer's own network, where servers make
// their certificates themselves: localhost, an address, or a name without a public domain.
func atHome(host string) bool {
	if !strings.Contains(host, ".") || strings.HasSuffix(host, ".local") || strings.HasSuffix(host, ".test") {
		return true // a bare name, or an IPv6 address in brackets
	}
	return strings.Trim(host, "0123456789.") == ""
}
