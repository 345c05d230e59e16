package server

import (
	"context"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"net/http"
	"strings"
	"testing"

	"framepost/api/filter"
	"framepost/api/pipeline"
	"framepost/api/wire"
)

// What a request alone can do wrong.
func TestBadRequests(t *testing.T) {
	s := start(t, small(), real)
	noFrame, noFrameType := form(t, "picture", jpegLike(100))
	emptyFrame, emptyFrameType := form(t, "frame", "")
	head, headType := form(t, strings.Repeat("x", 2*partOverhead), "", "frame", jpegLike(100))
	others, othersType := form(t, "a", strings.Repeat("x", 50<<10), "b", strings.Repeat("x", 50<<10), "frame", jpegLike(100))
	pngChunk := "IHDR\x00\x00\x40\x00\x00\x00\x40\x00\x08\x02\x00\x00\x00"
	pngHeader := "\x89PNG\r\n\x1a\n\x00\x00\x00\r" + pngChunk +
		string(binary.BigEndian.AppendUint32(nil, crc32.ChecksumIEEE([]byte(pngChunk))))
	tooLong := strings.Repeat("A", textLimit(s.config.MaxBytes)+1)
	tests := []struct {
		name, path, body string
		headers          []string
		code             wire.Code
		detail           string // part of it
	}{
		{"unknown operation", "?ops=resise:700", jpegLike(9), nil, wire.BadOps, `resise`},
		{"argument out of range", "?ops=mirror,resize:99999", jpegLike(9), nil, wire.BadOps, "operation 2, resize"},
		{"unknown preset", "?preset=nope", jpegLike(9), nil, wire.BadOps, `"nope"`},
		{"ops and preset", "?ops=mirror&preset=nope", jpegLike(9), nil, wire.BadOps, "only one"},
		{"ops twice", "?ops=mirror&ops=mirror", jpegLike(9), nil, wire.BadOps, "twice"},
		{"semicolon", "?ops=mirror;x", jpegLike(9), nil, wire.BadOps, `mirror;x`},
		{"bad escape", "?ops=%zz", jpegLike(9), nil, wire.BadOps, "%25"},
		{"too long a chain", "?ops=" + strings.Repeat("mirror,", 400), jpegLike(9), nil, wire.BadOps, "at most"},
		{"quality 0", "?q=0", jpegLike(9), nil, wire.BadQuality, "from 1 to 100"},
		{"quality 101", "?q=101", jpegLike(9), nil, wire.BadQuality, `"101"`},
		{"quality empty", "?q=", jpegLike(9), nil, wire.BadQuality, `""`},
		{"scale 9", "?scale=9", jpegLike(9), nil, wire.BadScale, "from 10 to 100"},
		{"scale 101", "?scale=101", jpegLike(9), nil, wire.BadScale, `"101"`},
		{"scale half", "?scale=half", jpegLike(9), nil, wire.BadScale, `"half"`},
		{"quality high", "?q=high", jpegLike(9), nil, wire.BadQuality, `"high"`},
		{"bytes 0", "?bytes=0", jpegLike(9), nil, wire.BadBytes, "from 1 to 100000000"},
		{"bytes with a fraction", "?bytes=1.5k", jpegLike(9), nil, wire.BadBytes, `"1.5k"`},
		{"bytes twice", "?bytes=30k&bytes=20k", jpegLike(9), nil, wire.BadBytes, "twice"},
		{"bytes of a PNG", "?bytes=30k&format=png", jpegLike(9), nil, wire.BadBytes, "lossless"},
		{"bytes of an accepted PNG", "?bytes=30k", jpegLike(9), []string{"Accept", "image/png"}, wire.BadBytes, "allowed is jpeg"},
		{"unknown parameter", "?opps=mirror", jpegLike(9), nil, wire.BadQuery, `"opps"; there are ops, preset, q, bytes, scale, format, region, cap. Did you mean ops?`},
		{"parameter of nobody", "?utm_source=x", jpegLike(9), nil, wire.BadQuery, `"utm_source"; there are`},
		{"unknown format", "?format=webp", jpegLike(9), nil, wire.BadFormat, `"webp"; allowed is jpeg or png`},
		{"budget of words", "", jpegLike(9), []string{wire.HeaderFrameBudget, "nonsense"}, wire.BadHeader, `"nonsense"; it is a whole number of ms`},
		{"budget with a unit", "", jpegLike(9), []string{wire.HeaderFrameBudget, "80ms"}, wire.BadHeader, `"80ms"`},
		{"budget below 0", "", jpegLike(9), []string{wire.HeaderFrameBudget, "-1"}, wire.BadHeader, `"-1"`},
		{"budget half", "", jpegLike(9), []string{wire.HeaderFrameBudget, "0.5"}, wire.BadHeader, `"0.5"`},
		{"budget without end", "", jpegLike(9), []string{wire.HeaderFrameBudget, "99999999999999999999"}, wire.BadHeader, "2147483647"},
		{"budget empty", "", jpegLike(9), []string{wire.HeaderFrameBudget, ""}, wire.BadHeader, `""`},
		{"two budgets", "", jpegLike(9), []string{wire.HeaderFrameBudget, "80, 90"}, wire.BadHeader, `"80, 90"`},
		{"region of five", "?region=0,0,16,16,64", jpegLike(9), nil, wire.BadRegion, "has 5 parts"},
		{"region between blocks", "?region=8,0,16,16,64,64", jpegLike(9), nil, wire.BadRegion, "multiples of 16"},
		{"region beyond the frame", "?region=64,0,16,16,64,64", jpegLike(9), nil, wire.BadRegion, "beyond the frame of 64x64"},
		{"region without a value", "?region", jpegLike(9), nil, wire.BadRegion, "has 1 parts"},
		{"region with a bad escape", "?region=%zz", jpegLike(9), nil, wire.BadRegion, "%25"},
		{"region twice", "?region=0,0,16,16,64,64&region=0,0,16,16,64,64", jpegLike(9), nil, wire.BadRegion, "twice"},
		{"region of another size", "?region=0,0,16,16,64,64", string(pipeline.TestCard()), nil, wire.BadRegion, "one of 16x16"},
		{"region, whole frame needed", "?ops=mirror,equalize&region=0,0,16,16,64,64", jpegLike(9), nil, wire.NotLocal, "operation 2, equalize"},
		{"region cropped away", "?ops=crop:0:0:16:16&region=640,480,640,480,1280,960", string(pipeline.TestCard()), nil, wire.SmallRegion, "crops it away"},
		{"empty body", "", "", nil, wire.BadBody, "--data-binary"},
		{"form without frame", "", noFrame, []string{"Content-Type", noFrameType}, wire.BadBody, `"frame"`},
		{"form with empty frame", "", emptyFrame, []string{"Content-Type", emptyFrameType}, wire.BadBody, "empty"},
		{"form without boundary", "", noFrame, []string{"Content-Type", "multipart/form-data"}, wire.BadBody, "boundary"},
		{"form cut short", "", noFrame[:50], []string{"Content-Type", noFrameType}, wire.BadBody, "incomplete"},
		{"form with a huge head", "", head, []string{"Content-Type", headType}, wire.BadBody, "65536"},
		{"form with much before", "", others, []string{"Content-Type", othersType}, wire.TooLarge, "send that one first"},
		{"data URL without base64", "", "data:image/svg+xml,%3Csvg/%3E", nil, wire.BadBody, "base64"},
		{"data URL without data", "", "data:image/jpeg;base64", nil, wire.BadBody, "base64"},
		{"data URL with nothing", "", "data:image/jpeg;base64, ", nil, wire.BadBody, "no picture"},
		{"not base64", "", "/9j/*", nil, wire.BadBody, "character 5 of the data is '*'"},
		{"after the padding", "", "/9j/AA==A", nil, wire.BadBody, "character 9"},
		{"text", "", "hello, world", []string{"Content-Type", "text/plain"}, wire.BadBody, "','"},
		{"too large", "", jpegLike(s.config.MaxBytes + 1), nil, wire.TooLarge, "65536 bytes"},
		{"too large by far", "", jpegLike(1 << 20), nil, wire.TooLarge, "65536 bytes"},
		{"text too large", "", "data:;base64," + tooLong, nil, wire.TooLarge, "65536 bytes"},
		{"text too large when decoded", "", "data:;base64," + base64.StdEncoding.EncodeToString([]byte(jpegLike(s.config.MaxBytes+1))),
			nil, wire.TooLarge, "65536 bytes"},
		{"BMP", "", "BM" + strings.Repeat("\x00", 60), nil, wire.UnsupportedMedia, "JPEG, PNG, WebP or GIF"},
		{"BMP as base64", "", base64.StdEncoding.EncodeToString([]byte("BM" + strings.Repeat("\x00", 60))),
			[]string{"Content-Type", "text/plain"}, wire.UnsupportedMedia, "JPEG"},
		{"compressed", "", jpegLike(9), []string{"Content-Encoding", "gzip"}, wire.UnsupportedMedia, `"gzip"`},
		{"broken JPEG", "", jpegLike(500), nil, wire.Undecodable, ""},
		{"huge PNG", "", pngHeader, nil, wire.TooManyPixels, "16384x16384"},
	}
	for _, c := range s.clients(t) {
		for _, test := range tests {
			t.Run(c.name+"/"+test.name, func(t *testing.T) {
				got := c.post(t, wire.PathFrame+test.path, test.body, test.headers...)
				if detail := wantProblem(t, got, test.code); !strings.Contains(detail, test.detail) {
					t.Errorf("the detail %q does not say %q", detail, test.detail)
				}
			})
		}
	}
	s.settled(t)
}

