package network

import (
	"fmt"
	"net/netip"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// description is RTCSessionDescription in JSON.
type description struct {
	Type string `json:"type"`
	SDP  string `json:"sdp"`
}

// ICE candidates are lines of a session description (RFC 8839, section 5.1): foundation,
// component, transport, priority, address, port and further attributes.
var (
	candidate = regexp.MustCompile(`(?m)^a=candidate:.*\r?\n`)
	address   = regexp.MustCompile(`(?m)^(a=candidate:\S+ \d+ (?i:udp) \d+) (\S+) (\d+) `)
)

// withoutCandidates hides the browser's addresses from the server, which learns one from the
// packets that come through the relay (a peer-reflexive candidate, RFC 8445, section 7.3.1.3).
func (d description) withoutCandidates() description {
	d.SDP = candidate.ReplaceAllLiteralString(d.SDP, "")
	return d
}

// candidate returns the only address on which the server listens.
func (d description) candidate() (netip.AddrPort, error) {
	found := address.FindAllStringSubmatch(d.SDP, -1)
	if len(found) != 1 {
		return netip.AddrPort{}, fmt.Errorf("%d candidates for UDP in the answer, want 1:\n%s", len(found), d.SDP)
	}
	return netip.ParseAddrPort(found[0][2] + ":" + found[0][3])
}

// through replaces the server's address by that port of localhost.
func (d description) through(port int) description {
	d.SDP = address.ReplaceAllString(d.SDP, "${1} 127.0.0.1 "+strconv.Itoa(port)+" ")
	return d
}

func TestDescriptionPassesTheRelayAlone(t *testing.T) {
	const sdp = "m=video 4242 UDP/TLS/RTP/SAVPF 97\r\n" +
		"a=candidate:1 1 udp 2130706431 127.0.0.1 4242 typ host\r\n" +
		"a=end-of-candidates\r\n"
	d := description{"answer", sdp}
	if at, err := d.candidate(); err != nil || at.String() != "127.0.0.1:4242" {
		t.Errorf("the server listens at %v, %v", at, err)
	}
	if got, want := d.through(99).SDP, strings.Replace(sdp, "127.0.0.1 4242", "127.0.0.1 99", 1); got != want {
		t.Errorf("%q, want %q", got, want)
	}
	none := d.withoutCandidates()
	if strings.Contains(none.SDP, "candidate:") || strings.Count(none.SDP, "\n") != 2 {
		t.Errorf("%q", none.SDP)
	}
	if at, err := none.candidate(); err == nil {
		t.Errorf("%v, though there is none", at)
	}
}
