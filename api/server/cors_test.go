package server

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"framepost/api/wire"
)

const elsewhere = "https://pages.example"

func TestCORS(t *testing.T) {
	tests := []struct {
		name    string
		origins []string
		origin  string
		allowed string // what Access-Control-Allow-Origin says
		vary    bool
	}{
		{"none configured", nil, elsewhere, "", false},
		{"same origin", []string{elsewhere}, "", "", true},
		{"allowed", []string{"https://other.example", elsewhere}, elsewhere, elsewhere, true},
		{"not allowed", []string{"https://other.example"}, elsewhere, "", true},
		{"a part of it", []string{elsewhere}, elsewhere + ".evil.example", "", true},
		{"all", []string{"*"}, elsewhere, "*", false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			c := small()
			c.Origins = test.origins
			s := start(t, c, fake{})
			for _, c := range s.clients(t) {
				for _, path := range []string{wire.PathFrame, wire.PathFrame + "?q=0", wire.PathOps} {
					got := c.get(t, path, "Origin", test.origin)
					if origin := got.Header.Get("Access-Control-Allow-Origin"); origin != test.allowed {
						t.Errorf("%s %s: allowed is %q, want %q", c.name, path, origin, test.allowed)
					}
					if vary := varies(got, "Origin"); vary != test.vary {
						t.Errorf("%s %s: Vary is %q", c.name, path, got.Header["Vary"])
					}
					timing := got.Header.Get("Timing-Allow-Origin")
					exposed := got.Header.Get("Access-Control-Expose-Headers")
					if test.allowed == "" {
						if timing != "" || exposed != "" {
							t.Errorf("%s %s: timing for %q, exposed %q", c.name, path, timing, exposed)
						}
						continue
					}
					if timing != test.allowed {
						t.Errorf("%s %s: timing for %q", c.name, path, timing)
					}
					for _, name := range []string{"Server-Timing", "Frame-Size", "Frame-Id", "Frame-Region", "Frame-Reach", "Frame-Affine", "Retry-After"} {
						if !slices.Contains(strings.Split(exposed, ", "), name) {
							t.Errorf("%s %s: exposed is %q without %s", c.name, path, exposed, name)
						}
					}
				}
			}
		})
	}
}

func varies(got answer, on string) bool {
	return slices.Contains(strings.Split(strings.Join(got.Header["Vary"], ", "), ", "), on)
}

func TestPreflight(t *testing.T) {
	c := small()
	c.Origins = []string{elsewhere}
	s := start(t, c, fake{})
	for _, c := range s.clients(t) {
		got := c.do(t, http.MethodOptions, wire.PathFrame, nil, "Origin", elsewhere,
			"Access-Control-Request-Method", "POST", "Access-Control-Request-Headers", "frame-budget,frame-id",
			"Access-Control-Request-Private-Network", "true")
		want := map[string]string{
			"Access-Control-Allow-Origin":          elsewhere,
			"Access-Control-Allow-Methods":         "GET, HEAD, POST",
			"Access-Control-Allow-Headers":         "Authorization, Content-Type, Frame-Id, Frame-Budget",
			"Access-Control-Max-Age":               "86400",
			"Access-Control-Allow-Private-Network": "true",
		}
		if got.StatusCode != http.StatusNoContent || len(got.body) != 0 {
			t.Errorf("%s: %d %q", c.name, got.StatusCode, got.body)
		}
		for name, value := range want {
			if got.Header.Get(name) != value {
				t.Errorf("%s: %s is %q, want %q", c.name, name, got.Header.Get(name), value)
			}
		}
		if !varies(got, "Access-Control-Request-Headers") || !varies(got, "Origin") {
			t.Errorf("%s: Vary is %q", c.name, got.Header["Vary"])
		}
		refused := c.do(t, http.MethodOptions, wire.PathFrame, nil, "Origin", "https://other.example",
			"Access-Control-Request-Method", "POST")
		wantProblem(t, refused, wire.BadOrigin)
		if origin := refused.Header.Get("Access-Control-Allow-Origin"); origin != "" {
			t.Errorf("%s: another origin is allowed: %q", c.name, origin)
		}
	}
}
