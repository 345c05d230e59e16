package load

import (
	"fmt"
	"net/netip"
	"net/url"
	"strings"
)

// Origin returns the scheme, host and port of a server that an address names, and whether it
// is on this machine: its host is localhost, or an address of the loopback interface. No other
// name is, whatever it means today.
func Origin(address string) (origin, host string, loopback bool, err error) {
	u, err := url.Parse(address)
	switch {
	case err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" || u.User != nil:
		return "", "", false, fmt.Errorf("%q is no address of a server, as http://localhost:8080 or https://localhost:8443 is", address)
	case u.Path != "" && u.Path != "/" || u.RawQuery != "" || u.Fragment != "":
		return "", "", false, fmt.Errorf("%q has more than a scheme, a host and a port; what is posted where is framepost's to know", address)
	}
	ip, err := netip.ParseAddr(u.Hostname())
	loopback = strings.EqualFold(u.Hostname(), "localhost") || err == nil && ip.Unmap().IsLoopback()
	return u.Scheme + "://" + u.Host, u.Hostname(), loopback, nil
}
