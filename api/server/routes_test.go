package server

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"framepost/api/wire"

	"github.com/go-chi/chi/v5"
)

func TestDocuments(t *testing.T) {
	s := start(t, small(), real)
	types := map[string]string{
		wire.PathOps:     "application/json",
		wire.PathCameras: "application/json",
		wire.PathOpenAPI: "application/json",
		wire.PathHealth:  "text/plain; charset=utf-8",
		wire.PathMetrics: "text/plain; version=0.0.4; charset=utf-8; escaping=underscores",
		"/":              "text/html; charset=utf-8",
	}
	for _, c := range s.clients(t) {
		for path, mime := range types {
			got := c.get(t, path)
			if got.StatusCode != http.StatusOK || got.Header.Get("Content-Type") != mime || len(got.body) == 0 {
				t.Errorf("%s GET %s: %d %q, %d bytes", c.name, path, got.StatusCode, got.Header.Get("Content-Type"), len(got.body))
			}
			head := c.do(t, http.MethodHead, path, nil)
			if head.StatusCode != http.StatusOK || head.Header.Get("Content-Type") != mime || len(head.body) != 0 {
				t.Errorf("%s HEAD %s: %d %q, %d bytes", c.name, path, head.StatusCode, head.Header.Get("Content-Type"), len(head.body))
			}
		}
	}
	want, err := json.Marshal(real.Catalogue())
	if err != nil {
		t.Fatal(err)
	}
	if got := s.http1(t).get(t, wire.PathOps).body; !bytes.Equal(got, want) {
		t.Errorf("%s is not the catalogue: %s", wire.PathOps, got)
	}
}

