package server

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"framepost/api/pipeline"
	"framepost/api/wire"
)

// Where the faces are stands in a header, and alone where no picture is wanted.
func TestFaces(t *testing.T) {
	wantsPicture := true
	s := start(t, small(), fake{process: func(_ context.Context, job pipeline.Job) (pipeline.Answer, error) {
		if (job.Format != nil) != wantsPicture {
			t.Errorf("the format is %v", job.Format)
		}
		answer := pipeline.Answer{W: 4, H: 3, Faces: []wire.Box{{X: 1, Y: 0, W: 2, H: 3}}}
		if job.Format != nil {
			echoed, err := echo(job)
			answer.Body = echoed.Body
			return answer, err
		}
		return answer, nil
	}})
	for _, c := range s.clients(t) {
		for accept, picture := range map[string]bool{"": true, "*/*": true, "image/*,application/json;q=0.9": true, "application/json": false} {
			wantsPicture = picture
			got := c.post(t, wire.PathFrame, jpegLike(100), "Accept", accept)
			if boxes := got.Header.Get(wire.HeaderFrameFaces); boxes != "1,0,2,3" {
				t.Errorf("%s, Accept %q: the faces are at %q", c.name, accept, boxes)
			}
			if picture {
				continue
			}
			var found struct {
				Width, Height int
				Faces         []wire.Box
			}
			if err := json.Unmarshal(got.body, &found); err != nil || got.StatusCode != http.StatusOK {
				t.Errorf("%s: %d, %v: %s", c.name, got.StatusCode, err, got.body)
			}
			if found.Width != 4 || found.Height != 3 || len(found.Faces) != 1 || found.Faces[0] != (wire.Box{X: 1, Y: 0, W: 2, H: 3}) {
				t.Errorf("%s: found %+v", c.name, found)
			}
		}
	}
	s.settled(t)
}

// A client that asks for JSON of a chain without faces gets none, not null.
func TestNoFaces(t *testing.T) {
	s := start(t, small(), fake{process: func(context.Context, pipeline.Job) (pipeline.Answer, error) {
		return pipeline.Answer{W: 4, H: 3}, nil
	}})
	for _, c := range s.clients(t) {
		got := c.post(t, wire.PathFrame, jpegLike(100), "Accept", "application/json")
		if want := `{"width":4,"height":3,"faces":[]}`; string(got.body) != want {
			t.Errorf("%s: got %s, want %s", c.name, got.body, want)
		}
		if _, there := got.Header[wire.HeaderFrameFaces]; there {
			t.Errorf("%s: there is a %s", c.name, wire.HeaderFrameFaces)
		}
	}
}

// The format is the query's, or the only type of picture that Accept names.
func TestFormat(t *testing.T) {
	var asked *pipeline.Format
	s := start(t, small(), fake{process: func(_ context.Context, job pipeline.Job) (pipeline.Answer, error) {
		asked = job.Format
		return echo(job)
	}})
	tests := []struct {
		query, accept, contentType string
		format                     *pipeline.Format
	}{
		{"", "", "image/jpeg", pipeline.JPEG},
		{"?format=jpeg", "", "image/jpeg", pipeline.JPEG},
		{"?format=png", "", "image/png", pipeline.PNG},
		{"?format=png", "image/jpeg", "image/png", pipeline.PNG},
		{"?format=png", "text/plain", "text/plain; charset=utf-8", pipeline.PNG},
		{"?format=png", "application/json", "application/json", nil},
		{"", "image/png", "image/png", pipeline.PNG},
		{"", "image/PNG;q=0.4, */*;q=0.1", "image/png", pipeline.PNG},
		{"", "image/png, image/jpeg;q=0", "image/png", pipeline.PNG},
		{"", "image/png, image/jpeg", "image/jpeg", pipeline.JPEG},
		{"", "image/avif,image/webp,image/png,image/svg+xml,image/*;q=0.8,*/*;q=0.5", "image/jpeg", pipeline.JPEG},
		{"", "image/webp", "image/jpeg", pipeline.JPEG},
		{"", "image/*", "image/jpeg", pipeline.JPEG},
	}
	for _, c := range s.clients(t) {
		for _, test := range tests {
			got := c.post(t, wire.PathFrame+test.query, jpegLike(100), "Accept", test.accept)
			if contentType := got.Header.Get("Content-Type"); asked != test.format || contentType != test.contentType {
				t.Errorf("%s, %q, Accept %q: %+v as %q, want %+v as %q", c.name, test.query, test.accept, asked, contentType, test.format, test.contentType)
			}
			if test.contentType == "text/plain; charset=utf-8" && !strings.HasPrefix(string(got.body), "data:image/png;base64,") {
				t.Errorf("%s: the text begins %.30s", c.name, got.body)
			}
		}
	}
	s.settled(t)
}

// What the chain has measured stands beside the size, under the names that the contract and the
// operations' properties have for it.
func TestFigures(t *testing.T) {
	sharpness, dark := 80.4, 0.0
	s := start(t, small(), fake{process: func(context.Context, pipeline.Job) (pipeline.Answer, error) {
		return pipeline.Answer{W: 4, H: 3, Figures: wire.Figures{Palette: []wire.Swatch{{Colour: "#0a0b0c", Share: 75.5}},
			ThumbHash: "AAgC", Sharpness: &sharpness, Brightness: &dark}}, nil
	}})
	for _, c := range s.clients(t) {
		got := c.post(t, wire.PathFrame, jpegLike(100), "Accept", "application/json")
		want := `{"width":4,"height":3,"faces":[],"palette":[{"colour":"#0a0b0c","share":75.5}],"thumbhash":"AAgC","sharpness":80.4,"brightness":0}`
		if string(got.body) != want {
			t.Errorf("%s: got %s, want %s", c.name, got.body, want)
		}
	}
	for _, c := range s.clients(t) {
		got := c.post(t, wire.PathFrame, jpegLike(100), "Accept", "application/json").Header.Get(wire.HeaderFrameFigures)
		if want := `sharpness=80.4, brightness=0, palette=("#0a0b0c";share=75.5), thumbhash=:AAgC:`; got != want {
			t.Errorf("%s: got %s, want %s", c.name, got, want)
		}
	}
	for _, op := range real.Catalogue().Ops {
		for _, field := range op.Properties.Reports {
			if _, described := findingsSchema["properties"].(object)[field]; !described {
				t.Errorf("%s reports %s, which the contract does not describe", op.Name, field)
			}
		}
	}
}