func TestPathsAndMethods(t *testing.T) {
	s := start(t, small(), fake{})
	tests := []struct {
		method, path string
		code         wire.Code
		allow        string
	}{
		{http.MethodGet, "/nothing", wire.NotFound, ""},
		{http.MethodPost, "/v1/nothing", wire.NotFound, ""},
		{http.MethodGet, "/v1/frame/", wire.NotFound, ""},
		{"BREW", "/v1/frame/", wire.NotFound, ""},
		{"BREW", "/v1/nothing", wire.NotFound, ""},
		{"BREW", "/nothing", wire.NotFound, ""},
		{http.MethodGet, "/v1/../index.html", wire.NotFound, ""},
		{http.MethodPut, wire.PathFrame, wire.BadMethod, "GET, HEAD, POST"},
		{http.MethodOptions, wire.PathFrame, wire.BadMethod, "GET, HEAD, POST"},
		{"BREW", wire.PathFrame, wire.BadMethod, "GET, HEAD, POST"},
		{http.MethodDelete, wire.PathStream, wire.BadMethod, "GET, HEAD, POST, PUT"},
		{http.MethodPost, wire.PathOps, wire.BadMethod, "GET, HEAD"},
		{http.MethodDelete, "/", wire.BadMethod, "GET, HEAD"},
	}
	for _, c := range s.clients(t) {
		for _, test := range tests {
			t.Run(fmt.Sprint(c.name, test.method, test.path), func(t *testing.T) {
				got := c.do(t, test.method, test.path, nil)
				wantProblem(t, got, test.code)
				if allow := got.Header.Get("Allow"); allow != test.allow {
					t.Errorf("Allow is %q, want %q", allow, test.allow)
				}
			})
		}
	}
}

