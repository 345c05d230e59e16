package selfsigned

import (
	"net"
	"os"
)

// Hosts returns the names and addresses of this machine: localhost, its host name and the
// addresses of its network interfaces.
func Hosts() []string {
	hosts := []string{"localhost", "127.0.0.1", "::1"}
	if name, err := os.Hostname(); err == nil && name != "" && name != "localhost" {
		hosts = append(hosts, name)
	}
	addresses, err := net.InterfaceAddrs()
	if err != nil {
		return hosts
	}
	for _, address := range addresses {
		// Link-local addresses need a zone, which a URL for a browser cannot have.
		if n, ok := address.(*net.IPNet); ok && !n.IP.IsLoopback() && !n.IP.IsLinkLocalUnicast() {
			hosts = append(hosts, n.IP.String())
		}
	}
	return hosts
}

// LAN returns the address at which other machines in the local network reach this one, or "" if
// there is no network. It is the sender's address that the system would use for a destination
// elsewhere; LAN sends nothing to find it.
func LAN() string {
	conn, err := net.Dial("udp", "192.0.2.1:9") // RFC 5737: an address for documentation
	if err != nil {
		return ""
	}
	defer conn.Close()
	if local, ok := conn.LocalAddr().(*net.UDPAddr); ok && !local.IP.IsLoopback() {
		return local.IP.String()
	}
	return ""
}
