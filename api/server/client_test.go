package server

import (
	"crypto/tls"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"framepost/api/wire"
)

// client is one way to reach a service.
type client struct {
	name, url string
	proto     int
	http      *http.Client
}

func (s *service) clients(t testing.TB) []client {
	return []client{s.http1(t), s.h2c(t), s.h2(t)}
}

func (s *service) http1(t testing.TB) client {
	return s.client(t, "HTTP/1.1", "http", s.plain, 1, (*http.Protocols).SetHTTP1)
}

func (s *service) h2c(t testing.TB) client {
	return s.client(t, "h2c", "http", s.plain, 2, (*http.Protocols).SetUnencryptedHTTP2)
}

func (s *service) h2(t testing.TB) client {
	return s.client(t, "h2", "https", s.secure, 2, (*http.Protocols).SetHTTP2)
}

func (s *service) client(t testing.TB, name, scheme string, l *line, proto int, set func(*http.Protocols, bool)) client {
	protocols := new(http.Protocols)
	set(protocols, true)
	transport := &http.Transport{
		DialContext:        l.dial,
		Protocols:          protocols,
		TLSClientConfig:    &tls.Config{RootCAs: s.roots},
		DisableCompression: true,
	}
	t.Cleanup(transport.CloseIdleConnections)
	return client{name, scheme + "://" + l.Addr().String(), proto, &http.Client{Transport: transport, Timeout: time.Minute}}
}

// answer is a response read to its end.
type answer struct {
	*http.Response
	body []byte
}

// do sends a request with headers given as name, value, name, value…
func (c client) do(t testing.TB, method, path string, body io.Reader, headers ...string) answer {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, c.url+path, body)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	return c.send(t, r)
}

// send sends a request as it is.
func (c client) send(t testing.TB, r *http.Request) answer {
	t.Helper()
	resp, err := c.http.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	if resp.ProtoMajor != c.proto {
		t.Errorf("%s answered over %s", c.name, resp.Proto)
	}
	return answer{resp, text}
}

func (c client) get(t testing.TB, path string, headers ...string) answer {
	t.Helper()
	return c.do(t, http.MethodGet, path, nil, headers...)
}

func (c client) post(t testing.TB, path, body string, headers ...string) answer {
	t.Helper()
	return c.do(t, http.MethodPost, path, strings.NewReader(body), headers...)
}

// provoked are the codes that tests have seen over HTTP.
var provoked sync.Map

// TestMain fails when all tests have run and a code of the contract was not among
// their answers.
func TestMain(m *testing.M) {
	result := m.Run()
	if flag.Lookup("test.run").Value.String() == "" && flag.Lookup("test.skip").Value.String() == "" {
		for code := range failures {
			if _, seen := provoked.Load(code); !seen {
				fmt.Fprintln(os.Stderr, "no test provokes", code)
				result = 1
			}
		}
	}
	os.Exit(result)
}

// wantProblem checks that an answer is the problem of a code, and returns its detail.
func wantProblem(t testing.TB, got answer, code wire.Code) string {
	t.Helper()
	provoked.Store(code, true)
	var p problem
	if err := json.Unmarshal(got.body, &p); err != nil {
		t.Errorf("got %d %q, want the problem %s", got.StatusCode, got.body, code)
		return ""
	}
	want := problem{problemType(code), failures[code].Title, failures[code].Status, code, p.Detail}
	if p != want || got.StatusCode != want.Status || p.Detail == "" {
		t.Errorf("got %d %+v, want %+v", got.StatusCode, p, want)
	}
	if mime := got.Header.Get("Content-Type"); mime != "application/problem+json" {
		t.Errorf("a problem has the type %s", mime)
	}
	if retry := got.Header.Get("Retry-After") != ""; retry != failures[code].Retry {
		t.Errorf("%s has Retry-After: %v", code, retry)
	}
	return p.Detail
}
