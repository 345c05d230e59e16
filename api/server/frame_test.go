package server

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"image/jpeg"
	"io"
	"mime/multipart"
	"net/http"
	"strings"
	"testing"

	"framepost/api/pipeline"
	"framepost/api/wire"
)

// form makes a multipart/form-data body of fields given as name, value, name, value…
func form(t testing.TB, fields ...string) (body, contentType string) {
	t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for i := 0; i < len(fields); i += 2 {
		if err := w.WriteField(fields[i], fields[i+1]); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String(), w.FormDataContentType()
}

// The same picture in every form that a body may have comes back as the same bytes,
// over every protocol.
func TestBodies(t *testing.T) {
	s := start(t, small(), fake{})
	picture := jpegLike(5000)
	code := base64.StdEncoding.EncodeToString([]byte(picture))
	urlSafe := base64.RawURLEncoding.EncodeToString([]byte(picture))
	var lines strings.Builder
	for rest := code; rest != ""; {
		n := min(76, len(rest))
		lines.WriteString(rest[:n] + "\r\n")
		rest = rest[n:]
	}
	file, fileType := form(t, "before", "1", "frame", picture, "after", "2")
	textField, textType := form(t, "frame", "data:image/jpeg;base64,"+code)
	const curl = "application/x-www-form-urlencoded"
	tests := []struct{ name, body, contentType string }{
		{"raw", picture, "image/jpeg"},
		{"raw, wrong type", picture, "text/plain"},
		{"raw, no type", picture, ""},
		{"curl --data-binary", picture, curl},
		{"form", file, fileType},
		{"form, capitals", file, "Multipart/Form-Data" + strings.TrimPrefix(fileType, "multipart/form-data")},
		{"form with a data URL", textField, textType},
		{"data URL", "data:image/jpeg;base64," + code, "text/plain"},
		{"data URL, with charset", "data:image/jpeg;charset=utf-8;base64," + code, "text/plain; charset=utf-8"},
		{"data URL, no type", " \nDATA:image/png;BASE64," + code, ""},
		{"data URL, curl -d", "data:;base64," + code, curl},
		{"base64", code, "text/plain"},
		{"base64, no type", code, ""},
		{"base64, lines", lines.String(), "text/plain"},
		{"base64 for URLs, no padding", urlSafe, "text/plain"},
	}
	for _, c := range s.clients(t) {
		for _, test := range tests {
			t.Run(c.name+"/"+test.name, func(t *testing.T) {
				got := c.post(t, wire.PathFrame, test.body, "Content-Type", test.contentType)
				if got.StatusCode != http.StatusOK || string(got.body) != picture {
					t.Errorf("got %d, %d bytes: %.300q", got.StatusCode, len(got.body), got.body)
				}
			})
		}
		t.Run(c.name+"/chunked", func(t *testing.T) {
			body := io.MultiReader(strings.NewReader(picture[:10]), strings.NewReader(picture[10:]))
			got := c.do(t, http.MethodPost, wire.PathFrame, body)
			if string(got.body) != picture {
				t.Errorf("got %d, %d bytes", got.StatusCode, len(got.body))
			}
		})
	}
	s.settled(t)
}

// A body that outgrows several buffers arrives whole.
func TestLargeBody(t *testing.T) {
	c := small()
	c.MaxBytes = 1 << 20
	s := start(t, c, fake{})
	picture := jpegLike(c.MaxBytes)
	for _, c := range s.clients(t) {
		for _, size := range []string{"known", "unknown"} {
			var body io.Reader = strings.NewReader(picture)
			if size == "unknown" {
				body = io.MultiReader(body)
			}
			if got := c.do(t, http.MethodPost, wire.PathFrame, body); string(got.body) != picture {
				t.Errorf("%s, size %s: got %d, %d bytes", c.name, size, got.StatusCode, len(got.body))
			}
		}
		text := "data:image/jpeg;base64," + base64.StdEncoding.EncodeToString([]byte(picture))
		if got := c.post(t, wire.PathFrame, text); string(got.body) != picture {
			t.Errorf("%s, as text: got %d, %d bytes", c.name, got.StatusCode, len(got.body))
		}
	}
	s.settled(t)
}

func TestAnswerHeaders(t *testing.T) {
	s := start(t, small(), fake{})
	for _, c := range s.clients(t) {
		for _, method := range []string{http.MethodPost, http.MethodGet} {
			t.Run(c.name+"/"+method, func(t *testing.T) {
				var body io.Reader
				size := len(pipeline.TestCard())
				if method == http.MethodPost {
					body, size = strings.NewReader(jpegLike(100)), 100
				}
				got := c.do(t, method, wire.PathFrame, body, wire.HeaderFrameID, "viewer-17")
				want := map[string]string{
					"Content-Type":           "image/jpeg",
					"Content-Length":         fmt.Sprint(size),
					"Cache-Control":          "no-store",
					"X-Content-Type-Options": "nosniff",
					wire.HeaderFrameID:       "viewer-17",
					wire.HeaderFrameSize:     "4x3",
				}
				for name, value := range want {
					if got.Header.Get(name) != value {
						t.Errorf("%s is %q, want %q", name, got.Header.Get(name), value)
					}
				}
				timing := wire.ParseTiming(got.Header.Get(wire.HeaderServerTiming))
				if timing.Decode != 1 || timing.Ops != 2 || timing.Encode != 3 {
					t.Errorf("the timing is %+v", timing)
				}
			})
		}
	}
}

func TestFrameID(t *testing.T) {
	long := strings.Repeat("x", maxFrameID)
	for id, want := range map[string]string{
		"": "", "7": "7", "a-7_~!": "a-7_~!", "a b": "", "ü": "", "tab\t": "", long: long, long + "x": "",
	} {
		r := &http.Request{Header: http.Header{wire.HeaderFrameID: {id}}}
		if got := frameID(r); got != want {
			t.Errorf("frameID(%q) = %q, want %q", id, got, want)
		}
	}
}

// A client that accepts only text, as the old page's, gets a data URL.
func TestAccept(t *testing.T) {
	s := start(t, small(), fake{})
	picture := jpegLike(1000)
	dataURL := "data:image/jpeg;base64," + base64.StdEncoding.EncodeToString([]byte(picture))
	tests := map[string]string{
		"":                              picture,
		"*/*":                           picture,
		"image/*":                       picture,
		"image/jpeg, text/plain":        picture,
		"application/xml":               picture,
		"text/html, */*;q=0.8":          picture,
		"text/plain":                    dataURL,
		"text/*":                        dataURL,
		"text/plain, */*;q=0.1":         dataURL,
		"text/plain;q=0.2, image/*;q=0": dataURL,
	}
	c := s.h2c(t)
	for list, want := range tests {
		got := c.post(t, wire.PathFrame, picture, "Accept", list)
		if string(got.body) != want || got.ContentLength != int64(len(want)) {
			t.Errorf("Accept %q got %.40q, want %.40q", list, got.body, want)
		}
		mime := "image/jpeg"
		if want == dataURL {
			mime = "text/plain; charset=utf-8"
		}
		if got.Header.Get("Content-Type") != mime {
			t.Errorf("Accept %q got the type %q", list, got.Header.Get("Content-Type"))
		}
	}
	s.settled(t)
}

// The whole program but main: test card in, picture of the asked size out.
func TestRealPipeline(t *testing.T) {
	s := start(t, small(), real)
	tests := []struct {
		query string
		w, h  int
	}{
		{"", 700, 525},
		{"?", 700, 525},
		{"?ops=", 640, 480},
		{"?ops=resize:320", 320, 240},
		{"?ops=+resize:+320+,+mirror+", 320, 240},
		{"?ops=resize%3A320%2Cmirror&q=50", 320, 240},
		{"?ops=resize:width%3D320", 320, 240},
		{"?ops=resize:320&", 320, 240},
	}
	for i, test := range tests {
		c := s.clients(t)[i%3]
		for _, method := range []string{http.MethodGet, http.MethodPost} {
			var body io.Reader
			if method == http.MethodPost {
				body = bytes.NewReader(pipeline.TestCard())
			}
			got := c.do(t, method, wire.PathFrame+test.query, body)
			if got.StatusCode != http.StatusOK {
				t.Fatalf("%s %s %s: %d %s", c.name, method, test.query, got.StatusCode, got.body)
			}
			picture, err := jpeg.DecodeConfig(bytes.NewReader(got.body))
			if err != nil {
				t.Fatal(err)
			}
			if picture.Width != test.w || picture.Height != test.h {
				t.Errorf("%s %s %s: %d×%d, want %d×%d", c.name, method, test.query, picture.Width, picture.Height, test.w, test.h)
			}
			if got := got.Header.Get(wire.HeaderFrameSize); got != wire.FormatSize(test.w, test.h) {
				t.Errorf("%s %s %s: Frame-Size %s", c.name, method, test.query, got)
			}
		}
	}
	low := s.http1(t).get(t, wire.PathFrame+"?q=10").body
	high := s.http1(t).get(t, wire.PathFrame+"?q=95").body
	if len(low) >= len(high) {
		t.Errorf("quality 10 gives %d bytes, quality 95 %d", len(low), len(high))
	}
}
