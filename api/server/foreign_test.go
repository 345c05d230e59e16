package server

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"framepost/api/pipeline"
	"framepost/api/wire"
)

// Pages of other origins have no work done, unless they may use the API.
func TestForeignPages(t *testing.T) {
	const page, other = "https://page.example", "https://other.example"
	tests := []struct {
		origins []string
		headers []string // of the request
		refused bool
	}{
		{nil, nil, false},
		{nil, []string{"Sec-Fetch-Site", "same-origin"}, false},
		{nil, []string{"Sec-Fetch-Site", "none"}, false},
		{nil, []string{"Sec-Fetch-Site", "cross-site"}, true},
		{nil, []string{"Sec-Fetch-Site", "same-site"}, true},
		{nil, []string{"Sec-Fetch-Site", "cross-site", "Origin", page}, true},
		{[]string{page}, []string{"Sec-Fetch-Site", "cross-site", "Origin", page}, false},
		{nil, []string{"Origin", page}, true}, // as browsers say it to a server without TLS
		{nil, []string{"Origin", "null"}, true},
		{[]string{page}, []string{"Origin", page}, false},
		{nil, []string{"Sec-Fetch-Site", "same-origin", "Origin", page}, false}, // behind a proxy that changes Host
		{[]string{page}, []string{"Sec-Fetch-Site", "cross-site", "Referer", page + "/path?x"}, false},
		{[]string{page}, []string{"Sec-Fetch-Site", "cross-site"}, true},
		{[]string{page}, []string{"Sec-Fetch-Site", "cross-site", "Origin", other}, true},
		{[]string{page}, []string{"Sec-Fetch-Site", "cross-site", "Origin", other, "Referer", page}, true},
		{[]string{"*"}, []string{"Sec-Fetch-Site", "cross-site", "Origin", other}, false},
		{[]string{"*"}, []string{"Sec-Fetch-Site", "cross-site"}, false},
	}
	for _, test := range tests {
		t.Run(fmt.Sprint(test.origins, test.headers), func(t *testing.T) {
			c := small()
			c.Origins = test.origins
			s := start(t, c, fake{})
			for _, c := range s.clients(t) {
				for _, got := range []answer{c.get(t, wire.PathFrame, test.headers...), c.post(t, wire.PathFrame, jpegLike(9), test.headers...)} {
					if test.refused {
						wantProblem(t, got, wire.BadOrigin)
					} else if got.StatusCode != http.StatusOK {
						t.Errorf("%s: %d %s", c.name, got.StatusCode, got.body)
					}
				}
				if got := c.get(t, "/", test.headers...); got.StatusCode != http.StatusOK {
					t.Errorf("the page: %d", got.StatusCode) // links lead to it from anywhere
				}
			}
		})
	}
}

// An answer that is opened as a document can do nothing, not even as what it is not.
func TestAnswersAreInert(t *testing.T) {
	for origins, resource := range map[string]string{"": "same-origin", "*": "cross-origin", "https://page.example": "cross-origin"} {
		c := small()
		c.Origins = nil
		if origins != "" {
			c.Origins = []string{origins}
		}
		s := start(t, c, fake{})
		for _, path := range []string{wire.PathFrame, wire.PathFrame + "?q=0", wire.PathOps} {
			got := s.h2c(t).get(t, path)
			for name, value := range map[string]string{
				"Content-Security-Policy":      "default-src 'none'; sandbox",
				"Content-Disposition":          "inline",
				"Cross-Origin-Resource-Policy": resource,
				"X-Content-Type-Options":       "nosniff",
			} {
				if got.Header.Get(name) != value {
					t.Errorf("%q %s: %s is %q, want %q", origins, path, name, got.Header.Get(name), value)
				}
			}
		}
	}
}

