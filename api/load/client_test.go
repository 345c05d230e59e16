package load

import (
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"framepost/api/wire"
)

// serve starts a server of HTTP/2, over TLS or not, and returns its address and how many
// connections it has had.
func serve(t *testing.T, secure bool, handler http.HandlerFunc) (address string, connections *atomic.Int64) {
	t.Helper()
	connections = new(atomic.Int64)
	server := httptest.NewUnstartedServer(handler)
	server.Config.Protocols = new(http.Protocols)
	server.Config.Protocols.SetHTTP1(true)
	server.Config.Protocols.SetUnencryptedHTTP2(true)
	server.Config.Protocols.SetHTTP2(true)
	server.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		if state == http.StateNew {
			connections.Add(1)
		}
	}
	if secure {
		server.EnableHTTP2 = true
		server.StartTLS()
	} else {
		server.Start()
	}
	t.Cleanup(server.Close)
	return server.URL, connections
}

func TestClient(t *testing.T) {
	for _, secure := range []bool{false, true} {
		address, connections := serve(t, secure, func(w http.ResponseWriter, r *http.Request) {
			body, err := io.ReadAll(r.Body)
			if err != nil || string(body) != "frame" || r.Method != http.MethodPost || r.ProtoMajor != 2 {
				t.Errorf("%s %s of %q: %v", r.Proto, r.Method, body, err)
			}
			w.Header().Set("Content-Type", "image/jpeg")
			_, _ = io.WriteString(w, "picture")
		})
		c := NewClient(address+wire.PathFrame, []byte("frame"), 3, true)
		for i := range 12 {
			if err := c.Post(t.Context(), i%3); err != nil {
				t.Fatal(err)
			}
		}
		c.Close()
		if connections.Load() != 3 {
			t.Errorf("3 viewers have %d connections", connections.Load())
		}
	}
}

// A certificate that nobody vouches for is accepted only where that is asked for.
func TestClientCertificate(t *testing.T) {
	address, _ := serve(t, true, func(http.ResponseWriter, *http.Request) { t.Error("a frame is sent") })
	if err := NewClient(address, nil, 1, false).Post(t.Context(), 0); err == nil || !strings.Contains(err.Error(), "certificate") {
		t.Error(err)
	}
}

func TestClientRefused(t *testing.T) {
	for _, test := range []struct {
		name    string
		handler http.HandlerFunc
		code    wire.Code
		detail  string
	}{
		{"a problem", func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(http.StatusTooManyRequests)
			_, _ = io.WriteString(w, `{"code": "busy", "detail": "the queue is full", "status": 429}`)
		}, wire.Busy, "the queue is full"},
		{"a proxy's page", func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(http.StatusBadGateway)
			_, _ = io.WriteString(w, "<h1>Bad Gateway</h1>")
		}, "http_502", "502 Bad Gateway"},
		{"a redirect", func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "http://192.0.2.1/", http.StatusTemporaryRedirect)
		}, "http_307", "307 Temporary Redirect"},
		{"no picture", func(w http.ResponseWriter, _ *http.Request) {
			_, _ = io.WriteString(w, "hello")
		}, "", "no picture"},
	} {
		address, _ := serve(t, false, test.handler)
		err := NewClient(address, []byte("frame"), 1, false).Post(t.Context(), 0)
		var coded *wire.Error
		errors.As(err, &coded)
		if err == nil || !strings.Contains(err.Error(), test.detail) || test.code != "" && (coded == nil || coded.Code != test.code) {
			t.Errorf("%s: %v", test.name, err)
		}
	}
}

func TestOrigin(t *testing.T) {
	for _, test := range []struct {
		address, origin string
		loopback        bool
	}{
		{"http://localhost:8080", "http://localhost:8080", true},
		{"https://LOCALHOST/", "https://LOCALHOST", true},
		{"http://127.9.9.9", "http://127.9.9.9", true},
		{"http://[::1]:80", "http://[::1]:80", true},
		{"http://[::ffff:127.0.0.1]", "http://[::ffff:127.0.0.1]", true},
		{"http://10.0.0.1", "http://10.0.0.1", false},
		{"https://frames.example.com", "https://frames.example.com", false},
		{"http://localhost.example.com", "http://localhost.example.com", false},
		{"http://127.0.0.1.example.com", "http://127.0.0.1.example.com", false},
	} {
		origin, _, loopback, err := Origin(test.address)
		if err != nil || origin != test.origin || loopback != test.loopback {
			t.Errorf("%s: %s, %v, %v", test.address, origin, loopback, err)
		}
	}
	for _, bad := range []string{"", "localhost:8080", "ftp://localhost", "http://", "http://localhost/v1/frame", "http://localhost?q=1",
		"http://localhost#a", "http://localhost@example.com", "http://local host"} {
		if origin, _, _, err := Origin(bad); err == nil {
			t.Errorf("%q passes as %s", bad, origin)
		}
	}
}