// Defects of our own show nothing, are logged, and leave the server as it was.
func TestInternal(t *testing.T) {
	c := small()
	c.Workers = 1
	for name, process := range map[string]func(context.Context, pipeline.Job) (pipeline.Answer, error){
		"panic": func(context.Context, pipeline.Job) (pipeline.Answer, error) { panic("secret") },
		"unknown error": func(context.Context, pipeline.Job) (pipeline.Answer, error) {
			return pipeline.Answer{}, errors.New("secret")
		},
		"unknown code": func(context.Context, pipeline.Job) (pipeline.Answer, error) {
			return pipeline.Answer{}, &wire.Error{Code: "secret", Detail: "secret"}
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := start(t, c, fake{process})
			for _, c := range s.clients(t) {
				for range 2 {
					got := c.post(t, wire.PathFrame, jpegLike(9))
					wantProblem(t, got, wire.Internal)
					if strings.Contains(string(got.body), "secret") {
						t.Errorf("%s shows %s", c.name, got.body)
					}
				}
			}
			if log := s.log.String(); !strings.Contains(log, "secret") || !strings.Contains(log, `"level":"ERROR"`) {
				t.Errorf("the log does not tell what happened: %s", log)
			}
			s.settled(t)
		})
	}
}

// A decoder that panics costs one frame its answer, and the log tells where it was.
func TestPanickingDecoder(t *testing.T) {
	s := start(t, small(), fake{func(context.Context, pipeline.Job) (pipeline.Answer, error) {
		return pipeline.Answer{}, &pipeline.Panic{Cause: "secret", Stack: []byte("decode.go:1")}
	}})
	for _, c := range s.clients(t) {
		got := c.post(t, wire.PathFrame, jpegLike(9))
		wantProblem(t, got, wire.Undecodable)
		if strings.Contains(string(got.body), "secret") {
			t.Errorf("%s shows %s", c.name, got.body)
		}
	}
	if log := s.log.String(); !strings.Contains(log, "secret") || !strings.Contains(log, "decode.go:1") {
		t.Errorf("the log does not say what happened: %s", log)
	}
}

