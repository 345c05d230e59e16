package main

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// sidecarsFile writes a file with one sidecar at an address.
func sidecarsFile(t *testing.T, address string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "sidecars.json")
	text := fmt.Sprintf(`{"sidecars": [{"name": "look", "doc": "Looks.", "address": %q, "failure": "skip"}]}`, address)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestDoctorTriesSidecars(t *testing.T) {
	answer := http.StatusOK
	echo := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		w.WriteHeader(answer)
		_, _ = w.Write(body)
	}))
	defer echo.Close()
	file := sidecarsFile(t, echo.URL+"/look")
	out, err := diagnose(t, map[string]string{"FRAMEPOST_SIDECARS": file})
	if err != nil || !strings.Contains(out, "look at "+echo.URL+"/look: answers the test card") {
		t.Errorf("%v\n%s", err, out)
	}
	answer = http.StatusTeapot
	out, err = diagnose(t, map[string]string{"FRAMEPOST_SIDECARS": file})
	if err == nil || !strings.Contains(out, "WRONG  look at "+echo.URL+"/look: look: status: it answered 418") {
		t.Errorf("%v\n%s", err, out)
	}
	echo.Close()
	out, err = diagnose(t, map[string]string{"FRAMEPOST_SIDECARS": file})
	if err == nil || !strings.Contains(out, "look: down") {
		t.Errorf("%v\n%s", err, out)
	}
}

// A file with a mistake stops every command that would use it, with one line.
func TestWrongSidecars(t *testing.T) {
	environ := environment(map[string]string{"FRAMEPOST_SIDECARS": sidecarsFile(t, "ftp://a.b"), "PORT": "0", "FRAMEPOST_HOST": "127.0.0.1"})
	for _, args := range [][]string{nil, {"pipe"}, {"sign", "--ops", "mirror"}} {
		err := run(t.Context(), args, environ, io.Discard, io.Discard)
		if err == nil || strings.Contains(err.Error(), "\n") || !strings.Contains(err.Error(), `sidecar 1, "look", has the address "ftp://a.b"; allowed is`) {
			t.Errorf("%v: %v", args, err)
		}
	}
	out, err := diagnose(t, map[string]string{"FRAMEPOST_SIDECARS": sidecarsFile(t, "ftp://a.b")})
	if err == nil || !strings.Contains(out, `sidecar 1, "look", has the address`) {
		t.Errorf("%v\n%s", err, out)
	}
}
