package static

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"
)

var program = strings.Repeat("\x00asm", 1000)

func page() fstest.MapFS {
	file := func(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text)} }
	return fstest.MapFS{
		"index.html": file(`<!doctype html><link href="style.css"><link href='./icon.svg'>` +
			`<script src="loader.js" data-client="dist/client.wasm" data-config="config.json"></script>`),
		"style.css":           file(strings.Repeat("body{color:#123}\n", 100)),
		"icon.svg":            file("<svg/>"),
		"loader.js":           file(strings.Repeat("let a = 1;\n", 100)),
		"config.json":         file(`{"api":"https://api.example","theme":"dark"}`),
		"dist/client.wasm":    file(program),
		"dist/client.wasm.br": file("as brotli"),
		"dist/client.wasm.gz": file("as a gzip file"),
		"dist/README.md":      file("what is built goes here"),
		"public.go":           file("package public"),
	}
}

func newSite(t *testing.T) *Site {
	t.Helper()
	site, err := New(page(), Settings{Secure: ":8443"})
	if err != nil {
		t.Fatal(err)
	}
	return site
}

// get requests a path with headers given as name, value, name, value…
func get(t *testing.T, site *Site, path string, headers ...string) *http.Response {
	t.Helper()
	r := httptest.NewRequest(http.MethodGet, path, nil)
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	asset := site.Asset(path)
	if asset == nil {
		t.Fatalf("there is nothing at %s", path)
	}
	w := httptest.NewRecorder()
	asset.ServeHTTP(w, r)
	return w.Result()
}