// The sender is told what the operation was, whoever runs the server what happened in it.
func TestFailedFilter(t *testing.T) {
	s := start(t, small(), fake{func(context.Context, pipeline.Job) (pipeline.Answer, error) {
		return pipeline.Answer{}, &filter.Failure{
			Reply: &wire.Error{Code: wire.FilterFailed, Detail: "operation dream failed"}, Cause: errors.New("secret")}
	}})
	for _, c := range s.clients(t) {
		got := c.post(t, wire.PathFrame, jpegLike(9))
		wantProblem(t, got, wire.FilterFailed)
		if body := string(got.body); strings.Contains(body, "secret") || !strings.Contains(body, "operation dream failed") {
			t.Errorf("%s shows %s", c.name, body)
		}
	}
	if log := s.log.String(); !strings.Contains(log, "secret") {
		t.Errorf("the log does not say what happened: %s", log)
	}
}

// Bodies share the memory there is; when it is full the next one is refused, and what
// the refused one held is given back.
func TestMemory(t *testing.T) {
	c := small()
	c.Memory = 1
	s := start(t, c, fake{})
	s.memory.used += s.memory.limit
	for _, c := range s.clients(t) {
		wantProblem(t, c.post(t, wire.PathFrame, jpegLike(9)), wire.Busy)
	}
	s.memory.used -= 8 << 10 // room for a body, and for as much again
	for _, c := range s.clients(t) {
		if got := c.post(t, wire.PathFrame, jpegLike(9)); got.StatusCode != http.StatusOK {
			t.Errorf("%s: %d %s", c.name, got.StatusCode, got.body)
		}
	}
	s.memory.used -= s.memory.limit - 8<<10
	s.settled(t)
}

// Clients that promise much and send little hold little.
func TestPromisesHoldNoMemory(t *testing.T) {
	c := small()
	c.MaxBytes = 8 << 20
	s := start(t, c, fake{})
	conn := s.h2c(t)
	body, sender := io.Pipe()
	defer sender.Close()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, conn.url+wire.PathFrame, body)
	if err != nil {
		t.Fatal(err)
	}
	r.ContentLength = int64(c.MaxBytes)
	gone := make(chan struct{})
	go func() {
		defer close(gone)
		if resp, err := conn.http.Do(r); err == nil {
			resp.Body.Close()
		}
	}()
	wait(t, "the body is being read", func() bool { return s.memory.inUse() > 0 })
	if used := s.memory.inUse(); used > firstBuffer {
		t.Errorf("a promise of %d bytes holds %d", c.MaxBytes, used)
	}
	sender.CloseWithError(errors.New("gone"))
	<-gone
	s.settled(t)
}