// A server on localhost answers to nobody else's name.
func TestKnownHost(t *testing.T) {
	c := small()
	c.Hosts = []string{"camera.lan", "localhost"}
	s := start(t, c, fake{})
	for host, known := range map[string]bool{
		"localhost": true, "localhost:8080": true, "LocalHost.": true, "127.0.0.1:8080": true, "127.9.9.9": true, "[::1]:8080": true, "[::1]": true,
		"a.localhost:1": true, "camera.lan:8080": true, "Camera.LAN": true,
		"evil.example": false, "evil.example:8080": false, "localhost.evil.example": false, "192.0.2.1": false, "evillocalhost": false, "x.camera.lan": false,
	} {
		for _, c := range s.clients(t) {
			request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, c.url+wire.PathHealth, nil)
			if err != nil {
				t.Fatal(err)
			}
			request.Host = host
			got := c.send(t, request)
			if known && got.StatusCode != http.StatusOK {
				t.Errorf("%s, %s: %d %s", c.name, host, got.StatusCode, got.body)
			} else if !known {
				wantProblem(t, got, wire.BadHost)
			}
		}
	}
}

// A HEAD costs no work, and a GET no more than a small picture.
func TestLinksAreCheap(t *testing.T) {
	worked := 0
	s := start(t, small(), fake{func(_ context.Context, job pipeline.Job) (pipeline.Answer, error) {
		worked++
		if job.MaxPixels != cardPixels {
			t.Errorf("the limit is %d px", job.MaxPixels)
		}
		return echo(job)
	}})
	for _, c := range s.clients(t) {
		head := c.do(t, http.MethodHead, wire.PathFrame+"?format=png", nil, wire.HeaderFrameID, "a-1")
		if head.StatusCode != http.StatusOK || head.Header.Get("Content-Type") != "image/png" || head.Header.Get(wire.HeaderFrameID) != "a-1" || worked != 0 {
			t.Errorf("%s HEAD: %d %v, %d frames processed", c.name, head.StatusCode, head.Header, worked)
		}
		if got := c.do(t, http.MethodHead, wire.PathFrame+"?ops=nope", nil); got.StatusCode != http.StatusBadRequest {
			t.Errorf("%s HEAD of a wrong chain: %d", c.name, got.StatusCode)
		}
		if got := c.get(t, wire.PathFrame); got.StatusCode != http.StatusOK || worked != 1 {
			t.Errorf("%s GET: %d, %d frames processed", c.name, got.StatusCode, worked)
		}
		worked = 0
	}
	wantProblem(t, start(t, small(), real).h2c(t).get(t, wire.PathFrame+"?ops=resize:8192:8192"), wire.TooManyPixels)
}

// However many panics there are, the log has one a second, and says how many are not there.
func TestPanicsInTheLog(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := simulate(t, small(), fake{func(context.Context, pipeline.Job) (pipeline.Answer, error) { panic(errors.New("again")) }})
		c := s.h2c(t)
		for range 5 {
			wantProblem(t, c.get(t, wire.PathFrame), wire.Internal)
		}
		time.Sleep(panicInterval)
		wantProblem(t, c.get(t, wire.PathFrame), wire.Internal)
		if log := s.log.String(); strings.Count(log, `"msg":"panic"`) != 2 || !strings.Contains(log, `"left_out":4`) {
			t.Errorf("the log: %s", log)
		}
	})
}

// /metrics can be elsewhere, or nowhere.
func TestMetricsPlace(t *testing.T) {
	for place, found := range map[MetricsPlace]bool{MetricsHere: true, MetricsApart: false, MetricsOff: false} {
		c := small()
		c.Metrics = place
		s := start(t, c, fake{})
		if got := s.h2c(t).get(t, wire.PathMetrics); (got.StatusCode == http.StatusOK) != found {
			t.Errorf("place %d: %d", place, got.StatusCode)
		}
		apart := s.metricsHTTP().Handler
		for path, status := range map[string]int{wire.PathMetrics: 200, wire.PathFrame: 404, "/": 404} {
			recorded := httptest.NewRecorder()
			apart.ServeHTTP(recorded, httptest.NewRequest(http.MethodGet, path, nil))
			if recorded.Code != status {
				t.Errorf("apart, %s: %d", path, recorded.Code)
			}
		}
	}
}

// The health checks of load balancers name no host.
func TestNoHost(t *testing.T) {
	c := small()
	c.Hosts = []string{"localhost"}
	synctest.Test(t, func(t *testing.T) {
		s := simulate(t, c, fake{})
		if got := overHTTP1(t, s, "GET "+wire.PathHealth+" HTTP/1.0\r\n\r\n"); got.StatusCode != http.StatusOK {
			t.Errorf("got %d %s", got.StatusCode, got.body)
		}
	})
}
