package server

import (
	"net/http"
	"net/netip"
	"strconv"
	"strings"
	"testing"
	"time"

	"framepost/api/pipeline"
	"framepost/api/server/access"
	"framepost/api/server/caller"
	"framepost/api/wire"
)

// Keys of tests, and what a request sends of the second.
const (
	signingKey = "k1:MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="
	programKey = "program:a-secret-of-a-program"
	programs   = "Bearer a-secret-of-a-program"
)

// guarded is a configuration in which requests must have something.
func guarded(require access.Require) Config {
	c := small()
	c.Access = access.Config{Require: require, Signing: access.Source{Text: signingKey}, Bearer: access.Source{Text: programKey}}
	return c
}

// capability returns the query parameter of what is signed for an hour.
func capability(t testing.TB, limits access.Limits, chains ...string) string {
	t.Helper()
	ring, err := access.NewKeyring(access.Source{Text: signingKey})
	if err != nil {
		t.Fatal(err)
	}
	token, _, err := ring.Sign(access.Capability{Chains: chains, Expires: time.Now().Add(time.Hour), Limits: limits})
	if err != nil {
		t.Fatal(err)
	}
	return wire.QueryCap + "=" + token
}

func TestCapabilities(t *testing.T) {
	overEach(t, guarded(access.Cap), func() Pipeline { return fake{} }, func(t *testing.T, s *service, c client) {
		privacy := capability(t, access.Limits{Rate: 2, MaxBytes: 1000}, "resize:700,mirror,faces:pixelate")
		anything := capability(t, access.Limits{}, "*")
		for _, test := range []struct {
			query string
			code  wire.Code // "" for none
		}{
			{"", wire.Unauthorized},
			{"cap=", wire.Unauthorized},
			{"cap=nonsense", wire.Unauthorized},
			{privacy[:len(privacy)-1], wire.Unauthorized},
			{"ops=nope", wire.Unauthorized}, // those who may not call learn no more
			{privacy + "&preset=privacy", ""},
			{privacy + "&ops=resize:700,+mirror,faces:pixelate&q=40&scale=50&format=png", ""},
			{privacy, wire.Forbidden}, // the default chain
			{privacy + "&ops=resize:700,mirror,faces:pixelate,invert", wire.Forbidden},
			{privacy + "&ops=nope", wire.BadOps},
			{privacy + "&" + privacy, wire.BadQuery},
			{anything, ""},
			{anything + "&preset=cartoon", ""},
		} {
			time.Sleep(time.Second)
			for _, got := range []answer{c.post(t, wire.PathFrame+"?"+test.query, jpegLike(9)), c.get(t, wire.PathFrame+"?"+test.query)} {
				if test.code != "" {
					wantProblem(t, got, test.code)
				} else if got.StatusCode != http.StatusOK {
					t.Errorf("%s: %d %s", test.query, got.StatusCode, got.body)
				}
				if challenge := got.Header.Get("WWW-Authenticate"); (got.StatusCode == http.StatusUnauthorized) != (challenge == "Bearer") {
					t.Errorf("%s: %d with the challenge %q", test.query, got.StatusCode, challenge)
				}
			}
		}
		if got := c.post(t, wire.PathFrame, jpegLike(9), "Authorization", programs); got.StatusCode != http.StatusOK {
			t.Errorf("with a key: %d %s", got.StatusCode, got.body)
		}
		for _, size := range []int{1001, 50_000} {
			detail := wantProblem(t, c.post(t, wire.PathFrame+"?preset=privacy&"+privacy, jpegLike(size)), wire.TooLarge)
			if !strings.Contains(detail, "1000 bytes") {
				t.Errorf("the detail is %q", detail)
			}
		}
		refused := 0
		for range 20 {
			if got := c.get(t, wire.PathFrame+"?preset=privacy&"+privacy); got.StatusCode != http.StatusOK {
				wantProblem(t, got, wire.RateLimited)
				refused++
			}
		}
		if refused < 8 {
			t.Errorf("of 20 frames at once %d are refused", refused)
		}
		time.Sleep(time.Hour)
		wantProblem(t, c.get(t, wire.PathFrame+"?preset=privacy&"+privacy), wire.Expired)
		if log := s.log.String(); strings.Contains(log, privacy[10:]) || strings.Contains(log, programs[7:]) {
			t.Errorf("the log shows secrets: %s", log)
		}
	})
}