func body(t *testing.T, resp *http.Response) string {
	t.Helper()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestReferencesAreHashed(t *testing.T) {
	site := newSite(t)
	text := body(t, get(t, site, "/"))
	for _, want := range []string{`"style\.[0-9a-f]{10}\.css"`, `'\./icon\.[0-9a-f]{10}\.svg'`,
		`"loader\.[0-9a-f]{10}\.js"`, `"dist/client\.[0-9a-f]{10}\.wasm"`, `"config\.json"`} {
		if !regexp.MustCompile(want).MatchString(text) {
			t.Errorf("%s\nlacks %s", text, want)
		}
	}
	for _, reference := range regexp.MustCompile(`["'](?:\./)?([^"' ]+\.[0-9a-f]{10}\.[a-z]+)["']`).FindAllStringSubmatch(text, -1) {
		resp := get(t, site, "/"+reference[1])
		if got := resp.Header.Get("Cache-Control"); got != "public, max-age=31536000, immutable" {
			t.Errorf("%s has Cache-Control %q", reference[1], got)
		}
	}
}

func TestWhatIsServed(t *testing.T) {
	site := newSite(t)
	types := map[string]string{
		"/":                 "text/html; charset=utf-8",
		"/index.html":       "text/html; charset=utf-8",
		"/style.css":        "text/css; charset=utf-8",
		"/loader.js":        "text/javascript; charset=utf-8",
		"/icon.svg":         "image/svg+xml",
		"/config.json":      "application/json",
		"/dist/client.wasm": "application/wasm",
	}
	for path, want := range types {
		resp := get(t, site, path)
		if got := resp.Header.Get("Content-Type"); got != want {
			t.Errorf("%s has the type %q, want %q", path, got, want)
		}
		if got := resp.Header.Get("Cache-Control"); got != "no-cache" {
			t.Errorf("%s has Cache-Control %q", path, got)
		}
		policy := resp.Header.Get("Content-Security-Policy")
		for _, want := range []string{"default-src 'none'", "form-action 'none'", "frame-ancestors 'none'", "'wasm-unsafe-eval'", "connect-src 'self' https://api.example;"} {
			if !strings.Contains(policy, want) {
				t.Errorf("the policy of %s lacks %s: %s", path, want, policy)
			}
		}
	}
	for _, path := range []string{"/public.go", "/dist/README.md", "/dist/client.wasm.br", "/dist/client.wasm.gz"} {
		if site.Asset(path) != nil {
			t.Errorf("%s is served", path)
		}
	}
}

func TestEncodings(t *testing.T) {
	site := newSite(t)
	tests := []struct {
		path, accept, encoding string
	}{
		{"/dist/client.wasm", "", ""},
		{"/dist/client.wasm", "gzip, deflate, br, zstd", "br"},
		{"/dist/client.wasm", "gzip", "gzip"},
		{"/dist/client.wasm", "br;q=0, gzip;q=0.1", "gzip"},
		{"/dist/client.wasm", "br;q=0.2, gzip;q=0.9", "gzip"},
		{"/dist/client.wasm", "identity;q=0, zstd", ""},
		{"/dist/client.wasm", "*", "br"},
		{"/style.css", "br, gzip", "gzip"},
		{"/style.css", "br", ""},
		{"/icon.svg", "gzip", ""}, // too small
	}
	for _, test := range tests {
		resp := get(t, site, test.path, "Accept-Encoding", test.accept)
		if got := resp.Header.Get("Content-Encoding"); got != test.encoding {
			t.Errorf("%s with %q came as %q, want %q", test.path, test.accept, got, test.encoding)
		}
	}
	resp := get(t, site, "/dist/client.wasm", "Accept-Encoding", "br")
	if got := body(t, resp); got != "as brotli" || resp.ContentLength != int64(len(got)) {
		t.Errorf("got %q with Content-Length %d", got, resp.ContentLength)
	}
	if got := resp.Header.Get("Vary"); got != "Accept-Encoding" {
		t.Errorf("Vary is %q", got)
	}
	unzipped, err := gzip.NewReader(get(t, site, "/style.css", "Accept-Encoding", "gzip").Body)
	if err != nil {
		t.Fatal(err)
	}
	if text, err := io.ReadAll(unzipped); err != nil || !bytes.Equal(text, page()["style.css"].Data) {
		t.Errorf("style.css came back as %q (%v)", text, err)
	}
}

// A file that exists only as gzip is served to every client.
func TestOnlyCompressed(t *testing.T) {
	files := page()
	delete(files, "dist/client.wasm")
	files["dist/client.wasm.gz"].Data = gzipped([]byte(program))
	site, err := New(files, Settings{})
	if err != nil {
		t.Fatal(err)
	}
	if text := body(t, get(t, site, "/")); !regexp.MustCompile(`"dist/client\.[0-9a-f]{10}\.wasm"`).MatchString(text) {
		t.Errorf("the page does not refer to it: %s", text)
	}
	resp := get(t, site, "/dist/client.wasm")
	if got := body(t, resp); got != program || resp.ContentLength != int64(len(program)) || resp.Header.Get("Content-Encoding") != "" {
		t.Errorf("got %d bytes, Content-Length %d, encoding %q", len(got), resp.ContentLength, resp.Header.Get("Content-Encoding"))
	}
	for accepted, want := range map[string]string{"gzip": "gzip", "gzip, br": "br"} {
		if got := get(t, site, "/dist/client.wasm", "Accept-Encoding", accepted).Header.Get("Content-Encoding"); got != want {
			t.Errorf("%q got %q, want %q", accepted, got, want)
		}
	}
}

func TestNotModified(t *testing.T) {
	site := newSite(t)
	etag := get(t, site, "/style.css").Header.Get("ETag")
	for _, list := range []string{etag, "W/" + etag, `"other", ` + etag, "*"} {
		resp := get(t, site, "/style.css", "If-None-Match", list)
		if resp.StatusCode != http.StatusNotModified || body(t, resp) != "" {
			t.Errorf("If-None-Match %s got %d", list, resp.StatusCode)
		}
	}
	// The encoded variant has another tag.
	resp := get(t, site, "/style.css", "If-None-Match", etag, "Accept-Encoding", "gzip")
	if resp.StatusCode != http.StatusOK || resp.Header.Get("ETag") == etag {
		t.Errorf("gzip got %d with ETag %s", resp.StatusCode, resp.Header.Get("ETag"))
	}
}

func TestBadPages(t *testing.T) {
	for name, spoil := range map[string]func(fstest.MapFS){
		"no index":        func(f fstest.MapFS) { delete(f, "index.html") },
		"not JSON":        func(f fstest.MapFS) { f["config.json"].Data = []byte("{") },
		"null":            func(f fstest.MapFS) { f["config.json"].Data = []byte("null") },
		"number":          func(f fstest.MapFS) { f["config.json"].Data = []byte(`{"api":1}`) },
		"policy smuggled": func(f fstest.MapFS) { f["config.json"].Data = []byte(`{"api":"https://a; script-src *"}`) },
	} {
		files := page()
		spoil(files)
		if _, err := New(files, Settings{}); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

// Without a built client, the page is served, and the files of the client are not found.
func TestClientNotBuilt(t *testing.T) {
	files := page()
	for _, name := range []string{"dist/client.wasm", "dist/client.wasm.br", "dist/client.wasm.gz"} {
		delete(files, name)
	}
	site, err := New(files, Settings{})
	if err != nil {
		t.Fatal(err)
	}
	if text := body(t, get(t, site, "/")); !strings.Contains(text, `"dist/client.wasm"`) {
		t.Errorf("the reference to the client has changed: %s", text)
	}
	if site.Asset("/dist/client.wasm") != nil {
		t.Error("something is served as the client")
	}
}
