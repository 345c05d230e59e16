package caller

import (
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
)

func TestAddress(t *testing.T) {
	proxies := Proxies{netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("2001:db8:1::/48")}
	for _, test := range []struct {
		name      string
		proxies   Proxies
		peer      string
		forwarded []string
		want      string
	}{
		{"no proxies", nil, "192.0.2.1:5", nil, "192.0.2.1"},
		{"no proxies, a name made up", nil, "192.0.2.1:5", []string{"203.0.113.9"}, "192.0.2.1"},
		{"IPv4 in IPv6", nil, "[::ffff:192.0.2.1]:5", nil, "192.0.2.1"},
		{"IPv6", nil, "[2001:db8:2:3:4:5:6:7]:5", nil, "2001:db8:2:3::"},
		{"IPv6 with a zone", nil, "[fe80::1%eth0]:5", nil, "fe80::"},
		{"a pipe", nil, "pipe", nil, "invalid IP"},
		{"a stranger", proxies, "192.0.2.1:5", []string{"203.0.113.9"}, "192.0.2.1"},
		{"behind a proxy", proxies, "10.1.1.1:5", []string{"203.0.113.9"}, "203.0.113.9"},
		{"behind a proxy, IPv6", proxies, "[2001:db8:1::9]:5", []string{"2001:db8:2:3:4:5:6:7"}, "2001:db8:2:3::"},
		{"a name made up before the proxy's", proxies, "10.1.1.1:5", []string{"198.51.100.1, 203.0.113.9"}, "203.0.113.9"},
		{"in a header of its own", proxies, "10.1.1.1:5", []string{"198.51.100.1", "203.0.113.9"}, "203.0.113.9"},
		{"behind two proxies", proxies, "10.1.1.1:5", []string{"198.51.100.1, 203.0.113.9, 10.2.2.2"}, "203.0.113.9"},
		{"a proxy in disguise", proxies, "10.1.1.1:5", []string{"198.51.100.1, ::ffff:10.2.2.2"}, "198.51.100.1"},
		{"empty words", proxies, "10.1.1.1:5", []string{" , 203.0.113.9 ,, ", "", ","}, "203.0.113.9"},
		{"only proxies", proxies, "10.1.1.1:5", []string{"10.3.3.3, 10.2.2.2"}, "10.3.3.3"},
		{"words", proxies, "10.1.1.1:5", []string{"198.51.100.1, unknown"}, "10.1.1.1"},
		{"a proxy itself", proxies, "10.1.1.1:5", nil, "10.1.1.1"},
	} {
		t.Run(test.name, func(t *testing.T) {
			r := httptest.NewRequest(http.MethodGet, "/", nil)
			r.RemoteAddr, r.Header["X-Forwarded-For"] = test.peer, test.forwarded
			r.Header.Set("X-Real-Ip", "198.51.100.77")
			r.Header.Set("Forwarded", "for=198.51.100.77")
			if got := test.proxies.Address(r); got.String() != test.want {
				t.Errorf("the address is %v, want %s", got, test.want)
			}
		})
	}
}

func BenchmarkAddress(b *testing.B) {
	r := httptest.NewRequest(http.MethodGet, "/", nil)
	r.RemoteAddr = "10.0.0.1:51234"
	r.Header.Set("X-Forwarded-For", "198.51.100.1, 203.0.113.9")
	proxies := Proxies{netip.MustParsePrefix("10.0.0.0/8")}
	b.ReportAllocs()
	for b.Loop() {
		proxies.Address(r)
	}
}

func TestPeer(t *testing.T) {
	for peer, want := range map[string]string{
		"192.0.2.7:80":                  "192.0.2.7",
		"[::ffff:192.0.2.7]:80":         "192.0.2.7",
		"[2001:db8:1:2:3:4:5:6]:80":     "2001:db8:1:2::",
		"[fe80::1%eth0]:80":             "fe80::",
		"[2001:db8:1:2:ffff:4:5:7]:123": "2001:db8:1:2::",
	} {
		proxies := Proxies{netip.MustParsePrefix("192.0.2.0/24"), netip.MustParsePrefix("2001:db8:1:2:3::/80")}
		proxy := strings.Contains(peer, "192.0.2.7") || strings.Contains(peer, ":3:")
		if got, is := proxies.Peer(peer); got != netip.MustParseAddr(want) || is != proxy {
			t.Errorf("%s is %v, a proxy: %v; want %s, %v", peer, got, is, want, proxy)
		}
		if _, is := Proxies(nil).Peer(peer); is {
			t.Errorf("%s is a proxy where there are none", peer)
		}
	}
	if got, is := (Proxies{netip.MustParsePrefix("0.0.0.0/0")}).Peer("pipe"); got.IsValid() || is {
		t.Errorf("a pipe is %v, a proxy: %v", got, is)
	}
}