// A capability's limit is for the picture that is sent and for what is made of it, and
// never more than the server's own.
func TestCapabilityOfPixels(t *testing.T) {
	s := start(t, guarded(access.Cap), real)
	c := s.h2c(t)
	card := string(pipeline.TestCard())
	few, some := capability(t, access.Limits{MaxPixels: 1000}, "*"), capability(t, access.Limits{MaxPixels: 400_000}, "*")
	wantProblem(t, c.post(t, wire.PathFrame+"?ops=&"+few, card), wire.TooManyPixels)
	wantProblem(t, c.post(t, wire.PathFrame+"?ops=resize:4000&"+some, card), wire.TooManyPixels)
	wantProblem(t, c.get(t, wire.PathFrame+"?ops=resize:700&"+few), wire.TooManyPixels)
	for _, limits := range []access.Limits{{MaxPixels: 1e9}, {}} {
		wantProblem(t, c.get(t, wire.PathFrame+"?ops=resize:8192:8192&"+capability(t, limits, "*")), wire.TooManyPixels)
	}
	if got := c.post(t, wire.PathFrame+"?ops=resize:200&"+some, card); got.StatusCode != http.StatusOK {
		t.Errorf("%d %s", got.StatusCode, got.body)
	}
}

func TestKeys(t *testing.T) {
	s := start(t, guarded(access.Key), fake{})
	for _, c := range s.clients(t) {
		for _, headers := range [][]string{nil, {"Authorization", "Bearer a-secret-of-a-programmer"}, {"Authorization", "Basic YTpi"}} {
			wantProblem(t, c.post(t, wire.PathFrame, jpegLike(9), headers...), wire.Unauthorized)
			wantProblem(t, c.get(t, wire.PathFrame, headers...), wire.Unauthorized)
		}
		wantProblem(t, c.post(t, wire.PathFrame+"?"+capability(t, access.Limits{}, "*"), jpegLike(9)), wire.Unauthorized)
		if got := c.do(t, http.MethodHead, wire.PathFrame, nil); got.StatusCode != http.StatusUnauthorized {
			t.Errorf("HEAD: %d", got.StatusCode)
		}
		if got := c.post(t, wire.PathFrame, jpegLike(9), "Authorization", programs); got.StatusCode != http.StatusOK {
			t.Errorf("%d %s", got.StatusCode, got.body)
		}
	}
}

// What shows no frame is for everybody: health checks have no key, and the page must be there
// to ask for one.
func TestOpenToAll(t *testing.T) {
	s := start(t, guarded(access.Key), fake{})
	for _, c := range s.clients(t) {
		for _, path := range []string{"/", "/config.json", wire.PathHealth, wire.PathOpenAPI, wire.PathOps} {
			if got := c.get(t, path); got.StatusCode != http.StatusOK {
				t.Errorf("%s: %d", path, got.StatusCode)
			}
		}
	}
	if got := s.http1(t).do(t, http.MethodOptions, wire.PathFrame, nil); got.StatusCode == http.StatusUnauthorized {
		t.Error("a question about methods is refused")
	}
}

// The rate of an address is the connection's, whatever a header says, unless the header is a
// proxy's of the operator.
func TestRateOfAddresses(t *testing.T) {
	for _, test := range []struct {
		proxies caller.Proxies
		refused bool
	}{{nil, true}, {caller.Proxies{netip.MustParsePrefix("127.0.0.0/8")}, false}} {
		c := small()
		c.Access.AddressRate, c.Proxies = 2, test.proxies
		s := start(t, c, fake{})
		refused := 0
		for i := range 20 {
			address := "198.51.100." + strconv.Itoa(i)
			got := s.h2c(t).get(t, wire.PathFrame, "X-Forwarded-For", address, "Forwarded", "for="+address, "X-Real-Ip", address)
			if got.StatusCode != http.StatusOK {
				wantProblem(t, got, wire.RateLimited)
				refused++
			}
		}
		if refused > 0 != test.refused {
			t.Errorf("behind %v, %d of 20 are refused", test.proxies, refused)
		}
	}
}
