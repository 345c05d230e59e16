// Package static serves documents that do not change while the program runs: the page, and
// documents made at start. It serves them from memory, in each encoding that browsers accept.
package static

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"

	"framepost/api/server/accept"
)

// hashLength is the number of hexadecimal digits of SHA-256 in the name of a file.
const hashLength = 10

// leastCompressed is the number of bytes below which compression saves no packet.
const leastCompressed = 1000

// Asset is one document. It is served with an ETag, and browsers ask for it each time, unless
// it is immutable.
type Asset struct {
	mime      string
	hash      string
	variants  []variant // from the smallest to the one without encoding
	header    http.Header
	immutable bool
}

// variant is an asset in one Content-Encoding.
type variant struct {
	encoding string // "" for none
	etag     string
	body     func() []byte
}

// NewAsset returns an asset with that content.
func NewAsset(mime string, body []byte) *Asset {
	sum := sha256.Sum256(body)
	a := newAsset(mime, sum[:], func() []byte { return body })
	if len(body) >= leastCompressed {
		a.compress()
	}
	return a
}

// Lazy returns a handler that serves an asset, which is made for the first request.
func Lazy(make func() *Asset) http.Handler {
	asset := sync.OnceValue(make)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { asset().ServeHTTP(w, r) })
}

// newAsset returns an asset with that content, whose checksum is sum.
func newAsset(mime string, sum []byte, body func() []byte) *Asset {
	a := &Asset{mime: mime, hash: hex.EncodeToString(sum)[:hashLength]}
	a.add("", body)
	return a
}

// add adds a variant, which must be smaller than those before it.
func (a *Asset) add(encoding string, body func() []byte) {
	etag := a.hash
	if encoding != "" {
		etag += "-" + encoding
	}
	a.variants = append([]variant{{encoding, `"` + etag + `"`, body}}, a.variants...)
}

// compress adds a gzip variant of text. The first request for it does the work, so that the
// program starts at once.
func (a *Asset) compress() {
	if body := a.variants[0].body; compressible(a.mime) {
		a.add("gzip", sync.OnceValue(func() []byte { return gzipped(body()) }))
	}
}

// forever returns the asset for a path that contains the content's hash.
func (a *Asset) forever() *Asset {
	b := *a
	b.immutable = true
	return &b
}

func (a *Asset) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	header := w.Header()
	for name, values := range a.header {
		header[name] = values
	}
	if len(a.variants) > 1 {
		header.Add("Vary", "Accept-Encoding")
	}
	header.Set("Cache-Control", "no-cache")
	if a.immutable {
		header.Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	f := a.choose(r.Header.Get("Accept-Encoding"))
	header.Set("ETag", f.etag)
	if matches(r.Header.Get("If-None-Match"), f.etag) {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	body := f.body()
	header.Set("Content-Type", a.mime)
	header.Set("Content-Length", strconv.Itoa(len(body)))
	if f.encoding != "" {
		header.Set("Content-Encoding", f.encoding)
	}
	if r.Method != http.MethodHead {
		_, _ = w.Write(body) // an error means that the client has gone
	}
}

// choose returns the smallest of the variants that the client prefers most. Every client can
// read the variant without encoding, even if its header says otherwise.
func (a *Asset) choose(acceptEncoding string) variant {
	best, weight := a.variants[len(a.variants)-1], 0.0
	for _, f := range a.variants {
		if f.encoding == "" {
			continue
		}
		if w := accept.Weight(acceptEncoding, f.encoding); w > weight {
			best, weight = f, w
		}
	}
	return best
}

// matches reports whether a list of entity tags contains etag, by the weak comparison that
// If-None-Match requires (RFC 9110 section 13.1.2).
func matches(list, etag string) bool {
	for tag := range strings.SplitSeq(list, ",") {
		tag = strings.TrimPrefix(strings.TrimSpace(tag), "W/")
		if tag == etag || tag == "*" {
			return true
		}
	}
	return false
}

func compressible(mime string) bool {
	for _, part := range []string{"text/", "json", "javascript", "svg"} {
		if strings.Contains(mime, part) {
			return true
		}
	}
	return false
}

// unzipped returns the content of a gzip file; of a damaged one, the part that can be read.
func unzipped(file []byte) []byte {
	r, err := gzip.NewReader(bytes.NewReader(file))
	if err != nil {
		return nil
	}
	body, _ := io.ReadAll(r)
	return body
}

func gzipped(body []byte) []byte {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, _ = w.Write(body) // a bytes.Buffer returns no error
	_ = w.Close()
	return b.Bytes()
}