// The contract names every route, code, operation, preset and header there is.
func TestOpenAPI(t *testing.T) {
	s := start(t, small(), real)
	var contract struct {
		OpenAPI    string
		Paths      map[string]map[string]struct{ Responses map[string]any }
		Components struct {
			Responses map[string]struct{ Description string }
		}
	}
	text := s.http1(t).get(t, wire.PathOpenAPI).body
	if err := json.Unmarshal(text, &contract); err != nil {
		t.Fatal(err)
	}
	if contract.OpenAPI != "3.1.0" {
		t.Errorf("the version is %q", contract.OpenAPI)
	}
	routes := 0
	err := chi.Walk(s.handler.(chi.Routes), func(method, route string, _ http.Handler, _ ...func(http.Handler) http.Handler) error {
		if method == http.MethodHead {
			return nil // as GET
		}
		if route == anyPath {
			route = "/"
		}
		routes++
		if _, ok := contract.Paths[route][strings.ToLower(method)]; !ok {
			t.Errorf("%s %s is missing", method, route)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	described := 0
	for _, methods := range contract.Paths {
		described += len(methods)
	}
	if described != routes {
		t.Errorf("%d routes are described, there are %d", described, routes)
	}
	for code, f := range failures {
		if contract.Components.Responses[string(code)].Description == "" {
			t.Errorf("the code %s is missing", code)
		}
		if _, ok := contract.Paths[wire.PathFrame]["post"].Responses[fmt.Sprint(f.Status)]; !ok &&
			code != wire.NotFound && code != wire.BadMethod && code != wire.NoCamera {
			t.Errorf("POST %s does not tell of %d %s", wire.PathFrame, f.Status, code)
		}
	}
	names := []string{wire.HeaderFrameID, wire.HeaderFrameBudget, wire.HeaderFrameSize, wire.HeaderServerTiming, wire.HeaderFrameAffine, wire.HeaderFrameFaces, wire.HeaderFrameFigures, wire.HeaderFrameBoxes, wire.HeaderFrameSkipped,
		wire.QueryOps, wire.QueryPreset, wire.QueryQuality, wire.QueryBytes, wire.HeaderFrameQuality, wire.FieldFrame, wire.QueryFPS, wire.QueryLive, wire.QueryOnError,
		wire.OnErrorRepeat, wire.OnErrorSkip, wire.OnErrorStop, wire.HeaderFrameError, wire.EndComplete}
	names = append(names, trailers...)
	for _, spec := range real.Catalogue().Ops {
		names = append(names, spec.Name, usage(spec))
	}
	for _, preset := range real.Catalogue().Presets {
		names = append(names, preset.Name)
	}
	for _, name := range names {
		if !strings.Contains(string(text), name) {
			t.Errorf("%s is missing", name)
		}
	}
	checkReferences(t, text)
}

// Every field that /v1/ops has is in the contract.
func TestCatalogueSchema(t *testing.T) {
	text, err := json.Marshal(real.Catalogue())
	if err != nil {
		t.Fatal(err)
	}
	var catalogue any
	if err := json.Unmarshal(text, &catalogue); err != nil {
		t.Fatal(err)
	}
	var check func(at string, value any, schema object)
	check = func(at string, value any, schema object) {
		switch value := value.(type) {
		case []any:
			for _, item := range value {
				check(at+"[]", item, schema["items"].(object))
			}
		case map[string]any:
			fields := schema["properties"].(object)
			for name, field := range value {
				if fields[name] == nil {
					t.Errorf("%s.%s is not in the contract", at, name)
					continue
				}
				check(at+"."+name, field, fields[name].(object))
			}
		}
	}
	check("catalogue", catalogue, catalogueSchema(real.Catalogue()))
}

// checkReferences follows every $ref in a document.
func checkReferences(t *testing.T, text []byte) {
	t.Helper()
	var document any
	if err := json.Unmarshal(text, &document); err != nil {
		t.Fatal(err)
	}
	var walk func(node any)
	walk = func(node any) {
		switch node := node.(type) {
		case []any:
			for _, child := range node {
				walk(child)
			}
		case map[string]any:
			if reference, ok := node["$ref"].(string); ok {
				target := document
				for key := range strings.SplitSeq(strings.TrimPrefix(reference, "#/"), "/") {
					branch, _ := target.(map[string]any)
					target = branch[key]
				}
				if target == nil {
					t.Errorf("%s leads nowhere", reference)
				}
			}
			for _, child := range node {
				walk(child)
			}
		}
	}
	walk(document)
}

// Every code of the contract has a status.
func TestFailures(t *testing.T) {
	codes := []wire.Code{wire.BadOps, wire.BadQuality, wire.BadBytes, wire.BadScale, wire.BadFormat, wire.BadQuery, wire.BadHeader, wire.BadRegion, wire.BadStream, wire.BadBody, wire.BadOrigin, wire.BadHost,
		wire.Unauthorized, wire.Expired, wire.Forbidden, wire.RateLimited, wire.NotFound, wire.BadMethod, wire.TooLarge,
		wire.UnsupportedMedia, wire.Undecodable, wire.TooManyPixels, wire.TooSmall, wire.NotLocal, wire.SmallRegion, wire.TooCostly, wire.Busy, wire.Late, wire.Draining, wire.Timeout, wire.NoCamera, wire.FilterFailed, wire.SidecarFailed, wire.SidecarLate, wire.Internal}
	if len(codes) != len(failures) {
		t.Errorf("%d codes have a status, want %d", len(failures), len(codes))
	}
	for _, code := range codes {
		if f := failures[code]; f.Title == "" || http.StatusText(f.Status) == "" {
			t.Errorf("%s has the status %d and the title %q", code, f.Status, f.Title)
		}
	}
}

func TestMetrics(t *testing.T) {
	s := start(t, small(), fake{})
	c := s.h2c(t)
	c.post(t, wire.PathFrame, jpegLike(100))
	c.post(t, wire.PathFrame, jpegLike(100), "Accept", "text/plain")
	c.post(t, wire.PathFrame+"?q=0", jpegLike(100))
	c.post(t, wire.PathStream, stills(0, 3))
	c.get(t, "/made/up/1")
	c.get(t, "/made/up/2")
	text := string(c.get(t, wire.PathMetrics).body)
	for _, want := range []string{
		`framepost_requests_total{code="",route="/v1/frame",status="200"} 2`,
		`framepost_requests_total{code="bad_quality",route="/v1/frame",status="400"} 1`,
		`framepost_requests_total{code="not_found",route="/*",status="404"} 2`,
		`framepost_requests_total{code="",route="/v1/stream",status="200"} 1`,
		`framepost_stream_pictures_total{result="answered"} 3`,
		`framepost_streams 0`,
		fmt.Sprint(`framepost_received_bytes_total `, 200+len(stills(0, 3))),
		`framepost_stage_seconds_count{stage="queue"} 5`,
		`framepost_stage_seconds_sum{stage="encode"} 0.015`,
		`framepost_queue_depth 0`,
		`framepost_in_flight 0`,
		`framepost_buffer_bytes 0`,
		`go_goroutines `,
		`process_open_fds `,
	} {
		if !strings.Contains(text, "\n"+want) {
			t.Errorf("/metrics lacks %s", want)
		}
	}
}

// The log has one line for a request, at debug level, and never a picture.
func TestLog(t *testing.T) {
	s := start(t, small(), fake{})
	s.h2c(t).post(t, wire.PathFrame+"?q=50&ops=text:secret", jpegLike(100))
	wait(t, "the line", func() bool { return strings.Contains(s.log.String(), `"msg":"request"`) })
	var line struct {
		Level, Method, Path, Parameters, Proto string
		Status, Bytes                          int
	}
	if err := json.Unmarshal([]byte(s.log.String()), &line); err != nil {
		t.Fatalf("%v in %s", err, s.log)
	}
	if line.Level != "DEBUG" || line.Method != "POST" || line.Path != wire.PathFrame || line.Parameters != "q&ops" ||
		line.Proto != "HTTP/2.0" || line.Status != 200 || line.Bytes != 100 {
		t.Errorf("the line is %s", s.log)
	}
	if strings.Contains(s.log.String(), "xxxx") || strings.Contains(s.log.String(), "secret") {
		t.Errorf("the log holds the picture, or what is written into it: %s", s.log)
	}
}
